import { createZstdDecompress, type ZstdDecompress } from 'node:zlib'

type Bytes = AsyncIterable<Uint8Array>

/**
 * Unpacks Zstandard (RFC 8878), all frames of it: the stream of Node 24 ends with the first and says
 * nothing of the rest (nodejs/node#64741).
 */
export async function* unzstd(bytes: Bytes): Bytes {
  const input = createInput(bytes)
  while (!(await input.isAtEnd())) {
    const stream = createZstdDecompress({ chunkSize: 65_536 })
    const feeding = feed(stream, input)
    try {
      yield* stream
    } finally {
      stream.destroy()
      await feeding
    }
  }
}

type Input = ReturnType<typeof createInput>

function createInput(bytes: Bytes) {
  const iterator = bytes[Symbol.asyncIterator]()
  let next: Uint8Array | undefined
  return {
    async isAtEnd() {
      while (next === undefined || next.byteLength === 0) {
        const { value, done } = await iterator.next()
        if (done) return true
        next = value
      }
      return false
    },
    take() {
      const taken = next ?? new Uint8Array()
      next = undefined
      return taken
    },
    giveBack(rest: Uint8Array) {
      next = rest
    },
  }
}

/** Hands on what belongs to one frame; a failure of the source is thrown to who reads the stream. */
async function feed(stream: ZstdDecompress, input: Input) {
  try {
    let fed = 0
    while (!stream.destroyed && !(await input.isAtEnd())) {
      const chunk = input.take()
      fed += chunk.byteLength
      if (!(await write(stream, chunk))) return
      const left = fed - stream.bytesWritten
      if (left === 0) continue
      input.giveBack(chunk.subarray(chunk.byteLength - left))
      break
    }
    stream.end()
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

/** @returns whether it was taken; if not, the stream has failed and says so to its reader */
const write = (stream: ZstdDecompress, chunk: Uint8Array) =>
  new Promise<boolean>((resolve) => {
    const closed = () => resolve(false)
    stream.once('close', closed)
    stream.write(chunk, (error) => {
      stream.off('close', closed)
      resolve(!error)
    })
  })

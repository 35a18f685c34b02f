import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { FindbuchError } from '../errors.ts'
import { tooLarge } from './parse-errors.ts'
import { unzstd } from './unzstd.ts'

type Bytes = AsyncIterable<Uint8Array>

/** The first bytes of a document, and all of it. Who does not read it all closes it. */
export type Opened = { head: Buffer; bytes: Bytes; close(): Promise<unknown> }

/** Reads as many bytes ahead as are needed to tell what a document is. */
export async function peek(input: Bytes, length: number): Promise<Opened> {
  const iterator = input[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  for (let read = 0; read < length;) {
    const { value, done } = await iterator.next()
    if (done) break
    first.push(value)
    read += value.byteLength
  }
  const head = Buffer.concat(first)
  return {
    head: head.subarray(0, length),
    bytes: chain(head, iterator),
    close: async () => iterator.return?.(),
  }
}

async function* chain(head: Buffer, rest: AsyncIterator<Uint8Array>) {
  try {
    if (head.byteLength > 0) yield head
    for (;;) {
      const { value, done } = await rest.next()
      if (done) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}

/** Unpacks gzip and Zstandard, told by their magic numbers, as a stream; anything else passes as it is. */
export async function* unpack(
  input: Bytes,
  maxBytes: number,
  onChunk: (length: number) => void,
): Bytes {
  const { head, bytes } = await peek(input, 4)
  let total = 0
  for await (const chunk of plain(head, bytes)) {
    total += chunk.byteLength
    onChunk(chunk.byteLength)
    if (total > maxBytes) throw tooLarge(maxBytes)
    yield chunk
  }
}

function plain(head: Buffer, bytes: Bytes): Bytes {
  if (head[0] === 0x1f && head[1] === 0x8b) return telling('gzip', gunzip(bytes))
  const isZstd = head.length === 4 && zstdMagic.includes(head.readUInt32LE() & ~0xf)
  return isZstd ? telling('zstd', unzstd(bytes)) : bytes
}

/** Of a frame, and of one to be skipped, which parallel packers put first (RFC 8878, section 3.1). */
const zstdMagic = [0xfd2fb528 & ~0xf, 0x184d2a50 & ~0xf]

async function* gunzip(bytes: Bytes): Bytes {
  const unzipped = createGunzip({ chunkSize: 65_536 })
  // A failure of either side is thrown to the reader below.
  pipeline(bytes, unzipped, () => {})
  yield* unzipped
}

async function* telling(format: 'gzip' | 'zstd', unpacked: Bytes): Bytes {
  try {
    yield* unpacked
  } catch (error) {
    throw isZlibError(error) ? broken(format, error) : error
  }
}

const isZlibError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_)/.test(String(error.code))

const broken = (format: 'gzip' | 'zstd', cause: Error) =>
  new FindbuchError({
    code: `broken-${format}`,
    status: 400,
    message: `The ${format} data is damaged or incomplete: ${cause.message}.`,
    cause,
  })

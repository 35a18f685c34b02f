import type { MessagePort } from 'node:worker_threads'
import { diskFailure } from '../disk.ts'
import { FindbuchError } from '../errors.ts'
import { problemOf } from './prepare.ts'
import type { Problem } from './prepared.ts'
import type { ReaderReply, ReaderRequest } from './reader-protocol.ts'

/** Batches that may be handed over before one is asked for: one is stored while the next is made. */
const batchesAhead = 2

/**
 * The thread's side of `readInThread`: hands over what `read` yields of a file or URL, no faster than it
 * is asked for.
 */
export async function answerReader<Item>(
  port: MessagePort,
  file: string,
  read: (signal: AbortSignal) => AsyncIterable<Item[]>,
) {
  const flow = { credit: batchesAhead, wake: () => {} }
  const stop = new AbortController()
  const reply = (message: ReaderReply<Item>) => port.postMessage(message)
  port.on('message', (request: ReaderRequest) => {
    if (request === 'stop') stop.abort()
    else flow.credit += 1
    flow.wake()
  })
  try {
    for await (const batch of read(stop.signal)) {
      reply({ batch })
      flow.credit -= 1
      while (flow.credit === 0 && !stop.signal.aborted) await asked()
    }
    reply({ end: true })
  } catch (error) {
    reply({ failure: failureOf(error, file, stop.signal) })
  }
  port.close()

  function asked() {
    return new Promise<void>((resolve) => {
      flow.wake = resolve
    })
  }
}

function failureOf(error: unknown, file: string, signal: AbortSignal): Problem {
  if (error instanceof FindbuchError) return problemOf(error)
  if (signal.aborted) return { code: 'stopped', message: 'It was stopped.' }
  const ofDisk = diskFailure(error) // what is read is spooled to the data folder
  if (ofDisk) return problemOf(ofDisk)
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    return { code: 'file-not-readable', message: `${file} could not be read: ${error.message}` }
  }
  const stack = error instanceof Error ? error.stack : undefined
  return { code: 'reader-failed', message: String(error), details: { stack } }
}

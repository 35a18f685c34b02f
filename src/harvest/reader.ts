import { Worker } from 'node:worker_threads'
import { FindbuchError } from '../errors.ts'
import type { Prepared } from './prepared.ts'
import type { ReaderJob, ReaderReply, ReaderRequest } from './reader-protocol.ts'

/** Reads a source and yields batches of what it holds; throws when not everything could be read. */
export type Read<Job = ReaderJob, Item = Prepared> = (
  job: Job,
  signal: AbortSignal,
) => AsyncIterable<Item[]>

/** Reads in a thread of its own, so that parsing holds nobody up. */
export const readInThread = <Job = ReaderJob, Item = Prepared>(entry: URL): Read<Job, Item> =>
  async function* readSource(job, signal) {
    const thread = new Worker(entry, { workerData: job })
    const replies: ReaderReply<Item>[] = []
    let wake = () => {}
    let died: unknown
    const ask = (request: ReaderRequest) => thread.postMessage(request)
    const stop = () => ask('stop')
    thread.on('message', (reply: ReaderReply<Item>) => {
      replies.push(reply)
      wake()
    })
    thread.on('error', (error) => {
      died = error
      wake()
    })
    signal.addEventListener('abort', stop, { once: true })
    try {
      for (;;) {
        const reply = replies.shift()
        if (!reply) {
          if (died !== undefined) throw readerDied(died)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        } else if ('batch' in reply) {
          yield reply.batch
          ask('more')
        } else if ('failure' in reply) {
          const { code, message, details } = reply.failure
          throw new FindbuchError({ code, status: 502, message, ...(details && { details }) })
        } else {
          return
        }
      }
    } finally {
      signal.removeEventListener('abort', stop)
      await thread.terminate()
    }
  }

const readerDied = (cause: unknown) =>
  new FindbuchError({
    code: 'reader-died',
    status: 500,
    message: `The reading thread ended: ${cause instanceof Error ? cause.message : String(cause)}`,
    cause,
  })

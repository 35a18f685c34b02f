import { parentPort, workerData } from 'node:worker_threads'
import { harvesters } from '../harvesters/index.ts'
import { FindbuchError } from './errors.ts'
import { createFetch } from './harvest/fetch.ts'
import { idOfIri, mint } from './harvest/identity.ts'
import { prepare, problemOf } from './harvest/prepare.ts'
import type { Problem } from './harvest/prepared.ts'
import type { ReaderJob, ReaderReply, ReaderRequest } from './harvest/reader-protocol.ts'

/**
 * The thread in which one harvest reads, parses and prepares, so that the main thread only has to
 * store. Besides main.ts this is the one place that knows both the harvest engine and the harvesters.
 */
const port = parentPort
if (!port) throw new Error('reader-thread.ts is started as a thread.')
const job: ReaderJob = workerData // oxlint-disable-line typescript/no-unsafe-type-assertion -- sent by src/harvest/reader.ts

/** Batches that may be handed over before one is asked for: one is stored while the next is made. */
const flow = { credit: 2, wake: () => {} }
const stop = new AbortController()
port.on('message', (request: ReaderRequest) => {
  if (request === 'stop') stop.abort()
  else flow.credit += 1
  flow.wake()
})

try {
  for await (const batch of read(job)) {
    reply({ batch })
    flow.credit -= 1
    while (flow.credit === 0 && !stop.signal.aborted) await asked()
  }
  reply({ end: true })
} catch (error) {
  reply({ failure: failureOf(error) })
}
port.close()

function read({ source, base, fetch, ...job }: ReaderJob) {
  const harvester = harvesters.find(({ kind }) => kind === source.kind)
  if (!harvester) throw unknownKind(source.kind)
  return prepare(harvester, source, {
    ...job,
    madeUpBase: `${base}/harvest/sources/${source.id}/`,
    identity: {
      keep: (iri) => ({ iri, id: idOfIri(iri) }),
      mint: (kind, value) => mint(base, { source: source.id, kind, value }),
    },
    fetch: createFetch(fetch),
    signal: stop.signal,
  })
}

function asked() {
  return new Promise<void>((resolve) => {
    flow.wake = resolve
  })
}

function reply(message: ReaderReply) {
  port?.postMessage(message)
}

function failureOf(error: unknown): Problem {
  if (error instanceof FindbuchError) return problemOf(error)
  if (stop.signal.aborted) return { code: 'stopped', message: 'The harvest was stopped.' }
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    const message = `${job.source.location} could not be read: ${error.message}`
    return { code: 'file-not-readable', message }
  }
  const stack = error instanceof Error ? error.stack : undefined
  return { code: 'harvester-failed', message: String(error), details: { stack } }
}

const unknownKind = (kind: string) =>
  new FindbuchError({
    code: 'unknown-harvester',
    status: 400,
    message: `There is no harvester "${kind}"; there are: ${harvesters.map((known) => known.kind).join(', ')}.`,
  })

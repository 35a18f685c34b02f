import { parentPort, workerData } from 'node:worker_threads'
import { harvesters } from '../harvesters/index.ts'
import { FindbuchError } from './errors.ts'
import { createFetch } from './harvest/fetch.ts'
import { idOfIri, mint } from './harvest/identity.ts'
import { prepare } from './harvest/prepare.ts'
import { answerReader } from './harvest/reader-port.ts'
import type { ReaderJob } from './harvest/reader-protocol.ts'

/**
 * The thread in which one harvest reads, parses and prepares, so that the main thread only has to
 * store. Besides main.ts this is the one place that knows both the harvest engine and the harvesters.
 */
const port = parentPort
if (!port) throw new Error('reader-thread.ts is started as a thread.')
const job: ReaderJob = workerData // oxlint-disable-line typescript/no-unsafe-type-assertion -- sent by src/harvest/reader.ts

await answerReader(port, job.source.location, (signal) => read(job, signal))

function read({ source, base, fetch, ...job }: ReaderJob, signal: AbortSignal) {
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
    signal,
  })
}

const unknownKind = (kind: string) =>
  new FindbuchError({
    code: 'unknown-harvester',
    status: 400,
    message: `There is no harvester "${kind}"; there are: ${harvesters.map((known) => known.kind).join(', ')}.`,
  })

import { FindbuchError } from '../../errors.ts'
import { problemOf } from '../../harvest/prepare.ts'
import type { Foreign } from './foreign.ts'
import { readGraphs } from './graph-text.ts'
import type { Imported, ImportJob } from './imported.ts'
import { openInput, type Input } from './input.ts'
import { openScratch, type Scratch } from './scratch.ts'
import { survey } from './survey.ts'
import { assembled, takeGraph, takeLarge } from './take-graph.ts'

/** Batches are handed over at this many things … */
const batchLength = 1000
/** … or bytes of packed graphs. */
const batchBytes = 4 << 20

/** Reads a file, and does what is dear about storing its graphs. */
export async function* readImport(
  job: ImportJob,
  signal: AbortSignal,
  foreign: Foreign,
): AsyncGenerator<Imported[]> {
  yield* inBatches(readAll(job, signal, foreign))
}

async function* inBatches(all: AsyncIterable<Imported>): AsyncGenerator<Imported[]> {
  let batch: Imported[] = []
  let bytes = 0
  try {
    for await (const imported of all) {
      batch.push(imported)
      if (imported.what === 'resource') bytes += imported.graph.packed.byteLength
      if (imported.what !== 'looked' && batch.length < batchLength && bytes < batchBytes) continue
      yield batch
      batch = []
      bytes = 0
    }
  } catch (error) {
    // What was read before a failure is as good as ever.
    if (batch.length > 0) yield batch
    throw error
  }
  if (batch.length > 0) yield batch
}

async function* readAll(
  job: ImportJob,
  signal: AbortSignal,
  foreign: Foreign,
): AsyncGenerator<Imported> {
  const notices: Imported[] = []
  const input = await openInput(job, {
    signal,
    notice: (notice) => notices.push({ what: 'notice', notice }),
  })
  const scratch = openScratch(job.scratch)
  try {
    yield* notices
    yield* look(input, scratch)
    yield* takeAll(input, { job, scratch, foreign })
  } finally {
    scratch.close()
    input.close()
  }
}

async function* look({ size, pieces }: Input, scratch: Scratch): AsyncGenerator<Imported> {
  let bytes = 0
  const open = () => pieces((length) => (bytes += length))
  for await (const _ of survey(open, scratch)) yield { what: 'looked', bytes, of: size }
  const { graphs, records } = scratch.counts()
  yield { what: 'total', graphs: graphs - records }
}

async function* takeAll(
  { pieces }: Input,
  taking: { job: ImportJob; scratch: Scratch; foreign: Foreign },
): AsyncGenerator<Imported> {
  const { scratch } = taking
  const hasApart = scratch.counts().apart > 0
  const isWanted = (graph: string) =>
    !scratch.isRecord(graph) && !(hasApart && scratch.isApart(graph))
  for await (const graph of readGraphs(pieces(), isWanted)) {
    yield* takeGraph(graph, taking)
    yield { what: 'graph' }
  }
  for (const graph of scratch.apart()) {
    if (scratch.isRecord(graph)) continue
    const text = graph === '' ? undefined : assembled(graph, scratch)
    yield* text ? takeGraph(text, taking) : takeLarge(graph, taking)
    yield { what: 'graph' }
  }
  for (const { kind, resource } of scratch.idleRecords()) {
    yield { what: 'broken', kind, iri: resource, problem: problemOf(noResource(resource)) }
  }
}

const noResource = (iri: string) =>
  new FindbuchError({
    code: 'no-resource',
    status: 400,
    message: `The file has a catalogue record of ${iri}, but nothing else of it.`,
  })

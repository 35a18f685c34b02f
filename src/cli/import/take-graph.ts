import { FindbuchError } from '../../errors.ts'
import type { Notice } from '../../harvest/harvester.ts'
import { problemOf } from '../../harvest/prepare.ts'
import type { Foreign } from './foreign.ts'
import { iriOfGraph, maxGraphText, parseRuns, readGraph, type GraphText } from './graph-text.ts'
import type { Imported, ImportJob } from './imported.ts'
import { madeUpBase } from './input.ts'
import { knownByRecord, knownCatalogue, takeKnown, type Known } from './known-graph.ts'
import type { Scratch } from './scratch.ts'
import { takeForeign, takePage } from './take-foreign.ts'

export type Taking = { job: ImportJob; scratch: Scratch; foreign: Foreign }

/** What becomes of one graph: a resource, several, a failure that is its own, or triples of no resource. */
export async function* takeGraph(graph: GraphText, taking: Taking): AsyncGenerator<Imported> {
  try {
    yield* take(graph, taking)
  } catch (error) {
    if (!(error instanceof FindbuchError)) throw error
    yield brokenGraph(graph.graph, error)
  }
}

async function* take(
  graph: GraphText,
  { job, scratch, foreign }: Taking,
): AsyncGenerator<Imported> {
  const notices: Notice[] = []
  const ntriples = await readGraph(graph, madeUpBase(job), (notice) => notices.push(notice))
  const iri = iriOfGraph(graph.graph)
  const known = iri === undefined ? undefined : whoIs(iri, ntriples, { job, scratch })
  if (iri !== undefined && known) {
    // Only then may something else in the file be taken under the same IRI.
    if (job.catalogue !== undefined) foreign.meet(iri)
    yield await takeKnown(iri, ntriples, known, { job, notices })
    return
  }
  if (isOurs(job, scratch)) throw noRecord(graph.graph)
  yield* takeForeign({ iri, ntriples, notices }, foreign, job)
}

/** As `takeGraph`, of a graph that is too large to be held, or of the default graph, which names nothing. */
export async function* takeLarge(
  graph: string,
  { job, scratch, foreign }: Taking,
): AsyncGenerator<Imported> {
  const page = foreign.open()
  try {
    if (isOurs(job, scratch)) throw noRecord(graph)
    const notices: Notice[] = []
    await parseRuns(
      scratch.runs(graph),
      madeUpBase(job),
      (triple) => page.add(triple),
      (notice) => notices.length < maxNotices && notices.push(notice),
    )
    for (const notice of notices) yield { what: 'notice', notice }
    yield* takePage(page, job)
  } catch (error) {
    if (!(error instanceof FindbuchError)) throw error
    yield brokenGraph(graph, error)
  } finally {
    page.close()
  }
}

const maxNotices = 10_000

function whoIs(
  iri: string,
  ntriples: string,
  { job, scratch }: Pick<Taking, 'job' | 'scratch'>,
): Known | undefined {
  const [record, other] = scratch.recordsOf(iri)
  if (record && other) throw twoRecords(iri)
  return record ? knownByRecord(record) : knownCatalogue(iri, ntriples, { job, scratch })
}

/** In an export of a Findbuch whatever is no resource by its records is not meant to be one. */
const isOurs = ({ catalogue }: ImportJob, scratch: Scratch) =>
  catalogue === undefined && scratch.hasRecords()

function brokenGraph(graph: string, error: FindbuchError): Imported {
  const iri = iriOfGraph(graph) ?? (graph === '' ? 'the default graph' : graph)
  // Nobody knows what it would have been; what it most likely is, is counted.
  return { what: 'broken', kind: 'dataset', iri, problem: problemOf(error) }
}

/** A scattered graph is put together when that is not too much. */
export function assembled(graph: string, scratch: Scratch): GraphText | undefined {
  const text: GraphText = { graph, runs: [] }
  let length = 0
  for (const run of scratch.runs(graph)) {
    length += run.text.length
    if (length > maxGraphText) return undefined
    text.runs.push(run)
  }
  return text
}

const noRecord = (graph: string) =>
  new FindbuchError({
    code: 'no-record',
    status: 400,
    message:
      `The file has no catalogue record of ${graph || 'what is in the default graph'}, though it has records of others; ` +
      'with --catalogue it can be taken without.',
  })

const twoRecords = (iri: string) =>
  new FindbuchError({
    code: 'two-records',
    status: 409,
    message: `The file has more than one catalogue record of ${iri}.`,
  })

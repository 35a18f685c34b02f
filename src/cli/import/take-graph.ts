import { FindbuchError } from '../../errors.ts'
import type { Notice } from '../../harvest/harvester.ts'
import { prepareOne, problemOf } from '../../harvest/prepare.ts'
import { readStatements, termOf, type Statement } from '../../rdf/statement.ts'
import { Blank, Iri, Text } from '../../rdf/terms.ts'
import type { Triple } from '../../rdf/canonical.ts'
import { rdf } from '../../rdf/vocabulary.ts'
import type { Foreign } from './foreign.ts'
import { iriOfGraph, maxGraphText, parseRuns, readGraph, type GraphText } from './graph-text.ts'
import type { Imported, ImportedResource, ImportJob } from './imported.ts'
import { madeUpBase } from './input.ts'
import { knownByRecord, knownCatalogue, takeKnown, type Known } from './known-graph.ts'
import type { Scratch } from './scratch.ts'

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
    yield await takeKnown(iri, ntriples, known, { job, notices })
    return
  }
  if (isOurs(job, scratch)) throw noRecord(graph.graph)
  const statements = readStatements(ntriples)
  const kind = iri === undefined ? undefined : kindOf(iri, statements, foreign)
  if (iri !== undefined && kind !== undefined) {
    const resource = {
      kind,
      iri,
      id: foreign.idOf(iri),
      triples: statements.map(tripleOf),
      notices,
    }
    yield foreignResource(await prepareOne(resource), job)
    return
  }
  for (const notice of notices) yield { what: 'notice', notice }
  const page = foreign.open()
  try {
    for (const statement of statements) page.add(tripleOf(statement))
    yield* takePage(page, job)
  } finally {
    page.close()
  }
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

async function* takePage(
  page: ReturnType<Foreign['open']>,
  job: ImportJob,
): AsyncGenerator<Imported> {
  const resources = page.resources()
  let step = resources.next()
  for (; !step.done; step = resources.next()) {
    yield foreignResource(await prepareOne(step.value), job)
  }
  yield { what: 'unassigned', counts: step.value }
}

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

function kindOf(iri: string, statements: readonly Statement[], foreign: Foreign) {
  if (!/^https?:/i.test(iri)) return undefined
  const types = statements
    .filter(({ subject, predicate }) => subject === `<${iri}>` && predicate === type)
    .map(({ object }) => object.slice(1, -1))
  const kind = foreign.kindOf(new Set(types))
  return kind === 'catalogue' ? undefined : kind
}

const type = `<${rdf('type').value}>`

function tripleOf({ subject, predicate, object }: Statement): Triple {
  return {
    subject: node(subject),
    predicate: new Iri(predicate.slice(1, -1)),
    object: termFrom(object),
  }
}

const node = (token: string) => {
  const { kind, value } = termOf(token)
  return kind === 'blank' ? new Blank(value) : new Iri(value)
}

function termFrom(token: string) {
  const term = termOf(token)
  return term.kind === 'literal'
    ? new Text(term.value, term.language ?? '', new Iri(term.datatype))
    : node(token)
}

function foreignResource(
  prepared: Awaited<ReturnType<typeof prepareOne>>,
  {
    catalogue = 'import',
    source = null,
  }: { catalogue?: string | undefined; source?: string | null | undefined },
): Imported {
  if (prepared.what === 'broken') return prepared
  const { kind } = prepared
  const owner: Pick<ImportedResource, 'id' | 'source'> =
    kind === 'catalogue'
      ? { id: catalogue, source: null }
      : { id: prepared.id, source: source ?? null }
  return { ...prepared, ...owner, catalogue, dates: undefined, foreign: true }
}

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

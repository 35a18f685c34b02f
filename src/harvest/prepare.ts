import { FindbuchError } from '../errors.ts'
import { packGraph, type PackedGraph } from '../rdf/packed.ts'
import type { Context, Harvested, HarvestedResource, Harvester, Source } from './harvester.ts'
import type { Prepared, Problem } from './prepared.ts'

/**
 * Batches are handed over at the end of a page, at this many resources, for whoever stores them does
 * nothing else meanwhile: 40 updates take some 10 ms …
 */
const batchResources = 40
/** … or bytes of packed graphs. */
const batchBytes = 4 << 20

/** A dataset as N-Triples may not be longer than this. */
const maxGraphLength = 10 << 20

export type ReadingContext = Omit<Context, 'notice' | 'announce'>

/** Reads a source and does what is dear about storing its resources. */
export async function* prepare(
  harvester: Harvester,
  source: Source,
  context: ReadingContext,
): AsyncGenerator<Prepared[]> {
  let batch: Prepared[] = []
  let resources = 0
  let bytes = 0
  const read = harvester.read(source, {
    ...context,
    notice: (notice) => batch.push({ what: 'notice', notice }),
    announce: (total) => batch.push({ what: 'total', total }),
  })
  try {
    for await (const harvested of read) {
      const isPageRead = 'page' in harvested
      const prepared = await preparedOf(harvested)
      batch.push(prepared)
      resources += 1
      if (prepared.what === 'resource') bytes += prepared.graph.packed.byteLength
      if (!isPageRead && resources < batchResources && bytes < batchBytes) continue
      yield batch
      batch = []
      resources = 0
      bytes = 0
    }
  } catch (error) {
    // What was read before a failure is as good as ever.
    if (batch.length > 0) yield batch
    throw error
  }
  if (batch.length > 0) yield batch
}

/** @throws FindbuchError `resource-too-large` (413) */
export function checkLength({ length }: PackedGraph, iri: string) {
  if (length > maxGraphLength) throw tooLarge(iri)
}

async function preparedOf(harvested: Harvested): Promise<Prepared> {
  if ('page' in harvested) return { what: 'page', facts: harvested.page }
  if ('doubt' in harvested) return { what: 'doubt', problem: problemOf(harvested.doubt) }
  if ('repeated' in harvested) return { what: 'notice', notice: harvested.repeated }
  return prepareOne(harvested)
}

type One = Extract<Prepared, { what: 'resource' | 'broken' }>

/** Brings one resource into stored form. */
export async function prepareOne(harvested: HarvestedResource): Promise<One> {
  const { kind, iri } = harvested
  if ('broken' in harvested) {
    return { what: 'broken', kind, iri, problem: problemOf(harvested.broken) }
  }
  try {
    const graph = await packGraph(harvested.triples, iri)
    checkLength(graph, iri)
    const { id, origin, notices } = harvested
    return { what: 'resource', kind, iri, id, origin, graph, notices }
  } catch (error) {
    if (!(error instanceof FindbuchError)) throw error
    return { what: 'broken', kind, iri, problem: problemOf(error) }
  }
}

export const problemOf = ({ code, message, details }: FindbuchError): Problem => ({
  code,
  message,
  details,
})

const tooLarge = (iri: string) =>
  new FindbuchError({
    code: 'resource-too-large',
    status: 413,
    message: `${iri} is larger than ${maxGraphLength} bytes.`,
  })

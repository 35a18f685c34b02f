import { FindbuchError } from '../errors.ts'
import { packGraph } from '../rdf/packed.ts'
import type { Context, Harvested, Harvester, PageFacts, Source } from './harvester.ts'
import type { Prepared, Problem } from './prepared.ts'

/** Batches are handed over at the end of a page, at this many resources … */
const batchResources = 100
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
      const prepared = isPageRead ? pageOf(harvested.page) : await prepareOne(harvested)
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

const pageOf = (facts: PageFacts): Prepared => ({ what: 'page', facts })

async function prepareOne(harvested: Exclude<Harvested, { page: PageFacts }>): Promise<Prepared> {
  if ('doubt' in harvested) return { what: 'doubt', problem: problemOf(harvested.doubt) }
  if ('repeated' in harvested) return { what: 'notice', notice: harvested.repeated }
  const { kind, iri } = harvested
  if ('broken' in harvested) {
    return { what: 'broken', kind, iri, problem: problemOf(harvested.broken) }
  }
  try {
    const graph = await packGraph(harvested.triples, iri)
    if (graph.length > maxGraphLength) throw tooLarge(iri)
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

import { FindbuchError } from '../errors.ts'
import type { Asked, Graph } from '../store/graph.ts'
import type { Question } from './guard.ts'
import { explain } from './syntax-error.ts'

export type { Question } from './guard.ts'

export type Query = ReturnType<typeof createQuery>

/** The dataset that the protocol gives, in place of the one that the query names (SPARQL 1.1 Protocol, 2.1.4). */
export type Dataset = { defaultGraphs: readonly string[]; namedGraphs: readonly string[] }

/** In which media type an answer is wanted, of which dataset, and by whom. */
export type Wanted = Asked & { mediaType: string; dataset?: Dataset | undefined }

export type QueryParts = {
  graph: Pick<Graph, 'query'>
  /** Public URL of the service, without a slash at its end. */
  base: string
  maxQueryBytes: number
  maxResultBytes: number
}

/** Outcomes that are worth an alarm, named before the first one: what is not there cannot rise. */
const expected = ['answered', 'query-timeout', 'client-gone', 'too-many-queries', 'index-behind']

/** SPARQL 1.1 queries, read only and within bounds. */
export function createQuery({ graph, base, maxQueryBytes, maxResultBytes }: QueryParts) {
  const fixed = { baseIri: `${base}/`, maxResultBytes }
  const outcomes = new Map(expected.map((outcome) => [outcome, 0]))
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)

  return {
    /**
     * Tells what a text asks for, before anything is carried out.
     *
     * @throws FindbuchError `query-too-long` (413), or as `guard` does
     */
    async read(text: string): Promise<Question> {
      try {
        if (Buffer.byteLength(text) > maxQueryBytes) throw queryTooLong(maxQueryBytes)
        const { guard } = await loadGuard()
        return guard(text.replace(/^\ufeff/, ''))
      } catch (error) {
        throw counted(error)
      }
    },

    /**
     * The whole answer as the engine writes it in the media type.
     *
     * @throws FindbuchError `query-syntax` (400) with line and column, or as `Graph.query` does
     */
    async answer(
      { sparql }: Question,
      { mediaType, dataset, ...asked }: Wanted,
    ): Promise<Uint8Array> {
      try {
        const result = await graph.query({ ...fixed, sparql, mediaType, dataset }, asked)
        count('answered')
        return result
      } catch (error) {
        throw counted(isRefused(error) ? explain(error.message, sparql) : error)
      }
    },

    /** Loads the parser, which takes 0.1 s that the start need not wait for and the first query should not. */
    prepare: loadGuard,

    /** How many queries ended how: `answered`, or the code of the error. */
    outcomes: (): ReadonlyMap<string, number> => outcomes,
  }

  function counted(error: unknown) {
    count(error instanceof FindbuchError ? error.code : 'failed')
    return error
  }
}

const loadGuard = () => import('./guard.ts')

const isRefused = (error: unknown): error is FindbuchError =>
  error instanceof FindbuchError && error.code === 'query-refused'

const queryTooLong = (limit: number) =>
  new FindbuchError({
    code: 'query-too-long',
    status: 413,
    message: `The query is longer than ${limit} bytes.`,
    details: { limit },
  })

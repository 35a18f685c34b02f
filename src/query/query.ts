import { FindbuchError } from '../errors.ts'
import type { Graph } from '../store/graph.ts'
import type { GraphQuery } from '../store/graph-protocol.ts'
import { guard, type Question } from './guard.ts'
import { explain } from './syntax-error.ts'

export type { Question } from './guard.ts'
export { updateRefused } from './guard.ts'

export type Query = ReturnType<typeof createQuery>

/** The dataset that the protocol gives, in place of the one that the query names (SPARQL 1.1 Protocol, 2.1.4). */
export type Dataset = { defaultGraphs: readonly string[]; namedGraphs: readonly string[] }

export type QueryParts = {
  graph: Pick<Graph, 'query'>
  /** Public URL of the service, without a slash at its end. */
  base: string
  maxQueryBytes: number
  maxResultBytes: number
}

/** SPARQL 1.1 queries, read only and within bounds. */
export function createQuery({ graph, base, maxQueryBytes, maxResultBytes }: QueryParts) {
  const fixed = { baseIri: `${base}/`, maxResultBytes }

  return {
    /**
     * Tells what a text asks for, before anything is carried out.
     *
     * @throws FindbuchError `query-too-long` (413), or as `guard` does
     */
    read(text: string): Question {
      if (Buffer.byteLength(text) > maxQueryBytes) throw queryTooLong(maxQueryBytes)
      return guard(text.replace(/^\ufeff/, ''))
    },

    /**
     * The whole answer as the engine writes it in the media type.
     *
     * @throws FindbuchError `query-syntax` (400) with line and column, `not-representable` (406),
     * or as `Graph.query` does
     */
    async answer(question: Question, mediaType: string, given?: Dataset): Promise<string> {
      const { sparql } = question
      const dataset: GraphQuery['dataset'] = given ?? (question.namesDataset ? 'query' : 'union')
      try {
        const result = await graph.query({ ...fixed, sparql, mediaType, dataset })
        if (mediaType.endsWith('+xml') && isNoXml.test(result)) throw notRepresentable(mediaType)
        return result
      } catch (error) {
        if (!(error instanceof FindbuchError) || error.code !== 'query-refused') throw error
        throw explain(error.message, sparql)
      }
    },
  }
}

/** What the engine writes all the same: characters that XML has not, and properties without a name. */
const isNoXml = /[^\t\n\r -\ufffd]|<oxprefix: /

const notRepresentable = (mediaType: string) =>
  new FindbuchError({
    code: 'not-representable',
    status: 406,
    message: `The result has something that ${mediaType} cannot hold. JSON and Turtle can.`,
  })

const queryTooLong = (limit: number) =>
  new FindbuchError({
    code: 'query-too-long',
    status: 413,
    message: `The query is longer than ${limit} bytes.`,
    details: { limit },
  })

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Query, Question } from '../../query/query.ts'
import { FindbuchError } from '../../errors.ts'
import { contentTypeOf, mediaTypeOf, offerOf, rdfFormats } from '../formats.ts'
import { languageOf } from '../language.ts'
import { rank, type Offer } from '../negotiate.ts'
import { problemResponse, textResponse } from '../openapi.ts'
import { pageHeaders } from '../page-headers.ts'
import { sparqlPage } from '../pages/pages.ts'
import { direct, form, noQuery, queryMediaTypes, readSparqlRequest } from '../sparql-request.ts'

export type SparqlParts = { query: Query; base: string; maxQueryBytes: number }

const solutions: readonly Offer<string>[] = [
  { mediaType: 'application/sparql-results+json', aliases: ['application/json'] },
  { mediaType: 'application/sparql-results+xml', aliases: ['application/xml', 'text/xml'] },
  { mediaType: 'text/csv' },
  { mediaType: 'text/tab-separated-values' },
].map((offer) => ({ ...offer, name: offer.mediaType }))

const graphs: readonly Offer<string>[] = rdfFormats.map((format) => ({
  ...offerOf(format),
  name: mediaTypeOf(format),
}))

const offers: Record<Question['gives'], readonly Offer<string>[]> = {
  solutions,
  graph: graphs,
}

const pageOrQuery = [
  { name: 'query', mediaType: 'application/sparql-results+json' },
  { name: 'page', mediaType: 'text/html' },
] as const

/** The SPARQL 1.1 Protocol, for queries. */
export async function sparqlRoutes(app: FastifyInstance, parts: SparqlParts) {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The protocol is stricter than a schema can say, so the schemas only describe it.
    scope.setValidatorCompiler(() => () => true)
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
    for (const url of ['/sparql', '/sparql/']) {
      const hide = url !== '/sparql'
      const bodyLimit = formLength(parts.maxQueryBytes)
      const handler = (request: FastifyRequest, reply: FastifyReply) =>
        answer(request, reply, parts)
      scope.get(url, { schema: { ...getSchema, hide }, handler })
      scope.post(url, { schema: { ...postSchema, hide }, bodyLimit, handler })
    }
  })
}

/** A form has up to three characters for a byte, and other parameters beside the query. */
const formLength = (bytes: number) => 3 * bytes + 16 * 1024

async function answer(request: FastifyRequest, reply: FastifyReply, parts: SparqlParts) {
  const { accept } = request.headers
  reply.header('vary', 'Accept').header('accept-post', queryMediaTypes.join(', '))
  const { query, dataset } = readSparqlRequest(request)
  if (query === undefined) return sendPage(request, reply, parts)
  const question = parts.query.read(query)
  const [mediaType] = rank(accept, offers[question.gives])
  if (mediaType === undefined) throw notAcceptable(question)
  const gone = whenGone(request)
  const asked = { client: request.ip, signal: gone.signal }
  const result = await parts.query
    .answer(question, { mediaType, dataset, ...asked })
    .finally(gone.forget)
  reply.headers({ 'content-type': contentTypeOf(mediaType), 'cache-control': 'no-cache' })
  return Buffer.from(result.buffer, result.byteOffset, result.byteLength)
}

/** Who closes the connection does not wait for the answer any more. */
function whenGone({ raw: { socket } }: FastifyRequest) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  socket.once('close', abort)
  return { signal: controller.signal, forget: () => socket.off('close', abort) }
}

/** Where a browser asks for nothing, people may write a query. */
function sendPage(request: FastifyRequest, reply: FastifyReply, { base }: SparqlParts) {
  if (rank(request.headers.accept, pageOrQuery)[0] !== 'page') throw noQuery()
  const language = languageOf(request)
  reply.headers({ ...pageHeaders(language), vary: 'Accept, Accept-Language' })
  reply.header('cache-control', 'no-cache')
  return sparqlPage({ base, language })
}

const notAcceptable = ({ gives }: Question) => {
  const mediaTypes = offers[gives].map(({ mediaType }) => mediaType)
  return new FindbuchError({
    code: 'not-acceptable',
    status: 406,
    message: `The result of this query can be had as ${mediaTypes.join(', ')}.`,
    details: { alternatives: mediaTypes.map((mediaType) => ({ mediaType })) },
  })
}

const OneOrMore = Type.Union([Type.String(), Type.Array(Type.String())])

const graphParameters = {
  'default-graph-uri': Type.Optional(
    Type.Unsafe<string | string[]>({
      ...OneOrMore,
      description: 'Graphs that make up the default graph, in place of FROM; may be repeated',
    }),
  ),
  'named-graph-uri': Type.Optional(
    Type.Unsafe<string | string[]>({
      ...OneOrMore,
      description: 'Graphs that GRAPH may ask, in place of FROM NAMED; may be repeated',
    }),
  ),
}
const queryParameter = Type.String({ description: 'A query of SPARQL 1.1' })

const resultTypes = [...solutions, ...graphs].map(({ mediaType }) => mediaType)
const response = {
  200: textResponse('The result', resultTypes),
  default: problemResponse,
}
const description =
  'The default graph is the union of all graphs, unless the query has FROM or the request names graphs. ' +
  'SERVICE and updates are refused.'

const getSchema = {
  tags: ['sparql'],
  summary: 'Ask a SPARQL query; without one, browsers get a form for it',
  description,
  querystring: Type.Object({ query: Type.Optional(queryParameter), ...graphParameters }),
  response: { ...response, 200: textResponse('The result', [...resultTypes, 'text/html']) },
}
const postSchema = {
  tags: ['sparql'],
  summary: 'Ask a SPARQL query',
  description,
  querystring: Type.Object(graphParameters),
  body: {
    content: {
      [form]: { schema: Type.Object({ query: queryParameter, ...graphParameters }) },
      [direct]: { schema: queryParameter },
    },
  },
  response,
}

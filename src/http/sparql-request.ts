import type { FastifyRequest } from 'fastify'
import { FindbuchError } from '../errors.ts'
import type { Dataset } from '../query/query.ts'
import { updateRefused } from '../query/update-refused.ts'

/** A request of the SPARQL 1.1 Protocol (section 2.1). */
export type SparqlRequest = {
  /** Nothing where a GET has no query. */
  query: string | undefined
  /** In place of what the query says with FROM. */
  dataset: Dataset | undefined
}

export const form = 'application/x-www-form-urlencoded'
export const direct = 'application/sparql-query'
const update = 'application/sparql-update'

/** The media types in which a query may be posted. */
export const queryMediaTypes = [form, direct] as const

const maxGraphs = 500

type Request = Pick<FastifyRequest, 'method' | 'url' | 'headers' | 'body'>

/**
 * Takes the parameters from the address and the body, strictly, since a misread query would get a wrong answer.
 *
 * @throws FindbuchError 400 or 415
 */
export function readSparqlRequest(request: Request): SparqlRequest {
  const parameters = parametersOf(searchOf(request.url))
  if (request.method === 'POST') parameters.push(...ofBody(request))
  const valuesOf = (wanted: string) =>
    parameters.flatMap(([name, value]) => (name === wanted ? value : []))
  if (valuesOf('update').length > 0) throw updateRefused()
  const [query, ...others] = valuesOf('query')
  if (others.length > 0) throw bad('two-queries', 'The request has more than one query.')
  if (query === undefined && request.method === 'POST') throw noQuery()
  const defaultGraphs = valuesOf('default-graph-uri')
  const namedGraphs = valuesOf('named-graph-uri')
  if (defaultGraphs.length + namedGraphs.length === 0) return { query, dataset: undefined }
  checkGraphs([...defaultGraphs, ...namedGraphs])
  return { query, dataset: { defaultGraphs, namedGraphs } }
}

export const noQuery = () => bad('no-query', 'The request has no parameter "query".')

function ofBody({ headers, body }: Request): [string, string][] {
  const [mediaType = '', ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  if (mediaType === update) throw updateRefused()
  if (mediaType !== form && mediaType !== direct) throw unsupported('media type', mediaType)
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8)
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) throw unsupported('charset', charset)
  const coding = headers['content-encoding']
  if (coding !== undefined && coding !== 'identity') throw unsupported('content coding', coding)
  const text = decode(body)
  return mediaType === form ? parametersOf(text) : [['query', text]]
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(body: unknown) {
  try {
    return utf8.decode(body instanceof Uint8Array ? body : new Uint8Array())
  } catch (error) {
    if (error instanceof TypeError) throw bad('not-utf-8', 'The body is not UTF-8.')
    throw error
  }
}

const searchOf = (url: string) => (url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')

/** URLSearchParams would put U+FFFD for what is not UTF-8, and leave "%" as it is where it means nothing. */
const parametersOf = (encoded: string): [string, string][] =>
  encoded.split('&').flatMap((pair): [string, string][] => {
    if (pair === '') return []
    const [name = '', ...value] = pair.split('=')
    return [[decodePart(name), decodePart(value.join('='))]]
  })

function decodePart(part: string) {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    throw bad('not-utf-8', 'A parameter is not percent-encoded UTF-8.')
  }
}

const absoluteIri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\p{Cc} <>"{}|^`\\]*$/u

function checkGraphs(graphs: readonly string[]) {
  if (graphs.length > maxGraphs) throw bad('bad-graph', `More than ${maxGraphs} graphs are named.`)
  const wrong = graphs.find((graph) => !absoluteIri.test(graph))
  if (wrong !== undefined) throw bad('bad-graph', `${JSON.stringify(wrong)} is no absolute IRI.`)
}

const bad = (code: string, message: string) => new FindbuchError({ code, status: 400, message })

const unsupported = (what: string, value: string) =>
  new FindbuchError({
    code: 'unsupported-media-type',
    status: 415,
    message:
      `The ${what} ${JSON.stringify(value)} cannot be read here. ` +
      `A query is posted as ${queryMediaTypes.join(' or ')}, in UTF-8.`,
    details: { mediaTypes: queryMediaTypes },
  })

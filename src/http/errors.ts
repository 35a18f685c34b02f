import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { FindbuchError } from '../errors.ts'
import { languageOf } from './language.ts'
import { rank } from './negotiate.ts'
import { pageHeaders } from './page-headers.ts'
import { problemPage } from './pages/pages.ts'
import { methodUnknown, noSuchPath, problemOf, toFindbuchError } from './problem.ts'

const mediaType = 'application/problem+json'

const offers = [
  { name: 'problem', mediaType, aliases: ['application/json'] },
  { name: 'page', mediaType: 'text/html' },
] as const

/** Also where an address is so wrong that no route and no hook sees it. */
const always = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' }

/** Headers of the answer that there would have been. */
const outdated = ['etag', 'last-modified', 'content-location', 'content-language', 'cache-control']

/** Makes every error a problem document, or a page if that is what the client reads. */
export function answerErrors(app: FastifyInstance, { base }: { base: string }) {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, base))
  app.setNotFoundHandler((request, reply) => {
    const known = app.supportedMethods.includes(request.method)
    sendError(known ? noSuchPath() : methodUnknown(request.method), request, reply, base)
  })
}

export function sendError(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  base: string,
) {
  const error = toFindbuchError(thrown)
  if (error.status === 500) request.log.error({ err: thrown }, 'request failed')
  for (const header of outdated) reply.removeHeader(header)
  const { retryAfterSeconds } = error
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  const problem = problemOf(error, pathOf(request.url))
  reply.code(error.status).headers(always).header('cache-control', 'no-store')
  if (rank(request.headers.accept, offers)[0] !== 'page') {
    reply.header('content-type', mediaType).send(Buffer.from(JSON.stringify(problem)))
    return
  }
  const language = languageOf(request)
  reply.headers(pageHeaders(language)).send(problemPage({ base, language, ...problem }))
}

export const pathOf = (url: string) => url.split('?', 1).join()

/** Answers what is no request of HTTP, for which there is no route and no reply. */
export function answerBadRequest(error: Error & { code?: string }, socket: Socket) {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const failure = badRequests[error.code ?? ''] ?? unreadable
  const problem = problemOf(failure, '')
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nContent-Type: ${mediaType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n` +
      `Access-Control-Allow-Origin: *\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
  )
}

const unreadable = new FindbuchError({
  code: 'bad-request',
  status: 400,
  message: 'This is no HTTP request that can be read.',
})

const badRequests: Record<string, FindbuchError> = {
  HPE_HEADER_OVERFLOW: new FindbuchError({
    code: 'headers-too-large',
    status: 431,
    message: 'The address and the headers of the request are too long. Long queries go by POST.',
  }),
  ERR_HTTP_REQUEST_TIMEOUT: new FindbuchError({
    code: 'request-timeout',
    status: 408,
    message: 'The request did not arrive in time.',
  }),
}

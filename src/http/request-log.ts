import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from './errors.ts'

/** One line for each request, without query, headers and body: nothing secret. */
export function logRequests(app: FastifyInstance) {
  app.addHook('onResponse', (request, reply, done) => {
    logRequest(request, reply)
    done()
  })
}

const longestPath = 500

export function logRequest(
  { method, url, log }: FastifyRequest,
  { statusCode: status, elapsedTime }: FastifyReply,
) {
  const path = pathOf(url).slice(0, longestPath)
  log.info({ method, path, status, ms: Math.round(elapsedTime * 10) / 10 }, 'request')
}

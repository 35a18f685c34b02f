import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics/metrics.ts'
import { problemResponse, textResponse } from '../openapi.ts'

/** What Prometheus scrapes. */
export function metricsRoutes(app: FastifyInstance, { mediaType, text }: Metrics) {
  app.get('/metrics', {
    schema: {
      tags: ['operation'],
      summary: 'Measurements of the service, for Prometheus',
      response: {
        200: textResponse('In the text format of Prometheus', ['text/plain']),
        default: problemResponse,
      },
    },
    async handler(_, reply) {
      reply.headers({ 'content-type': mediaType, 'cache-control': 'no-store' })
      return Buffer.from(await text())
    },
  })
}

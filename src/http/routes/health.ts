import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { FindbuchError } from '../../errors.ts'
import { problemResponse } from '../openapi.ts'
import { readinessOf, type PartReadiness, type ReadinessParts } from '../readiness.ts'

const Live = Type.Object({ live: Type.Literal(true) })

const Ready = Type.Object({
  ready: Type.Boolean(),
  parts: Type.Object({
    record: Type.Object({ ready: Type.Boolean(), revision: Type.Integer() }),
    index: Type.Object({
      ready: Type.Boolean(),
      state: Type.String(),
      replicas: Type.Integer({ description: 'Threads that are up; one suffices' }),
      wanted: Type.Integer({ description: 'Threads that there should be' }),
      revision: Type.Integer({ description: 'What it has taken up of the record' }),
      quads: Type.Integer(),
      running: Type.Integer({ description: 'Queries that are being carried out' }),
      waiting: Type.Integer({ description: 'Queries that wait' }),
    }),
  }),
})

/** For operators and for whatever restarts or routes around the process. */
export function healthRoutes(app: FastifyInstance, parts: ReadinessParts) {
  app.get('/health/live', {
    schema: {
      summary: 'Whether the process runs',
      tags: ['operation'],
      response: { 200: { description: 'It does', content: json(Live) }, default: problemResponse },
    },
    handler: (_, reply) => reply.headers(uncached).send({ live: true }),
  })
  app.get('/health/ready', {
    schema: {
      tags: ['operation'],
      summary: 'Whether all parts are ready for requests',
      response: {
        200: { description: 'They are', content: json(Ready) },
        503: {
          ...problemResponse,
          description: 'A part is not; the problem names it and says why',
        },
        default: problemResponse,
      },
    },
    handler({ log }, reply) {
      const readiness = readinessOf(parts, log)
      if (!readiness.record.ready || !readiness.index.ready) throw notReady(readiness)
      return reply.headers(uncached).send({ ready: true, parts: readiness })
    },
  })
}

const json = (schema: object) => ({ 'application/json': { schema } })
const uncached = { 'cache-control': 'no-store' }

function notReady(parts: Record<string, PartReadiness>) {
  const reasons = Object.entries(parts).flatMap(([part, { ready, reason }]) =>
    ready ? [] : `The ${part} is not ready: ${reason}`,
  )
  return new FindbuchError({
    code: 'not-ready',
    status: 503,
    message: reasons.join(' '),
    details: { ready: false, parts },
    retryAfterSeconds: 2,
  })
}

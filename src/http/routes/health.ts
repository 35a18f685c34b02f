import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Catalogue } from '../../catalogue/catalogue.ts'
import { FindbuchError } from '../../errors.ts'
import { problemResponse } from '../openapi.ts'

export type HealthParts = {
  catalogue: Catalogue
  /** How far the index is. */
  status(): { state: string; revision: number; quads: number; waiting: number }
}

const Live = Type.Object({ live: Type.Literal(true) })

const Ready = Type.Object({
  ready: Type.Boolean(),
  parts: Type.Object({
    record: Type.Object({ ready: Type.Boolean(), revision: Type.Integer() }),
    index: Type.Object({
      ready: Type.Boolean(),
      state: Type.String(),
      revision: Type.Integer({ description: 'What it has taken up of the record' }),
      quads: Type.Integer(),
      waiting: Type.Integer({ description: 'Queries that run or wait' }),
    }),
  }),
})

/** For operators and for whatever restarts or routes around the process. */
export function healthRoutes(app: FastifyInstance, { catalogue, status }: HealthParts) {
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
        503: { ...problemResponse, description: 'A part is not; the problem names it' },
        default: problemResponse,
      },
    },
    handler(_, reply) {
      const { state, revision, quads, waiting } = status()
      const parts = {
        record: { ready: true, revision: catalogue.revision() },
        index: { ready: state === 'ready', state, revision, quads, waiting },
      }
      if (!parts.index.ready) throw notReady(parts)
      return reply.headers(uncached).send({ ready: true, parts })
    },
  })
}

const json = (schema: object) => ({ 'application/json': { schema } })
const uncached = { 'cache-control': 'no-store' }

const notReady = (parts: object) =>
  new FindbuchError({
    code: 'not-ready',
    status: 503,
    message: 'The SPARQL index is not ready. Everything else is served.',
    details: { ready: false, parts },
    retryAfterSeconds: 2,
  })

import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { Type, type Static } from 'typebox'
import { mediaTypeOf, suffixesOf, type Format } from './formats.ts'
import { Problem } from './problem.ts'

export const idParameter = Type.String({
  pattern: '^[a-z0-9-]+$',
  description: 'The id of the resource',
})

export const suffixParameter = (formats: readonly Format[]) =>
  Type.String({
    enum: formats.flatMap(suffixesOf),
    description: 'Names the format, whatever the Accept header says',
  })

/** Pages for people come in German and English. */
export const PageQuery = Type.Object({
  lang: Type.Optional(
    Type.String({
      description: 'Language of the page, `de` or `en`, in place of the Accept-Language header',
    }),
  ),
})
export type PageQuery = Static<typeof PageQuery>

const Text = Type.String()

export const problemResponse = {
  description: 'The request failed; `type` says why',
  content: { 'application/problem+json': { schema: Problem } },
}

/** An answer in one of several media types, as text. */
export const textResponse = (description: string, mediaTypes: readonly string[]) => ({
  description,
  content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: Text }])),
})

export const documentResponses = (formats: readonly Format[]) => ({
  200: textResponse('In the format that was asked for', formats.map(mediaTypeOf)),
  304: { description: 'Not changed since the client last got it', type: 'null' },
  default: problemResponse,
})

/** Describes all routes that are registered after it, at `/openapi.json` and, for people, at `/docs`. */
export async function describeRoutes(app: FastifyInstance, { base }: { base: string }) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Findbuch',
        version: '1',
        description:
          'An open-data catalogue that keeps DCAT-AP.de metadata as linked data. ' +
          'What is served as RDF has a strong ETag and answers HEAD like GET.',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: base }],
      tags: [
        { name: 'catalogues', description: 'Where to begin' },
        { name: 'resources', description: 'Datasets, series, data services and catalogues by id' },
        { name: 'feed', description: 'For portals that harvest' },
        { name: 'sparql', description: 'Questions to all data' },
        { name: 'operation', description: 'For those who run the service or program with it' },
      ],
    },
  })
  app.get('/openapi.json', {
    schema: {
      tags: ['operation'],
      summary: 'This description of the interface',
      response: {
        200: textResponse('OpenAPI 3.1', ['application/json']),
        default: problemResponse,
      },
    },
    handler: () => app.swagger(),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: new URL(base).pathname.replace(/\/$/, ''),
    staticCSP: documentationPolicy,
    theme: { title: 'Findbuch' },
  })
}

/** Swagger UI sets styles of elements, and its icons are data: URLs; nothing comes from other hosts. */
const documentationPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

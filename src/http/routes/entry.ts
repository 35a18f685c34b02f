import type { FastifyInstance } from 'fastify'
import type { SendDocument } from '../document-sender.ts'
import { documentRoutes } from '../document-routes.ts'
import { cataloguesDocument, entryDocument, type EntryParts } from '../entry-document.ts'
import { formats } from '../formats.ts'
import { PageQuery } from '../openapi.ts'

/** Where people and programs begin: the service itself, and its catalogues. */
export function entryRoutes(app: FastifyInstance, parts: EntryParts & { send: SendDocument }) {
  const common = { formats, querystring: PageQuery, tags: ['catalogues'] }
  documentRoutes(app, parts.send, {
    ...common,
    path: '/',
    pathWithSuffix: '/index.:suffix',
    summary: 'The service, with its SPARQL endpoint and its catalogues',
    documentOf: () => entryDocument(parts),
  })
  documentRoutes(app, parts.send, {
    ...common,
    path: '/catalogues',
    summary: 'All catalogues',
    documentOf: () => cataloguesDocument(parts),
  })
}

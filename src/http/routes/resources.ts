import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Catalogue, Resource } from '../../catalogue/catalogue.ts'
import { pageOf, paths, type DescribedKind } from '../../catalogue/paths.ts'
import { FindbuchError } from '../../errors.ts'
import type { SendDocument } from '../document-sender.ts'
import { documentRoutes } from '../document-routes.ts'
import { formats, rdfFormats } from '../formats.ts'
import { PageQuery } from '../openapi.ts'
import { noSuchPath } from '../problem.ts'
import {
  isDescribed,
  recordDocument,
  resourceDocument,
  type Described,
} from '../resource-document.ts'

const summaries: Record<DescribedKind, string> = {
  dataset: 'One dataset',
  series: 'One dataset series',
  service: 'One data service',
  catalogue: 'One catalogue',
}
const kinds = ['dataset', 'series', 'service', 'catalogue'] as const

export type ResourceParts = { catalogue: Catalogue; base: string; send: SendDocument }

/** Each resource at its own page, and what the catalogue knows of it in its record. */
export function resourceRoutes(app: FastifyInstance, parts: ResourceParts) {
  for (const kind of kinds) {
    resourceRoute(app, kind, parts)
    if (kind !== 'catalogue') recordRoute(app, kind, parts)
  }
}

function resourceRoute(app: FastifyInstance, kind: DescribedKind, parts: ResourceParts) {
  const { catalogue, base, send } = parts
  documentRoutes(app, send, {
    path: `/${paths[kind]}/:id`,
    summary: summaries[kind],
    tags: ['resources'],
    formats,
    querystring: PageQuery,
    responses: { 308: { description: 'The resource is of another kind, and there' } },
    documentOf({ id }) {
      const resource = whereverItIs(catalogue, kind, id)
      if (resource.kind !== kind) return { movedTo: pageOf(base, resource.kind, id) }
      return resourceDocument(resource, parts)
    },
  })
}

function recordRoute(app: FastifyInstance, kind: DescribedKind, parts: ResourceParts) {
  const { catalogue, base, send } = parts
  documentRoutes(app, send, {
    path: `/${paths[kind]}/:id/record`,
    summary: `${summaries[kind]}: its catalogue record`,
    tags: ['resources'],
    formats: rdfFormats,
    querystring: Type.Object({}),
    documentOf({ id }) {
      const page = pageOf(base, kind, catalogue.get(kind, id).id)
      const record = catalogue.byIri(`${page}/record`)
      if (!record || record.deleted) throw noSuchPath()
      return recordDocument(record, { catalogue, page })
    },
  })
}

/** Ids are unique over all kinds, so what is asked for under the wrong one can be found. */
function whereverItIs(catalogue: Catalogue, kind: DescribedKind, id: string): Described {
  try {
    return described(catalogue.get(kind, id))
  } catch (error) {
    if (!isNotFound(error)) throw error
    const other = kinds.find((candidate) => isThere(catalogue, candidate, id))
    if (other === undefined) throw error
    return described(catalogue.get(other, id))
  }
}

function described(resource: Resource): Described {
  if (!isDescribed(resource)) throw noSuchPath()
  return resource
}

function isThere(catalogue: Catalogue, kind: DescribedKind, id: string) {
  try {
    catalogue.get(kind, id)
    return true
  } catch (error) {
    if (error instanceof FindbuchError) return false
    throw error
  }
}

const isNotFound = (error: unknown) => error instanceof FindbuchError && error.code === 'not-found'

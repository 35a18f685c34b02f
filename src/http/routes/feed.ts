import type { FastifyInstance } from 'fastify'
import type { Catalogue } from '../../catalogue/catalogue.ts'
import { pageOf } from '../../catalogue/paths.ts'
import type { SendDocument } from '../document-sender.ts'
import { documentRoutes } from '../document-routes.ts'
import { feedDocument } from '../feed-document.ts'
import { feedFormats } from '../formats.ts'
import { FeedQuery, maxPageSize } from '../paging.ts'

export type FeedParts = {
  catalogue: Catalogue
  base: string
  send: SendDocument
  /** Resources on a page where the client does not say. */
  pageSize: number
}

const description =
  'Pages of complete descriptions, RDF/XML where no format is asked for. Follow `hydra:next` (or the Link header) ' +
  'until there is none. Triples that RDF/XML cannot express are left out there, and triples about pages everywhere.'

/** The feed of everything, and that of each catalogue. */
export function feedRoutes(app: FastifyInstance, { catalogue, base, send, pageSize }: FeedParts) {
  const common = { formats: feedFormats, querystring: FeedQuery, description, tags: ['feed'] }
  const { log } = app

  documentRoutes(app, send, {
    ...common,
    path: '/catalog',
    summary: 'The feed of all datasets, series and data services',
    documentOf({ query, suffix }) {
      const iri = `${base}/catalog`
      return feedDocument({ catalogue, log, iri, path: iri, suffix, ...choices(query) })
    },
  })
  documentRoutes(app, send, {
    ...common,
    path: '/catalogues/:id/catalog',
    summary: 'The feed of one catalogue',
    documentOf({ id, query, suffix }) {
      const { iri } = catalogue.get('catalogue', id)
      const path = `${pageOf(base, 'catalogue', id)}/catalog`
      return feedDocument({ catalogue, log, iri, id, path, suffix, ...choices(query) })
    },
  })

  const choices = ({ page = 1, after, size, paging }: FeedQuery) => ({
    page,
    after,
    paging,
    size: size === undefined ? undefined : Math.min(size, maxPageSize),
    pageSize,
  })
}

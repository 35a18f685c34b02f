import { createHash } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Catalogue, Resource } from '../catalogue/catalogue.ts'
import { FindbuchError } from '../errors.ts'
import type { Document } from './document.ts'
import { describeFeed, frameTriples } from './feed-frame.ts'
import { readMembers, writeFeedPage } from './feed-page.ts'
import { feedFormats } from './formats.ts'
import { addressOf, lastPageOf, pageLinks, pagesAround, type Place } from './paging.ts'

export type FeedRequest = {
  catalogue: Catalogue
  log: FastifyBaseLogger
  /** The IRI of the catalogue whose feed this is, and its id unless it is the feed of all. */
  iri: string
  id?: string
  /** Absolute address of the feed, without suffix. */
  path: string
  suffix: string | undefined
  page: number
  after: number | undefined
  /** Resources on a page: as the client wants it, and otherwise. */
  size: number | undefined
  pageSize: number
  paging: 'legacy' | undefined
}

/**
 * One page of a feed.
 *
 * @throws FindbuchError `no-such-page` (404) past the last one
 */
export function feedDocument(request: FeedRequest): Document {
  const { catalogue, iri, id, path, suffix, page, after, size, paging, log } = request
  const itemsPerPage = size ?? request.pageSize
  const totalItems = catalogue.countEntries(id)
  if (after === undefined && page > lastPageOf(totalItems, itemsPerPage)) throw noSuchPage(page)
  const offset = after === undefined ? (page - 1) * itemsPerPage : 0
  const limit = itemsPerPage + 1
  const found = catalogue.entries({ catalogue: id, after, offset, limit })
  const resources = found.slice(0, itemsPerPage)
  const nextAfter = found.length === limit ? resources.at(-1)?.seq : undefined
  const description = describeFeed(catalogue, { iri, id })
  const at = (ending: string): Place => {
    return { path: path + ending, page, after, nextAfter, itemsPerPage, totalItems, size, paging }
  }
  const pages = pagesAround(at(suffix === undefined ? '' : `.${suffix}`))
  const frame = frameTriples(
    { catalogue: iri, ...pages },
    { description, members: resources, paging },
  )
  const tag = tagOf(frame, resources)

  return {
    href: (ending) => addressOf(at(ending), page, after),
    formats: feedFormats,
    links: () => pageLinks(pages),
    version: () => tag,
    tag: () => tag,
    render(format) {
      if (format === 'html') throw new TypeError('A feed has no page for people.')
      const members = readMembers(catalogue, resources)
      return writeFeedPage({ syntax: format, catalogue: iri, frame, members }, log)
    },
  }
}

/** The links in a page are part of it, so a page has other tags under other addresses. */
const tagOf = (frame: string, resources: readonly Resource[]) =>
  createHash('sha256')
    .update(frame)
    .update(resources.map(({ hash }) => hash).join())
    .digest('hex')
    .slice(0, 32)

const noSuchPage = (page: number) =>
  new FindbuchError({
    code: 'no-such-page',
    status: 404,
    message: `The feed has no page ${page}.`,
  })

import { Type, type Static } from 'typebox'
import type { Frame } from './feed-frame.ts'

export const maxPageSize = 1000

export const FeedQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, description: 'Number of the page, from 1' })),
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        'Where the page begins, as the link to it says; so nothing is missed if something is deleted meanwhile',
    }),
  ),
  size: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: `Resources on a page; more than ${maxPageSize} are taken for ${maxPageSize}`,
    }),
  ),
  paging: Type.Optional(
    Type.Literal('legacy', {
      description:
        'Links in the older terms of Hydra and as literals, for harvesters that know no hydra:PartialCollectionView',
    }),
  ),
})
export type FeedQuery = Static<typeof FeedQuery>

/** A page among the pages of a feed; what the client has said stays in the links. */
export type Place = {
  /** Absolute address of the feed, with the suffix that the client has used. */
  path: string
  page: number
  /** What the page follows on, where the link to it has said so. */
  after: number | undefined
  /** What the next page follows on, if there is one. */
  nextAfter: number | undefined
  itemsPerPage: number
  totalItems: number
  size: number | undefined
  paging: 'legacy' | undefined
}

/** An empty feed has one page. */
export const lastPageOf = (totalItems: number, itemsPerPage: number) =>
  Math.max(1, Math.ceil(totalItems / itemsPerPage))

/** All state is in the query, so that every page has the same path: piveau builds links from parts. */
export function addressOf({ path, size, paging }: Place, page: number, after?: number) {
  const query = new URLSearchParams({
    ...(paging === undefined ? {} : { paging }),
    ...(size === undefined ? {} : { size: String(size) }),
    page: String(page),
    ...(after === undefined ? {} : { after: String(after) }),
  })
  return `${path}?${query.toString()}`
}

export type Pages = Pick<
  Frame,
  'page' | 'first' | 'previous' | 'next' | 'last' | 'totalItems' | 'itemsPerPage'
>

export function pagesAround(place: Place): Pages {
  const { page, after, nextAfter, itemsPerPage, totalItems } = place
  const last = lastPageOf(totalItems, itemsPerPage)
  return {
    page: addressOf(place, page, after),
    first: addressOf(place, 1),
    previous: page > 1 ? addressOf(place, page - 1) : undefined,
    next: nextAfter === undefined ? undefined : addressOf(place, page + 1, nextAfter),
    last: addressOf(place, last),
    totalItems,
    itemsPerPage,
  }
}

/** The same as values of the Link header (RFC 8288). */
export const pageLinks = ({ first, previous, next, last }: Pages): string[] =>
  Object.entries({ first, prev: previous, next, last }).flatMap(([relation, target]) =>
    target === undefined ? [] : `<${target}>; rel="${relation}"`,
  )

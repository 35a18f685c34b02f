import type { Syntax } from '../../src/rdf/syntax.ts'
import { catalogue, catalogueIri, documentParts } from './generator.ts'
import { about, name, node, quoted, typed } from './statements.ts'

export type FeedOptions = {
  datasets: number
  pageSize: number
  syntax: Syntax
  /** `legacy` says hydra:PagedCollection with literals, as portals did before ckanext-dcat 2.1. */
  paging: 'view' | 'legacy'
  seed: number
}

export const pageCount = ({ datasets, pageSize }: FeedOptions) =>
  Math.max(1, Math.ceil(datasets / pageSize))

/** Where a page of the feed is: all state in the query, as some harvesters keep nothing else. */
export type Place = { url: string; page: number; version: number }

const pageUrl = ({ url, version }: Place, page: number) =>
  `${url}?${version > 0 ? `version=${version}&` : ''}page=${page}`

/** One page of the feed: the catalogue, how to go on, and its datasets in full. */
export function feedPage(place: Place, options: FeedOptions): string {
  const { datasets, pageSize, syntax, seed, paging } = options
  const start = (place.page - 1) * pageSize
  const head = catalogue + (paging === 'legacy' ? legacy(place, options) : view(place, options))
  const count = Math.min(pageSize, datasets - start)
  const { version } = place
  return [...documentParts(head, { count, start, seed, version, syntax })].join('')
}

/** The pages to go to from here; there is no next one on the last, nor a previous one on the first. */
function neighbours(place: Place, options: FeedOptions) {
  const last = pageCount(options)
  const at = (page: number) => (page >= 1 && page <= last ? [pageUrl(place, page)] : [])
  return { first: at(1), previous: at(place.page - 1), next: at(place.page + 1), last: at(last) }
}

/** What Hydra says today: links between views of one collection. */
function view(place: Place, options: FeedOptions): string {
  const { first, previous, next, last } = neighbours(place, options)
  const page = node(pageUrl(place, place.page))
  const collection = about(node(catalogueIri), {
    'rdf:type': name('hydra:Collection'),
    'hydra:totalItems': typed(options.datasets, 'xsd:integer'),
    'hydra:view': page,
  })
  const links = about(page, {
    'rdf:type': name('hydra:PartialCollectionView'),
    'hydra:first': first.map(node),
    'hydra:previous': previous.map(node),
    'hydra:next': next.map(node),
    'hydra:last': last.map(node),
  })
  return collection + links
}

function legacy(place: Place, options: FeedOptions): string {
  const { first, previous, next, last } = neighbours(place, options)
  return about(node(pageUrl(place, place.page)), {
    'rdf:type': name('hydra:PagedCollection'),
    'hydra:totalItems': typed(options.datasets, 'xsd:integer'),
    'hydra:itemsPerPage': typed(options.pageSize, 'xsd:integer'),
    'hydra:first': first.map(quoted),
    'hydra:firstPage': first.map(quoted),
    'hydra:previous': previous.map(quoted),
    'hydra:previousPage': previous.map(quoted),
    'hydra:next': next.map(quoted),
    'hydra:nextPage': next.map(quoted),
    'hydra:last': last.map(quoted),
    'hydra:lastPage': last.map(quoted),
  })
}

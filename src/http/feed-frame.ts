import type { Catalogue } from '../catalogue/catalogue.ts'
import { readStatements } from '../rdf/statement.ts'
import { prefixes } from '../rdf/vocabulary.ts'
import { serviceTriples } from './service.ts'
import { integer, iri, name, text, storedForm, triple, type } from './statements.ts'

/** One page of a feed, and where the others are; all addresses are absolute. */
export type Frame = {
  /** The IRI of the catalogue. */
  catalogue: string
  page: string
  first: string
  previous: string | undefined
  next: string | undefined
  last: string
  totalItems: number
  itemsPerPage: number
}

type Member = { iri: string; kind: string }

/** What says on a page of the feed which catalogue it belongs to and where the next one is. */
export function frameTriples(frame: Frame, { description, members, paging }: Content): string {
  const catalogue = iri(frame.catalogue)
  const lines = [
    ...description,
    triple(catalogue, type, name('dcat', 'Catalog')),
    ...members.map((member) => triple(catalogue, membership(member), iri(member.iri))),
    ...(paging === 'legacy' ? legacyPaging(frame) : partialView(frame)),
  ]
  return storedForm(lines)
}

export type Content = {
  /** What is said of the catalogue itself. */
  description: readonly string[]
  /** The resources on this page. */
  members: readonly Member[]
  paging: 'legacy' | undefined
}

/** As the records have it: a series is a dataset, too. */
const membership = ({ kind }: Member) => name('dcat', kind === 'service' ? 'service' : 'dataset')

/** Hydra's present terms. piveau prefers a hydra:PagedCollection wherever it sees one, so there is none. */
function partialView(frame: Frame): string[] {
  const [catalogue, page] = [iri(frame.catalogue), iri(frame.page)]
  return [
    triple(catalogue, type, name('hydra', 'Collection')),
    triple(catalogue, name('hydra', 'totalItems'), integer(frame.totalItems)),
    triple(catalogue, name('hydra', 'view'), page),
    triple(page, type, name('hydra', 'PartialCollectionView')),
    ...steps.flatMap((step) => {
      const target = frame[step]
      return target === undefined ? [] : triple(page, name('hydra', step), iri(target))
    }),
  ]
}

/** As ckanext-dcat writes it: links are literals, under Hydra's older terms and its present ones. */
function legacyPaging(frame: Frame): string[] {
  const page = iri(frame.page)
  return [
    triple(page, type, name('hydra', 'PagedCollection')),
    triple(page, name('hydra', 'totalItems'), integer(frame.totalItems)),
    triple(page, name('hydra', 'itemsPerPage'), integer(frame.itemsPerPage)),
    ...steps.flatMap((step) => {
      const target = frame[step]
      return target === undefined
        ? []
        : [step, `${step}Page`].map((term) => triple(page, name('hydra', term), text(target)))
    }),
  ]
}

const steps = ['first', 'previous', 'next', 'last'] as const

/**
 * What a feed says of its catalogue: what the catalogue's own graph says, except for its members, which
 * are those of the page. The feed of everything speaks for the only catalogue, if there is but one.
 */
export function describeFeed(
  catalogue: Catalogue,
  { iri: feed, id }: { iri: string; id?: string | undefined },
): string[] {
  const known = catalogue.catalogues()
  const [only, ...others] = id === undefined ? known : known.filter((one) => one.id === id)
  if (only === undefined || others.length > 0) return serviceTriples(feed)
  const subject = iri(only.iri)
  return readStatements(catalogue.graph(only))
    .filter((said) => !speaksOfPages(said.predicate) && !speaksOfPages(said.object))
    .filter((said) => said.subject !== subject || !isMembership.has(said.predicate))
    .map((said) =>
      triple(said.subject === subject ? iri(feed) : said.subject, said.predicate, said.object),
    )
}

const isMembership = new Set(
  ['dataset', 'service', 'record', 'catalog', 'resource'].map((local) => name('dcat', local)),
)

/** Whoever reads a feed takes the first page node that it meets for that of the page. */
export const speaksOfPages = (term: string) => term.startsWith(`<${prefixes.hydra}`)

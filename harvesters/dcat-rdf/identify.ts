import type { Quad } from '@rdfjs/types'
import type { Context, HarvestedKind, Identity } from '../../src/harvest/harvester.ts'
import { adms, dcat, dct, skos } from '../../src/rdf/vocabulary.ts'
import { keyOf, type Page } from './page.ts'

export type Identified = Identity & {
  /** The IRI that the source gave it, if that could not be kept. */
  origin?: string
  /** Nothing lasting names it. */
  weak?: boolean
}

type Root = { key: string; kind: HarvestedKind; madeUpBase: string | undefined }

/**
 * The IRI of a resource for ever. An absolute http(s) IRI is kept; without one it is made from what
 * stays the same from run to run whatever the labels of blank nodes are.
 */
export function identify(
  page: Page,
  { key, kind, madeUpBase }: Root,
  { keep, mint }: Context['identity'],
): Identified {
  const isRelative = madeUpBase !== undefined && key.startsWith(madeUpBase)
  if (isRelative) return mint(kind, key.slice(madeUpBase.length))
  if (/^https?:/i.test(key)) return keep(key)
  if (!key.startsWith('_:')) return { ...mint(kind, key), origin: key }
  const value = lastingKey(page, key)
  return value === undefined
    ? { ...mint(kind, contentKey(page, key)), weak: true }
    : mint(kind, value)
}

/** dct:identifier, else adms:identifier, else landing page or access URL with the title, else the title. */
function lastingKey(page: Page, key: string): string | undefined {
  const values = (subject: string, predicate: { value: string }) =>
    page
      .about(subject)
      .filter((quad) => quad.predicate.value === predicate.value)
      .map(({ object }) => object)
  const first = (objects: Quad['object'][]) =>
    objects
      .filter(({ termType, value }) => termType !== 'BlankNode' && value !== '')
      .map(({ value }) => value)
      .sort()[0]
  const over = (predicate: { value: string }, inner: { value: string }) =>
    values(key, predicate).flatMap((node) => values(keyOf(node), inner))

  const identifier =
    first(values(key, dct('identifier'))) ?? first(over(adms('identifier'), skos('notation')))
  if (identifier !== undefined) return identifier
  const address =
    first(values(key, dcat('landingPage'))) ?? first(over(dcat('distribution'), dcat('accessURL')))
  const title = first(values(key, dct('title')))
  return address === undefined && title === undefined
    ? undefined
    : [address, title].filter(Boolean).join('\n')
}

/** The resource has nothing that names it: its literals have to do, and a change of them makes it another. */
const contentKey = (page: Page, key: string) =>
  page
    .about(key)
    .filter(({ object }) => object.termType !== 'BlankNode')
    .map(({ predicate, object }) => `${predicate.value} ${object.value}`)
    .sort()
    .join('\n')

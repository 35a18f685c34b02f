import type { NamedNode, Quad, Term } from '@rdfjs/types'
import { FindbuchError } from '../../src/errors.ts'
import type {
  Context,
  HarvestedKind,
  HarvestedResource,
  Notice,
  Repeated,
} from '../../src/harvest/harvester.ts'
import type { Triple } from '../../src/rdf/canonical.ts'
import { Iri } from '../../src/rdf/terms.ts'
import { dcat } from '../../src/rdf/vocabulary.ts'
import { describe, kindOf } from './describe.ts'
import { identify, type Identified } from './identify.ts'
import { keyOf, type Page } from './page.ts'

type Root = { key: string; kind: HarvestedKind }

/** What the pages of one feed have in common. */
export type Feed = {
  identity: Context['identity']
  catalogueIri: string
  /** IRIs of the resources so far. */
  seen: Set<string>
}

/** The resources of one page; returns, when it is through, how many triples belong to none, by type. */
export function* mapPage(
  page: Page,
  feed: Feed,
  madeUpBase?: string,
): Generator<HarvestedResource | Repeated, Record<string, number>> {
  const taken = new Set<string>()
  const here = new Set<string>()
  const roots = rootsOf(page)
  const identities = new Map(
    roots
      .filter(({ kind }) => kind !== 'catalogue')
      .map(({ key, kind }) => [key, identify(page, { key, kind, madeUpBase }, feed.identity)]),
  )
  const rename = renamer(identities)
  const catalogue = mainCatalogue(page, roots)
  if (catalogue !== undefined && !feed.seen.has(feed.catalogueIri)) {
    feed.seen.add(feed.catalogueIri)
    here.add(feed.catalogueIri)
    yield orBroken({ kind: 'catalogue', iri: feed.catalogueIri }, () =>
      takeCatalogue(page, catalogue, { feed, here, taken, rename }),
    )
  }
  for (const { key, kind } of roots) {
    const identity = identities.get(key)
    if (identity) yield take(page, { key, kind, identity }, { feed, here, taken, rename })
  }
  return unassigned(page, taken)
}

const rootsOf = (page: Page): Root[] =>
  Array.from(page.typed(), ([key, types]) => ({ key, kind: kindOf(types) })).filter(
    (root): root is Root => root.kind !== undefined,
  )

type Taking = {
  feed: Feed
  /** What the resources of this page are called. */
  here: Set<string>
  /** Subjects that belong to a resource. */
  taken: Set<string>
  rename(triple: Triple): Triple
}

function take(
  page: Page,
  { key, kind, identity }: Root & { identity: Identified },
  { feed, here, taken, rename }: Taking,
): HarvestedResource | Repeated {
  const { iri, id, origin, weak } = identity
  // A resource without IRI that turns from dataset to series keeps its id, so one page has no two of an id.
  const names = key === iri ? [iri] : [iri, id]
  const isDuplicate = names.some((name) => here.has(name))
  const isRepeated = names.some((name) => feed.seen.has(name))
  for (const name of names) {
    feed.seen.add(name)
    here.add(name)
  }
  return orBroken({ kind, iri }, () => {
    const { quads, subjects } = describe(page, key)
    for (const subject of subjects) taken.add(subject)
    if (isDuplicate) return { kind, iri, broken: duplicate(iri) }
    if (isRepeated) return { kind, iri, repeated: seenBefore(iri) }
    const notices = weak ? [noIdentity(iri)] : []
    return { kind, iri, id, origin, triples: quads.map(rename), notices }
  })
}

/** One resource that cannot be described does not keep the others from being taken. */
function orBroken<T>(resource: { kind: HarvestedKind; iri: string }, takeIt: () => T) {
  try {
    return takeIt()
  } catch (error) {
    if (error instanceof FindbuchError) return { ...resource, broken: error }
    throw error
  }
}

const members = new Set(
  ['dataset', 'service', 'record', 'catalog', 'resource'].map((name) => dcat(name).value),
)

/** The catalogue's description of itself, without its members: these are known from their records. */
function takeCatalogue(
  page: Page,
  key: string,
  { feed, taken, rename }: Taking,
): HarvestedResource {
  const iri = feed.catalogueIri
  const isDescription = ({ predicate }: Quad) =>
    !members.has(predicate.value) && !predicate.value.startsWith('http://www.w3.org/ns/hydra/core#')
  const { quads, subjects } = describe(page, key, isDescription)
  for (const subject of subjects) taken.add(subject)
  const own = renamer(new Map([[key, { iri }]]))
  const origin = key.startsWith('_:') ? undefined : key
  return {
    kind: 'catalogue',
    iri,
    id: '',
    origin,
    triples: quads.map(rename).map(own),
    notices: [],
  }
}

/** Of several catalogues on a page the one with the most members; a page without one has none. */
function mainCatalogue(page: Page, roots: readonly Root[]) {
  const count = (key: string) =>
    page.about(key).filter(({ predicate }) => members.has(predicate.value)).length
  const catalogues = roots.filter(({ kind }) => kind === 'catalogue').map(({ key }) => key)
  return catalogues.sort((a, b) => count(b) - count(a))[0]
}

function renamer(identities: ReadonlyMap<string, { iri: string }>) {
  const changed = new Map(
    [...identities]
      .filter(([key, { iri }]) => key !== iri)
      .map(([key, { iri }]) => [key, new Iri(iri)]),
  )
  const named = <T extends Term>(term: T): T | NamedNode =>
    term.termType === 'Literal' ? term : (changed.get(keyOf(term)) ?? term)
  return (triple: Triple): Triple => {
    if (changed.size === 0) return triple
    const { subject, predicate, object } = triple
    return { subject: named(subject), predicate, object: named(object) }
  }
}

function unassigned(page: Page, taken: ReadonlySet<string>) {
  const counts: Record<string, number> = {}
  for (const key of page.subjects()) {
    if (taken.has(key)) continue
    const type = [...page.typesOf(key)].sort()[0] ?? 'no type'
    counts[type] = (counts[type] ?? 0) + page.about(key).length
  }
  return counts
}

const duplicate = (iri: string) =>
  new FindbuchError({
    code: 'duplicate',
    status: 409,
    message: `Two resources without IRI have the same identifier; the second would be ${iri} as well.`,
  })

const seenBefore = (iri: string): Notice => ({
  kind: 'repeated',
  message: `${iri} is on more than one page; what the first says was taken.`,
  value: iri,
})

const noIdentity = (iri: string): Notice => ({
  kind: 'no-identity',
  message:
    'A resource has neither IRI nor identifier, landing page, access URL or title; when its texts change it becomes another.',
  value: iri,
})

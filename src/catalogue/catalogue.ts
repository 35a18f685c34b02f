import { FindbuchError } from '../errors.ts'
import type { PackedGraph } from '../rdf/packed.ts'
import type { Dates, Records, Slice } from '../store/records.ts'
import type { Resource } from '../store/resource.ts'
import { idInPage, isOwnAddress, pageOf, paths, sourcePage, type DescribedKind } from './paths.ts'
import { recordGraph } from './record.ts'

export type { Resource } from '../store/resource.ts'

export type Catalogue = ReturnType<typeof createCatalogue>

/** A graph that some door has brought, in stored form. */
export type Submission = {
  iri: string
  /** Wanted as id of a resource that is new. */
  id: string
  kind: DescribedKind
  catalogue: string
  /** The harvest source that owns the resource; null when it was written by hand. */
  source: string | null
  /** The IRI that the publisher gave it, if that could not be kept. */
  origin?: string | undefined
  /** Of a resource that is new here but was kept elsewhere before. */
  dates?: Dates | undefined
  graph: PackedGraph
}

export type Outcome =
  | { state: 'created' | 'updated' | 'unchanged'; id: string }
  | { state: 'rejected'; reason: FindbuchError }

export type CatalogueParts = {
  records: Records
  /** Public URL of the service, without a slash at its end. */
  base: string
  now(): number
  /** Called after each commit that changed something, with the triples that it wrote. */
  committed?: ((triples: number) => void) | undefined
  /** Called before a graph is written; throws where there is no room for it. */
  checkRoom?: (() => void) | undefined
}

/** What the catalogue promises; the only writer of the store. */
export function createCatalogue({ records, base, now, ...hooks }: CatalogueParts) {
  const { committed = () => {}, checkRoom = () => {} } = hooks

  return {
    /**
     * Stores a batch in one transaction; when this returns, it is durable.
     *
     * @throws FindbuchError where nothing can be written, and then nothing of the batch is
     */
    accept(batch: readonly Submission[]): Outcome[] {
      const outcomes = records.transaction(() => batch.map((submission) => store(submission)))
      const written = batch.filter((_, index) => isWritten(outcomes[index]))
      if (written.length > 0) committed(written.reduce((sum, { graph }) => sum + graph.size, 0))
      return outcomes
    },

    /** Deletes a batch in one transaction, records included. The ids stay taken. */
    withdraw(batch: readonly Resource[]) {
      records.transaction(() => batch.forEach(remove))
      committed(0)
    },

    /** @throws FindbuchError `not-found` (404), or `gone` (410) when it was there once */
    get(kind: DescribedKind, id: string): Resource {
      const resource = records.byId(id)
      if (!resource || resource.kind !== kind) throw notFound(kind, id)
      if (resource.deleted) throw gone(resource)
      return resource
    },

    /** The stored form of a resource's graph. */
    graph: (resource: Resource) => records.graph(resource),
    byIri: (iri: string) => records.byIri(iri),
    entries: (slice: Slice) => records.entries(slice),
    countEntries: (catalogue?: string) => records.countEntries(catalogue),
    catalogues: () => records.catalogues(),
    ofSource: (source: string) => records.ofSource(source),
    revision: () => records.revision(),
  }

  function store(submission: Submission): Outcome {
    const { iri, kind } = submission
    if (kind !== 'catalogue' && isOwnAddress(base, iri)) return reserved(iri)
    const known = records.byIri(iri)
    if (!known) return storeNew({ ...submission, id: idInPage(base, iri) ?? submission.id })
    if (!known.deleted && known.source !== submission.source) return taken(known)
    const entry = { ...submission, id: known.id }
    if (known.hash === submission.graph.hash && belongsAsBefore(known, submission)) {
      return { state: 'unchanged', id: known.id }
    }
    checkRoom()
    const at = now()
    if (known.deleted) records.restore(known, entry, at)
    else records.update(known, entry, at)
    keepRecord(submission, { id: known.id, createdAt: known.createdAt, modifiedAt: at })
    return { state: known.deleted ? 'created' : 'updated', id: known.id }
  }

  function storeNew(submission: Submission): Outcome {
    checkRoom()
    const at = now()
    const namesake = records.byId(submission.id)
    // An IRI that is made from an id, when the id is known under another: the public URL has changed.
    const minted = submission.iri === pageOf(base, submission.kind, submission.id)
    if (namesake && minted && !isMoved(namesake, submission)) {
      return taken({ ...namesake, iri: submission.iri })
    }
    if (namesake && minted) {
      records.move(namesake, submission, at)
      keepRecord(submission, { id: namesake.id, createdAt: namesake.createdAt, modifiedAt: at })
      return { state: 'updated', id: namesake.id }
    }
    const id = namesake ? `${submission.id}-${submission.graph.hash.slice(0, 8)}` : submission.id
    const { createdAt = at, modifiedAt = at } = submission.dates ?? {}
    records.create({ ...submission, id }, at, submission.dates)
    keepRecord(submission, { id, createdAt, modifiedAt })
    return { state: 'created', id }
  }

  function keepRecord(submission: Submission, facts: Kept) {
    const { iri, kind, catalogue, source, origin } = submission
    if (kind === 'catalogue') return
    const record = `${pageOf(base, kind, facts.id)}/record`
    const graph = recordGraph({
      ...facts,
      origin,
      record,
      kind,
      resource: iri,
      catalogue: pageOf(base, 'catalogue', catalogue),
      source: source === null ? undefined : sourcePage(base, source),
    })
    const entry = {
      id: `${facts.id}/record`,
      kind: 'record' as const,
      iri: record,
      catalogue,
      source,
      graph,
    }
    const known = records.byId(entry.id)
    if (!known) records.create(entry, now(), facts)
    else if (known.iri !== record) records.move(known, entry, facts.modifiedAt)
    else if (known.deleted) records.restore(known, entry, facts.modifiedAt)
    else records.update(known, entry, facts.modifiedAt)
  }

  function remove(resource: Resource) {
    const at = now()
    records.remove(resource, at)
    const record = records.byId(`${resource.id}/record`)
    if (record && !record.deleted) records.remove(record, at)
  }
}

type Kept = { id: string; createdAt: number; modifiedAt: number }

const isWritten = (outcome?: Outcome) =>
  outcome?.state === 'created' || outcome?.state === 'updated'

const belongsAsBefore = (known: Resource, { kind, catalogue }: Submission) =>
  !known.deleted && known.kind === kind && known.catalogue === catalogue

/** Whether one is the other under a new public URL. */
const isMoved = ({ iri, kind, id, source }: Resource, submission: Submission) =>
  kind !== 'record' && iri.endsWith(`/${paths[kind]}/${id}`) && source === submission.source

const reserved = (iri: string): Outcome => ({
  state: 'rejected',
  reason: new FindbuchError({
    code: 'iri-reserved',
    status: 409,
    message: `${iri} is an address of this service, which no resource can have as its IRI.`,
  }),
})

const taken = ({ iri, source }: Resource): Outcome => ({
  state: 'rejected',
  reason: new FindbuchError({
    code: 'iri-taken',
    status: 409,
    message: `${iri} is already kept for ${source === null ? 'another publisher' : `the source "${source}"`}.`,
  }),
})

const notFound = (kind: string, id: string) =>
  new FindbuchError({ code: 'not-found', status: 404, message: `There is no ${kind} "${id}".` })

const gone = ({ id, kind, iri, modifiedAt }: Resource) =>
  new FindbuchError({
    code: 'gone',
    status: 410,
    message: `The ${kind} "${id}" was deleted.`,
    details: { iri, deleted: new Date(modifiedAt).toISOString() },
  })

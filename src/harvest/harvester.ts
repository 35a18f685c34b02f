import type { FindbuchError } from '../errors.ts'
import type { Triple } from '../rdf/canonical.ts'
import type { Fetch } from './fetch.ts'

/** A partner portal: where it is and how it publishes. */
export type Source = {
  id: string
  /** Which harvester reads it. */
  kind: string
  /** Absolute path of a file, or an http(s) URL. */
  location: string
  /** Refuse what would have to be repaired. */
  strict?: boolean | undefined
}

/** Something that a source had to be forgiven, or that the reader of the report has to know. */
export type Notice = {
  kind: string
  message: string
  value?: string
  line?: number
  document?: string
}

export type HarvestedKind = 'dataset' | 'series' | 'service' | 'catalogue'

/** One resource of a source with everything that describes it, or the reason why it cannot be taken. */
export type HarvestedResource =
  | {
      kind: HarvestedKind
      iri: string
      /** Wanted as id of its page. */
      id: string
      /** The IRI that the source gave it, if that could not be kept. */
      origin?: string | undefined
      triples: Iterable<Triple>
      notices: Notice[]
    }
  | { kind: HarvestedKind; iri: string; broken: FindbuchError }

/** What a harvester yields: resources and, after those of a page, what else the page held. */
export type Harvested = HarvestedResource | Repeated | Doubt | { page: PageFacts }

/** A resource that came before, on another page. */
export type Repeated = { kind: HarvestedKind; iri: string; repeated: Notice }

/** Why a resource that was not seen may still be there; as long as there is doubt, nothing is deleted. */
export type Doubt = { doubt: FindbuchError }

export type PageFacts = {
  url: string
  bytes: number
  triples: number
  /** Triples that belong to no resource, by the type of their subject. */
  unassigned: Record<string, number>
}

/** What a resource is called for ever. */
export type Identity = { iri: string; id: string }

export type Context = {
  /** The base of relative references in a file, which has no address of its own. */
  madeUpBase: string
  identity: {
    /** Of a resource that brings an absolute http(s) IRI. */
    keep(iri: string): Identity
    /** Of one that brings none, from what stays the same from run to run. */
    mint(kind: HarvestedKind, key: string): Identity
  }
  /** IRI under which the description of the source's own catalogue is kept. */
  catalogueIri: string
  /** A folder for temporary files. */
  scratch: string
  maxPageBytes: number
  fetch: Fetch
  signal: AbortSignal
  notice(notice: Notice): void
  /** The number of resources that the source says it has; said once or on every page. */
  announce(total: number): void
}

/**
 * A way in which a partner publishes. Reading to the end means that everything was seen; a reader that
 * cannot promise this throws, and then nothing is deleted.
 */
export type Harvester = {
  kind: string
  read(source: Source, context: Context): AsyncIterable<Harvested>
}

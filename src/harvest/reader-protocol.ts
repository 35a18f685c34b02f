import type { FetchSettings } from './fetch.ts'
import type { Source } from './harvester.ts'
import type { Prepared, Problem } from './prepared.ts'

/** What a reading thread is given when it starts. */
export type ReaderJob = {
  source: Source
  base: string
  catalogueIri: string
  scratch: string
  maxPageBytes: number
  fetch: FetchSettings
}

/** The engine takes a batch, then asks for more; so no more than a few are ever on the way. */
export type ReaderRequest = 'more' | 'stop'

export type ReaderReply<Item = Prepared> = { batch: Item[] } | { end: true } | { failure: Problem }

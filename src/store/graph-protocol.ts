/** What a replica's thread is started with. */
export type ReplicaStart = {
  /** The record's SQLite file. */
  file: string
  /** Where the image of the engine's memory is, or will be. */
  image: string
  /** Whether the image may be used: what was loaded from the record has no garbage. */
  useImage: boolean
  /** The engine may not take more memory than this. */
  maxBytes: number
  /** Holds the id of the last query that nobody waits for any more. */
  abandoned: SharedArrayBuffer
}

/** What the main thread asks of a thread that holds a replica of the index. */
export type GraphRequest =
  | { id: number; ask: 'query'; query: GraphQuery }
  | { id: number; ask: 'follow' }
  | { id: number; ask: 'save' }

export type GraphQuery = {
  sparql: string
  /** Media type in which the engine writes the result. */
  mediaType: string
  /** In place of what the query says or, where it says nothing, of everything (SPARQL 1.1 Protocol, 2.1.4). */
  dataset?: { defaultGraphs: readonly string[]; namedGraphs: readonly string[] } | undefined
  baseIri: string
  maxResultBytes: number
}

/** What is known of a replica. */
export type Account = {
  /** What it has taken up of the record. */
  revision: number
  /** Each counts twice: in its graph, and in the default graph. */
  quads: number
  /** Quads that were rewritten or deleted and still take room. */
  garbage: number
  /** The engine's linear memory, which never shrinks. */
  bytes: number
  /** What queries have made it grow by. */
  swollen: number
  /** Quads put since the image was made; all of them where there is no image. */
  unsaved: number
}

export type Refusal = {
  code: 'query' | 'result-too-large' | 'not-representable' | 'abandoned' | FatalCode
  message: string
}

/** After these the thread ends: the engine has died, has no memory left, or cannot read the record. */
type FatalCode = 'engine' | 'full' | 'failed'

export const isFatal = ({ code }: Refusal) =>
  code === 'engine' || code === 'full' || code === 'failed'

export type GraphReply =
  | { to: 'ready'; account: Account; from: 'image' | 'record' }
  | { to: 'full'; message: string }
  | { to: number; started: true }
  | ({ to: number; account: Account } & Answer)

/** Nothing where the question was to follow. */
export type Answer = {
  result?: Uint8Array
  /** Bytes of the image that was written, or why there is none. */
  saved?: number
  failed?: string
  refused?: Refusal
}

/** What the metrics tell of the parts; times are in milliseconds, unless their name says otherwise. */
export type Facts = {
  revision: number
  backlog: { revisions: number; seconds: number } | undefined
  /** Bytes. */
  disk: {
    record: number
    wal: number
    image: number
    imageAt: number | undefined
    free: number
    size: number
  }
  index: {
    replicas: number
    wanted: number
    revision: number
    quads: number
    garbage: number
    room: number
    bytes: number
    bytesInUse: number
    maxBytes: number
    running: number
    waiting: number
    /** Threads that have ended, by reason. */
    ended: Record<string, number>
  }
  /** By outcome. */
  queries: ReadonlyMap<string, number>
  harvests: readonly HarvestFacts[]
}

export type HarvestFacts = {
  source: string
  /** The states of the runs that are kept. */
  runs: readonly string[]
  last: RunFacts | undefined
  /** When the last run ended that read the source to its end. */
  completeAt: number | undefined
}

type RunFacts = {
  state: string
  startedAt: number
  endedAt: number | null
  tally: Record<string, number>
}

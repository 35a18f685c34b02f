import { tooManyQueries } from './graph-errors.ts'
import type { GraphQuery } from './graph-protocol.ts'

/** A query on its way, from whoever asked it to the answer. */
export type Job = {
  query: GraphQuery
  /** Who asks; the queries of one client do not hold up those of another. */
  client: string
  /** Called when the engine begins with it. */
  started(): void
  /** Gives the answer or the reason why there is none; only the first call counts. */
  settle(outcome: Uint8Array | Error): void
}

/** Queries that wait for a replica, and how many of each client are being carried out. */
export function createQueue({ maxWaiting, maxPerClient }: Bounds) {
  const waiting = new Set<Job>()
  const taken = new Set<Job>()
  const running = new Map<string, number>()
  const runningOf = ({ client }: Job) => running.get(client) ?? 0

  return {
    /** @throws FindbuchError `too-many-queries` (503) */
    add(job: Job) {
      if (waiting.size >= maxWaiting) throw tooManyQueries(maxWaiting)
      waiting.add(job)
    },

    /** The query that is next: the oldest of the client that has the fewest running. */
    take(): Job | undefined {
      let next: Job | undefined
      for (const job of waiting) {
        if (runningOf(job) >= maxPerClient) continue
        if (!next || runningOf(job) < runningOf(next)) next = job
      }
      if (!next) return undefined
      waiting.delete(next)
      taken.add(next)
      running.set(next.client, runningOf(next) + 1)
      return next
    },

    /** A query is being carried out no more, if it was. */
    done(job: Job) {
      if (!taken.delete(job)) return
      const left = runningOf(job) - 1
      if (left > 0) running.set(job.client, left)
      else running.delete(job.client)
    },

    remove: (job: Job) => waiting.delete(job),
    waiting: () => waiting.size,
    running: () => taken.size,
    /** Empties it. */
    drain(reason: Error) {
      for (const job of waiting) job.settle(reason)
      waiting.clear()
    },
  }
}

export type Bounds = {
  maxWaiting: number
  /** Queries of one client that are carried out at once. */
  maxPerClient: number
}

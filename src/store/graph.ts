import type { Logger } from 'pino'
import { memoryEnd } from './engine.ts'
import {
  clientGone,
  indexBehind,
  indexFailed,
  indexLoading,
  indexOverfull,
} from './graph-errors.ts'
import type { Account, GraphQuery } from './graph-protocol.ts'
import { createQueue, type Job } from './query-queue.ts'
import type { Replica } from './replica.ts'
import { startReplicas } from './replicas.ts'
import { createRoom } from './room.ts'
import { bytesInUse } from './upkeep.ts'

export type Graph = ReturnType<typeof startGraph>

export type GraphSettings = {
  /** The record's SQLite file. */
  file: string
  /** Where the image of the index is kept. */
  image: string
  /** Threads that each hold the whole index. */
  replicas?: number
  timeoutMs: number
  maxWaiting: number
  maxPerClient?: number
  /** Memory that one replica may take. */
  maxBytes?: number
  log: Logger
}

export type Asked = {
  /** Who asks: the queries of one client do not hold up those of another. */
  client?: string
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
}

/** The record is at rest when nothing was written for so long. */
const quietMs = 10_000
const upkeepMs = 1000
const graceMs = 250

/**
 * The index: threads that each hold the engine with everything in it. WebAssembly cannot be
 * interrupted, so a query past its deadline costs its thread, which is replaced while others answer.
 */
export function startGraph(settings: GraphSettings) {
  const { file, image, replicas: count = 1, timeoutMs, maxWaiting, log } = settings
  const { maxPerClient = 4, maxBytes = memoryEnd } = settings
  const queue = createQueue({ maxWaiting, maxPerClient })
  const behind = new WeakSet<Replica>()
  const readers: (() => void)[] = []
  let latest = 0
  let writtenAt = -Infinity
  let hasServed = false
  const replicas = startReplicas({ file, image, count, timeoutMs, graceMs, maxBytes, log, onIdle })
  const room = createRoom({ maxBytes, inUse, log })
  const upkeep = setInterval(() => {
    replicas.tend({ quiet: performance.now() - writtenAt > quietMs })
    follow()
  }, upkeepMs).unref()

  return {
    /**
     * Asks the whole index, as it is now or later, and gives the answer as the engine writes it.
     *
     * @throws FindbuchError `query-timeout` (504), `query-refused` or `query-too-complex` (400),
     * `not-representable` (406), `result-too-large` (507), `too-many-queries`, `index-loading`,
     * `index-behind`, `index-failed` or `index-full` (503)
     */
    async query(query: GraphQuery, { client = '', signal }: Asked = {}): Promise<Uint8Array> {
      if (replicas.state() === 'full') throw indexOverfull()
      const failure = replicas.failure()
      if (failure) throw indexFailed(failure)
      if (!hasServed) throw indexLoading()
      if (signal?.aborted) throw clientGone()
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
      const job: Job = {
        query,
        client,
        started: () => clearTimeout(patience),
        settle(outcome) {
          clearTimeout(patience)
          signal?.removeEventListener('abort', gone)
          queue.done(job)
          if (outcome instanceof Error) reject(outcome)
          else resolve(outcome)
        },
      }
      const gone = () => leave(job, clientGone())
      queue.add(job)
      const patience = setTimeout(() => leave(job, indexBehind()), timeoutMs)
      signal?.addEventListener('abort', gone, { once: true })
      dispatch()
      return promise
    },

    /**
     * Lets the index take up what the record has; a query would do so too, but would have to wait.
     *
     * @param triples how many were written
     */
    follow(triples = 0) {
      writtenAt = performance.now()
      room.written(triples)
      follow()
    },

    checkRoom: room.check,

    /** Resolves once a replica is up. */
    ready: () =>
      replicas.state() === 'ready'
        ? Promise.resolve()
        : new Promise<void>((resolve) => readers.push(resolve)),

    status() {
      const accounts = replicas.live().flatMap((replica) => replica.account() ?? [])
      const least = (of: keyof Account) => Math.min(...accounts.map((account) => account[of]))
      const most = (of: keyof Account) => Math.max(0, ...accounts.map((account) => account[of]))
      return {
        state: replicas.state(),
        /** Why no replica comes up, if several attempts have failed. */
        failure: replicas.failure()?.message,
        replicas: accounts.length,
        wanted: count,
        /** What every replica has taken up. */
        revision: accounts.length > 0 ? least('revision') : 0,
        quads: most('quads'),
        garbage: most('garbage'),
        bytes: most('bytes'),
        bytesInUse: Math.min(inUse(), maxBytes),
        maxBytes,
        running: queue.running(),
        waiting: queue.waiting(),
        restarts: replicas.restarts(),
        ended: replicas.ended(),
        /** Triples that can still be written before writes are refused. */
        room: room.left(),
      }
    },

    async stop() {
      clearInterval(upkeep)
      queue.drain(indexLoading())
      await replicas.stop()
    },
  }

  function follow() {
    for (const replica of replicas.live()) behind.add(replica)
    dispatch()
  }

  function dispatch() {
    for (const replica of replicas.idle()) {
      const job = queue.take()
      if (job) replica.run(job)
      else if (behind.delete(replica)) replica.follow()
    }
  }

  function onIdle() {
    hasServed = true
    for (const resolve of readers.splice(0)) resolve()
    const revision = Math.max(
      0,
      ...replicas.live().map((replica) => replica.account()?.revision ?? 0),
    )
    // Another process may have written, of which nobody has told.
    if (revision !== latest) writtenAt = performance.now()
    latest = revision
    room.reported()
    dispatch()
  }

  function leave(job: Job, reason: Error) {
    if (!queue.remove(job)) replicas.abandon(job)
    job.settle(reason)
  }

  function inUse() {
    if (replicas.state() === 'full') return Infinity
    return Math.max(
      0,
      ...replicas.live().map((replica) => {
        const account = replica.account()
        return account ? bytesInUse(account) : 0
      }),
    )
  }
}

import type { Logger } from 'pino'
import type { Account } from './graph-protocol.ts'
import type { Job } from './query-queue.ts'
import { startReplica, type End, type Replica, type ReplicaSettings } from './replica.ts'
import { isSwollen, needsImage, needsRebuild, type Weather } from './upkeep.ts'

export type Replicas = ReturnType<typeof startReplicas>

export type ReplicasSettings = Omit<ReplicaSettings, 'useImage'> & {
  count: number
  log: Logger
  /** A replica has nothing to do. */
  onIdle(): void
}

/** Between attempts to bring up a thread that fails while loading. */
const maxPauseMs = 60_000
/** An image that could not be written is tried again after this: to try costs a replica some time. */
const imagePauseMs = 600_000
/** An index that has no memory left is tried again after this, as something may have been deleted. */
const fullPauseMs = 600_000

/** How many replicas a machine carries: one for each core and 4 GiB of memory, at most 4. */
export const replicasFor = ({ cores, memory }: { cores: number; memory: number }) =>
  Math.max(1, Math.min(4, cores, Math.floor(memory / 2 ** 32)))

/**
 * Keeps so many replicas of the index up. They are started one after the other: the first may have to
 * be loaded from the record and leaves an image, from which the others are there in a tenth of the time.
 */
export function startReplicas({ count, log, onIdle, ...settings }: ReplicasSettings) {
  const members = new Set<Replica>()
  const retiring = new Set<Replica>()
  /** The one that is being brought up. */
  let coming: Replica | undefined
  /** What the image holds, as far as it is known. */
  let image: Account | undefined
  let isFull = false
  let failure: Error | undefined
  let isStopped = false
  let failures = 0
  /** The last thread that tried it did not come up. */
  let isImageBad = false
  let restarts = 0
  const ended = { late: 0, abandoned: 0, replaced: 0, failed: 0, full: 0 }
  let pause: NodeJS.Timeout | undefined
  let noImageBefore = -Infinity
  fill()

  const live = () =>
    [...members].filter(
      (replica) => replica !== coming && !retiring.has(replica) && replica.state() !== 'ended',
    )

  return {
    state(): 'loading' | 'ready' | 'full' | 'stopped' {
      if (isStopped) return 'stopped'
      if (live().length > 0) return 'ready'
      return isFull ? 'full' : 'loading'
    },
    /** Why no replica comes up, if several attempts have failed. */
    failure: () => (failures > 1 && live().length === 0 ? failure : undefined),
    /** Replicas that have come up, whatever they are doing. */
    live,
    idle: () => live().filter((replica) => replica.state() === 'idle'),
    /** Nobody waits for the query any more, whichever replica carries it out. */
    abandon(job: Job) {
      for (const replica of members) replica.abandon(job)
    },
    /** Threads that were started in place of others. */
    restarts: () => restarts,
    /** Threads that have ended, by the reason. */
    ended: () => ({ ...ended }),

    /** Looks after one thing at most: each takes a replica away for a while, or a core. */
    tend(weather: Weather) {
      if (coming || pause || isStopped || live().some((replica) => replica.task() === 'save'))
        return
      const worn = find((account) => needsRebuild(account, weather))
      if (worn) return replace(worn, 'garbage')
      const swollen = find(isSwollen)
      if (swollen && (weather.quiet || count > 1)) return replace(swollen, 'swollen')
      const [saver] = this.idle().sort(
        (a, b) => (a.account()?.unsaved ?? 0) - (b.account()?.unsaved ?? 0),
      )
      const account = saver?.account()
      if (saver && account && isImageDue(account, weather)) saver.save()
    },

    async stop() {
      isStopped = true
      clearTimeout(pause)
      await Promise.all([...members].map((replica) => replica.stop('stopped')))
    },
  }

  function find(isSo: (account: Account) => boolean) {
    return live().find((replica) => {
      const account = replica.account()
      return account !== undefined && isSo(account)
    })
  }

  function fill() {
    const others = [...members].filter((replica) => !retiring.has(replica))
    const isSaving = others.some((replica) => replica.task() === 'save')
    if (coming || pause || isStopped || others.length >= count || isSaving) return
    launch({ useImage: !isImageBad })
  }

  /** A new replica takes the place of an old one once it is up. */
  function replace(old: Replica, reason: 'garbage' | 'swollen') {
    // What was rewritten since the image was made is garbage again once the log has been replayed.
    const useImage = isClean(image) && live().some((replica) => isClean(replica.account()))
    log.info({ reason, ...old.account(), fromImage: useImage }, 'index replica renewed')
    launch({ useImage, old })
  }

  function isClean(account: Account | undefined) {
    return account !== undefined && !needsRebuild(account, { quiet: true })
  }

  function launch({ useImage, old }: { useImage: boolean; old?: Replica }) {
    const replica = startReplica(
      { ...settings, useImage },
      {
        ready(from, ms) {
          coming = undefined
          failures = 0
          isFull = false
          failure = undefined
          isImageBad = false
          log.info({ ms: Math.round(ms), from, ...replica.account() }, 'index ready')
          if (from === 'image') image ??= replica.account()
          const isSaving = from === 'record' && trySave(replica)
          // Whoever is saving does not answer, so the old one goes on until then.
          if (old && !isSaving) retire(old)
          onIdle()
          fill()
        },
        idle: () => (retiring.has(replica) ? void replica.stop('replaced') : onIdle()),
        saved({ saved, failed }) {
          image = saved === undefined ? undefined : replica.account()
          if (failed) noImageBefore = performance.now() + imagePauseMs
          log[failed ? 'warn' : 'info']({ bytes: saved, reason: failed }, 'index image')
          if (old) retire(old)
          queueMicrotask(fill)
        },
        failed(err) {
          failure = err
          log.error({ err }, 'index failed')
        },
        ended(end) {
          if (coming === replica && !old) isImageBad = useImage
          remove(replica, end)
        },
      },
    )
    members.add(replica)
    coming = replica
  }

  function trySave(replica: Replica) {
    const account = replica.account()
    if (!account || !isImageDue(account, { quiet: true })) return false
    replica.save()
    return true
  }

  function isImageDue(account: Account, weather: Weather) {
    return performance.now() > noImageBefore && needsImage(account, weather)
  }

  function retire(old: Replica) {
    if (!members.has(old) || retiring.has(old)) return
    retiring.add(old)
    if (old.state() === 'idle') void old.stop('replaced')
  }

  function remove(replica: Replica, end: End) {
    const wasComing = coming === replica
    members.delete(replica)
    retiring.delete(replica)
    if (wasComing) coming = undefined
    if (isStopped || end === 'stopped') return
    ended[end] += 1
    if (end === 'replaced') return
    restarts += 1
    if (end === 'full') isFull = true
    const wait = pauseFor(end, wasComing)
    // A pause that was made for a renewal must not keep the last one from coming back.
    clearTimeout(pause)
    pause = undefined
    if (wait === 0) return fill()
    pause = setTimeout(() => {
      pause = undefined
      fill()
    }, wait).unref()
  }

  function pauseFor(end: End, wasComing: boolean) {
    if (end === 'full') return fullPauseMs
    if (!wasComing) return 0
    failures += 1
    return failures === 1 ? 0 : Math.min(maxPauseMs, 1000 * 2 ** (failures - 1))
  }
}

import type { Logger } from 'pino'
import { bytesPerQuad, memoryEnd } from './engine.ts'
import { indexFull } from './graph-errors.ts'

/** Above these shares of the memory an operator is warned, and nothing more is taken. */
const warnShare = 0.85
const refuseShare = 0.95
/** A triple is in its graph and in the default graph. */
export const bytesPerTriple = 2 * bytesPerQuad

export type RoomParts = {
  /** Memory that one replica may take, in bytes. */
  maxBytes?: number | undefined
  /** What is in use of it, as far as is known; infinite where the index holds no more. */
  inUse(): number
  log: Pick<Logger, 'warn'>
}

/** Keeps account of what the index can still hold, and of what was written but is not yet put there. */
export function createRoom({ maxBytes = memoryEnd, inUse, log }: RoomParts) {
  let unreported = 0
  let hasWarned = false
  const taken = () => inUse() + unreported * bytesPerTriple

  return {
    written(triples: number) {
      unreported += triples
    },

    /** What was written is part of `inUse`. */
    reported() {
      unreported = 0
    },

    /** @throws FindbuchError `index-full` (507) when the index could not hold more than there is */
    check() {
      const share = taken() / maxBytes
      if (share > warnShare !== hasWarned) {
        hasWarned = !hasWarned
        if (hasWarned) log.warn({ share, maxBytes }, 'index memory is running out')
      }
      if (share > refuseShare) throw indexFull()
    },

    /** Triples that can still be written before writes are refused. */
    left: () => Math.max(0, Math.floor((refuseShare * maxBytes - taken()) / bytesPerTriple)),
  }
}

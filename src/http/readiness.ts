import type { FastifyBaseLogger } from 'fastify'
import type { Catalogue } from '../catalogue/catalogue.ts'

export type ReadinessParts = {
  catalogue: Pick<Catalogue, 'revision'>
  /** How far the index is. */
  status(): IndexStatus
  /** Why nothing can be written to the record, if so. */
  recordTrouble?: (() => string | undefined) | undefined
}

type IndexStatus = {
  state: 'loading' | 'ready' | 'full' | 'stopped'
  /** Why it does not come up. */
  failure: string | undefined
  /** Threads that are up, and how many there should be. */
  replicas: number
  wanted: number
  revision: number
  quads: number
  running: number
  waiting: number
}

export type PartReadiness = { ready: boolean; reason?: string; [fact: string]: unknown }

/** Which part is ready for requests, and why another is not. */
export function readinessOf(parts: ReadinessParts, log: FastifyBaseLogger) {
  return { record: recordOf(parts, log), index: indexOf(parts.status()) }
}

function recordOf(
  { catalogue, recordTrouble }: ReadinessParts,
  log: FastifyBaseLogger,
): PartReadiness {
  try {
    const revision = catalogue.revision()
    const reason = recordTrouble?.()
    return { ready: reason === undefined, revision, ...(reason !== undefined && { reason }) }
  } catch (err) {
    log.error({ err }, 'record cannot be read')
    return { ready: false, reason: 'It cannot be read; the log says why.' }
  }
}

function indexOf({
  state,
  failure,
  replicas,
  wanted,
  revision,
  quads,
  running,
  waiting,
}: IndexStatus): PartReadiness {
  const known = { state, replicas, wanted, revision, quads, running, waiting }
  if (state === 'ready') return { ready: true, ...known }
  const isFailing = state === 'loading' && failure !== undefined
  const reason = isFailing ? `It cannot be brought up: ${failure}` : reasons[state]
  return { ready: false, ...known, reason }
}

const reasons = {
  loading: 'It is being loaded from its image or the record. All else is served.',
  full: 'The record holds more than it has memory for. All else is served.',
  stopped: 'The service is being stopped.',
}

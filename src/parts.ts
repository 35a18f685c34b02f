import type { Logger } from 'pino'
import { createCatalogue } from './catalogue/catalogue.ts'
import { listOf, type Config } from './config.ts'
import { createHarvest } from './harvest/harvest.ts'
import { readInThread } from './harvest/reader.ts'
import { removeLeftOvers } from './store/left-overs.ts'
import { openRecords, type Records } from './store/records.ts'
import { bytesPerTriple, createRoom } from './store/room.ts'
import { createRuns } from './store/runs.ts'

export type Environment = {
  /** This process, and whether another one lives. */
  process: number
  isAlive(process: number): boolean
  now(): number
}

export type PartsInput = {
  config: Config
  /** Public URL of the service, without a slash at its end. */
  base: string
  log: Logger
  environment: Environment
  /** Called after each commit that changed something, with the triples that it wrote. */
  committed?: (triples: number) => void
  /** Called before something is written; throws where the index could not hold it. Without it, that is reckoned. */
  checkRoom?: () => void
}

/** What an index of the record would take: for commands, which have none at hand. */
function reckonRoom(records: Records, { INDEX_MAX_BYTES: maxBytes }: Config, log: Logger) {
  let stored: number | undefined
  const inUse = () => (stored ??= records.triples()) * bytesPerTriple
  const room = createRoom({ maxBytes, inUse, log })
  return { checkRoom: room.check, committed: room.written }
}

/** What serving and the commands of the CLI have in common: the record, and what writes to it. */
export function openParts({ config, base, log, environment, ...hooks }: PartsInput) {
  const { now } = environment
  const records = openRecords(config.DATA_DIR)
  tidyUp()
  const runs = createRuns({ database: records.db, ...environment })
  const room = hooks.checkRoom ? undefined : reckonRoom(records, config, log)
  const catalogue = createCatalogue({ records, base, now, ...room, ...hooks })
  const harvest = createHarvest({
    catalogue,
    runs,
    base,
    log,
    now,
    read: readInThread(new URL('reader-thread.ts', import.meta.url)),
    dataFolder: config.DATA_DIR,
    maxRunMs: config.HARVEST_MAX_MINUTES * 60_000,
    maxPageBytes: config.HARVEST_MAX_PAGE_BYTES,
    maxGoneShare: config.HARVEST_MAX_GONE_PERCENT / 100,
    fetch: {
      allow: listOf(config.NETWORK_ALLOW),
      timeoutMs: config.HARVEST_TIMEOUT_SECONDS * 1000,
      maxBytes: config.HARVEST_MAX_PAGE_BYTES,
      maxRedirects: 5,
      userAgent: 'Findbuch (open-data catalogue)',
      pausesMs: [1000, 4000],
    },
  })
  return { records, runs, catalogue, harvest }

  function tidyUp() {
    try {
      removeLeftOvers(config.DATA_DIR, now())
    } catch (err) {
      log.warn({ err }, 'left-over files not removed')
    }
  }
}

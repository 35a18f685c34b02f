import { createServer } from 'node:net'
import { availableParallelism, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { Command } from 'commander'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import manifest from '../package.json' with { type: 'json' }
import { buildApp } from './app.ts'
import { defineCommands } from './cli/commands.ts'
import { harvestCommand, sourceNamed, type HarvestOptions } from './cli/harvest.ts'
import { readConfig, type Config } from './config.ts'
import { FindbuchError } from './errors.ts'
import { readSources } from './harvest/sources.ts'
import { createOperation } from './operation.ts'
import { openParts } from './parts.ts'
import { measureProcess } from './process-metrics.ts'
import { createQuery } from './query/query.ts'
import { recordFailure } from './store/failures.ts'
import { startGraph } from './store/graph.ts'
import { lockFolder } from './store/lock.ts'
import { imageFile } from './store/record-file.ts'
import { replicasFor } from './store/replicas.ts'
import {
  backup,
  exportAll,
  importAll,
  restore,
  verify,
  type CommandParts,
} from './record-commands.ts'

const exampleSources = resolve(import.meta.dirname, '../harvesters/sources.json')

/** Running requests may take this long after the signal to stop; with the rest it stays under 10 s. */
const graceMs = 7000

const logDelayMs = 200

const environment = { process: process.pid, isAlive, now: () => Date.now() }

const program = new Command('findbuch')
  .description('Open-data catalogue that keeps DCAT-AP.de metadata as linked data')
  .version(manifest.version)
  // 1 says that some resources were not taken; a wrong command line is no such thing.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))

defineCommands(program, {
  serve: () => serve(readConfig(process.env)),
  harvest: (name, options) => harvest(readConfig(process.env), name, options),
  backup: (file, options) => run((parts) => backup(parts, { file, ...options })),
  restore: (file) => run((parts) => restore(parts, { file })),
  verify: () => run(verify),
  exportAll: (file, options) => run((parts) => exportAll(parts, { file, ...options })),
  importAll: (file, options) =>
    run(({ config, ...parts }) =>
      importAll({ ...parts, config, ...writing(config), environment }, { file, ...options }),
    ),
})

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof FindbuchError)) throw error
  process.stderr.write(`findbuch: ${error.message}\n`)
  process.exitCode = 2
}

async function serve(config: Config) {
  const stop = stopSignal()
  const port = config.PORT === 0 && !config.BASE_URL ? await freePort(config.HOST) : config.PORT
  const base = baseOf(config, port)
  const log = pino(
    { level: config.LOG_LEVEL },
    process.stdout.isTTY ? await readableLines() : linesToOutput(),
  )
  const sources = readSources(config.SOURCES ?? exampleSources)

  const unlock = lockFolder(config.DATA_DIR)
  const parts = openParts({
    config,
    base,
    log,
    environment,
    committed: (triples) => graph.follow(triples),
    checkRoom: () => graph.checkRoom(),
  })
  const { records, catalogue, runs } = parts
  const { writable, ...why } = records.health()
  if (!writable) log.warn(why, 'record not writable')
  const graph = startGraph({
    file: records.location,
    image: imageFile(config.DATA_DIR),
    timeoutMs: config.SPARQL_TIMEOUT_SECONDS * 1000,
    maxWaiting: config.SPARQL_MAX_WAITING,
    maxPerClient: config.SPARQL_MAX_PER_CLIENT,
    replicas: config.INDEX_REPLICAS ?? replicasFor(machine()),
    maxBytes: config.INDEX_MAX_BYTES,
    log,
  })
  const query = createQuery({
    graph,
    base,
    maxQueryBytes: config.SPARQL_MAX_QUERY_BYTES,
    maxResultBytes: config.SPARQL_MAX_RESULT_BYTES,
  })
  const facts = createOperation({
    records,
    runs,
    graph,
    query,
    folder: config.DATA_DIR,
    sources: sources.map(({ id }) => id),
    now: environment.now,
  })
  const app = await buildApp(
    {
      catalogue,
      query,
      base,
      config,
      facts,
      status: () => graph.status(),
      recordTrouble: () => records.health().reason?.message,
      processMetrics: measureProcess(),
    },
    { loggerInstance: log },
  )

  // The example portal takes a second, and a first look should find it.
  const examples = config.SOURCES === undefined ? harvestNew() : undefined
  await examples
  try {
    await listen(app, { host: config.HOST, port })
  } catch (error) {
    await close()
    throw error
  }
  log.info({ url: app.listeningOrigin, base, data: config.DATA_DIR }, 'listening')
  await query.prepare()
  const harvests = examples ?? harvestNew()
  await stop.aborted
  log.info('stopping')
  setTimeout(() => app.server.closeAllConnections(), graceMs).unref()
  await Promise.all([app.close(), harvests])
  await close()
  log.info('stopped')

  async function close() {
    await graph.stop()
    records.close()
    unlock()
  }

  /** A source that was never read to its end is read now: the example portal at the first start. */
  async function harvestNew() {
    for (const source of sources) {
      if (stop.signal.aborted || runs.wasCompleted(source.id)) continue
      try {
        await parts.harvest.run(source, { signal: stop.signal })
      } catch (err) {
        log.error({ err, source: source.id }, 'harvest failed')
      }
    }
  }
}

async function listen(app: FastifyInstance, address: { host: string; port: number }) {
  try {
    await app.listen(address)
  } catch (cause) {
    // EADDRINUSE, EACCES and the like: what to change is HOST or PORT.
    const message = `HOST and PORT: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new FindbuchError({ code: 'cannot-listen', status: 500, message, cause })
  }
}

/** Runs a command that ends by itself, with its exit code. */
async function run(command: (parts: CommandParts) => Promise<number>) {
  const config = readConfig(process.env)
  const { signal } = stopSignal()
  try {
    process.exitCode = await command({ config, signal, terminal: process })
  } catch (error) {
    throw recordFailure(error, config.DATA_DIR)
  }
}

/** What commands need that write: public addresses, and a log for faults only. */
function writing(config: Config) {
  const level = process.env['LOG_LEVEL'] ? config.LOG_LEVEL : 'error'
  return {
    base: baseOf(config, config.PORT || 8080),
    log: pino({ level }, pino.destination(2)),
  }
}

async function harvest(config: Config, name: string, options: HarvestOptions) {
  const sources = readSources(config.SOURCES ?? exampleSources)
  const source = sourceNamed(name, options, sources, process.cwd())
  const parts = openParts({ config, ...writing(config), environment })
  const { signal } = stopSignal()
  try {
    process.exitCode = await harvestCommand({ ...parts, source, signal }, options, process)
  } finally {
    parts.records.close()
  }
}

/** What this process may use, in a container too. */
function machine() {
  const memory = Math.min(process.constrainedMemory() || Infinity, totalmem())
  return { cores: availableParallelism(), memory }
}

/** For people at a terminal; loaded for them alone. */
async function readableLines() {
  const { default: pretty } = await import('pino-pretty')
  return pretty({ sync: true })
}

/**
 * Under load, lines are written many at a time, for a system call each would cost more than a cheap request.
 * Whoever reads the log has a line after `logDelayMs` at the latest, and all of them when the process exits.
 */
function linesToOutput() {
  const output = pino.destination({
    dest: 1,
    sync: true,
    minLength: 4096,
    periodicFlush: logDelayMs,
  })
  // As synchronous as the stream; unlike flushSync, it does not mind that the reader has gone.
  process.on('exit', () => output.flush())
  return output
}

/** The first signal asks to stop, a second one ends the process at once. */
function stopSignal() {
  const controller = new AbortController()
  const { promise, resolve: stop } = Promise.withResolvers<void>()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      controller.abort()
      stop()
    })
  }
  return { signal: controller.signal, aborted: promise }
}

/** Without BASE_URL, links lead where this machine itself can follow them. */
function baseOf({ BASE_URL, HOST }: Config, port: number) {
  if (BASE_URL !== undefined) return BASE_URL.replace(/\/+$/, '')
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** The port is needed before the server has it, because links to it are made at once. */
async function freePort(host: string) {
  const server = createServer()
  const { promise, resolve: listening, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(0, host, listening)
  await promise
  const address = server.address()
  server.close()
  return address !== null && typeof address === 'object' ? address.port : 0
}

function isAlive(id: number) {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

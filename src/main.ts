import { createServer } from 'node:net'
import { availableParallelism, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { pino } from 'pino'
import pretty from 'pino-pretty'
import manifest from '../package.json' with { type: 'json' }
import { buildApp } from './app.ts'
import { harvestCommand, sourceNamed, type HarvestOptions } from './cli/harvest.ts'
import { readConfig, type Config } from './config.ts'
import { FindbuchError } from './errors.ts'
import { readSources } from './harvest/sources.ts'
import { openParts } from './parts.ts'
import { createQuery } from './query/query.ts'
import { startGraph } from './store/graph.ts'
import { recordsFile } from './store/records.ts'
import { replicasFor } from './store/replicas.ts'

const exampleSources = resolve(import.meta.dirname, '../harvesters/sources.json')

/** Running requests may take this long after the signal to stop; with the rest it stays under 10 s. */
const graceMs = 7000

const environment = { process: process.pid, isAlive, now: () => Date.now() }

const program = new Command('findbuch')
  .description('Open-data catalogue that keeps DCAT-AP.de metadata as linked data')
  .version(manifest.version)
  // 1 says that some resources were not taken; a wrong command line is no such thing.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))

program
  .command('serve', { isDefault: true })
  .description('serve the catalogue over HTTP')
  .action(() => serve(readConfig(process.env)))

program
  .command('harvest')
  .description('read a source once, keep what it has, and print a report')
  .argument('<source>', 'the id of a source, a file, or an http(s) URL of a dump or paged feed')
  .option('--source <id>', 'id of the source when a file or URL is given')
  .option('--catalogue <id>', 'catalogue to put the resources in when a file or URL is given')
  .option('--strict', 'refuse what would have to be repaired')
  .option('--delete-anyway', 'delete what is gone even if it is most of the source')
  .option('--json', 'print the report as JSON')
  .option('--report <file>', 'write the report as JSON to a file, too')
  .addHelpText(
    'after',
    '\nExit code: 0 all was taken, 1 some resources were not taken, 2 the source could not be read to its end.',
  )
  .action((name: string, options: HarvestOptions) =>
    harvest(readConfig(process.env), name, options),
  )

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
    process.stdout.isTTY ? pretty({ sync: true }) : pino.destination(1),
  )
  const sources = readSources(config.SOURCES ?? exampleSources)

  const parts = openParts({
    config,
    base,
    log,
    environment,
    committed: (quads) => graph.follow(quads),
    checkRoom: () => graph.checkRoom(),
  })
  const { records, catalogue, runs } = parts
  const graph = startGraph({
    file: recordsFile(config.DATA_DIR),
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
  const app = await buildApp(
    { catalogue, query, base, config, status: () => graph.status() },
    { loggerInstance: log },
  )

  // The example portal takes a second, and a first look should find it.
  const examples = config.SOURCES === undefined ? harvestNew() : undefined
  await examples
  await app.listen({ host: config.HOST, port })
  log.info({ url: app.listeningOrigin, base, data: config.DATA_DIR }, 'listening')
  const harvests = examples ?? harvestNew()
  await stop.aborted
  log.info('stopping')
  setTimeout(() => app.server.closeAllConnections(), graceMs).unref()
  await Promise.all([app.close(), harvests])
  await graph.stop()
  records.close()
  log.info('stopped')

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

async function harvest(config: Config, name: string, options: HarvestOptions) {
  const sources = readSources(config.SOURCES ?? exampleSources)
  const source = sourceNamed(name, options, sources, process.cwd())
  const log = pino(
    { level: process.env['LOG_LEVEL'] ? config.LOG_LEVEL : 'error' },
    pino.destination(2),
  )
  const base = baseOf(config, config.PORT || 8080)
  const parts = openParts({ config, base, log, environment })
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

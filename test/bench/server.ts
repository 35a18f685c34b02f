import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Parser } from 'n3'
import { pino } from 'pino'
import { readConfig } from '../../src/config.ts'
import type { Submission } from '../../src/catalogue/catalogue.ts'
import type { SourceDefinition } from '../../src/harvest/sources.ts'
import { openParts, type PartsInput } from '../../src/parts.ts'
import { packGraph } from '../../src/rdf/packed.ts'
import { atEnd } from './endings.ts'
import { generateDatasets, type GeneratedDataset } from './generator.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A line of the log as pino writes it. */
export type Line = { msg: string; time: number; [fact: string]: unknown }

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'findbuch-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const kept = atEnd(remove)
  return {
    folder,
    remove() {
      kept()
      remove()
    },
  }
}

/** The parts that write, without a server, as the CLI has them. */
export function benchParts(
  folder: string,
  hooks: Pick<PartsInput, 'committed' | 'checkRoom'> = {},
) {
  const config = readConfig({ DATA_DIR: folder, NETWORK_ALLOW: '127.0.0.1' })
  return openParts({
    config,
    base: 'http://127.0.0.1:8080',
    log: pino({ level: 'silent' }),
    environment: { process: process.pid, isAlive: () => false, now: () => Date.now() },
    ...hooks,
  })
}

/** A generated dataset as some door would bring it. */
export async function submission(
  { iri, ntriples }: GeneratedDataset,
  id: string,
): Promise<Submission> {
  const graph = await packGraph(new Parser({ format: 'N-Triples' }).parse(ntriples), iri)
  return { iri, id, kind: 'dataset', catalogue: 'bench', source: 'bench', graph }
}

const batchSize = 500

/** Writes generated datasets to a data folder, through the catalogue. */
export async function fill(folder: string, count: number) {
  const { catalogue, records } = benchParts(folder)
  const ids: string[] = []
  const iris: string[] = []
  let batch: Submission[] = []
  for (const dataset of generateDatasets({ count })) {
    iris.push(dataset.iri)
    batch.push(await submission(dataset, `d${batch.length + ids.length}`))
    if (batch.length < batchSize && iris.length < count) continue
    for (const outcome of catalogue.accept(batch)) if ('id' in outcome) ids.push(outcome.id)
    batch = []
  }
  records.close()
  return { ids, iris }
}

export type ServerSettings = {
  environment?: Record<string, string>
  /** Harvest sources, which are read as soon as it listens. */
  sources?: readonly SourceDefinition[]
  /** Given to Node. */
  flags?: readonly string[]
}

/**
 * Findbuch itself in a process of its own, on a free port. Its log goes to a file, so that reading it
 * costs the load generator nothing.
 */
export async function startServer(
  folder: string,
  { environment = {}, sources = [], flags = [] }: ServerSettings = {},
) {
  const sourcesFile = join(folder, 'sources.json')
  writeFileSync(sourcesFile, JSON.stringify(sources))
  const logFile = join(folder, 'log.jsonl')
  const log = openSync(logFile, 'w')
  const started = Date.now()
  const child = spawn(process.execPath, [...flags, main, 'serve'], {
    stdio: ['ignore', log, 'inherit'],
    env: {
      ...process.env,
      BASE_URL: '',
      PORT: '0',
      DATA_DIR: folder,
      SOURCES: sourcesFile,
      LOG_LEVEL: 'info',
      ...environment,
    },
  })
  closeSync(log)
  const ended = atEnd(() => child.kill('SIGKILL'))
  const exit = once(child, 'exit').finally(ended)

  const lines = (name: string) =>
    readFileSync(logFile, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line): Line => JSON.parse(line))
      .filter(({ msg }) => msg === name)

  /** Waits for a line of the log; `ms` is from the start of the process. */
  async function event(name: string, number = 1) {
    for (;;) {
      const line = lines(name)[number - 1]
      if (line) return { ms: line.time - started, line }
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The server ended with ${child.exitCode}`)
      await setTimeout(20)
    }
  }

  return {
    event,
    lines,
    async listening() {
      const { ms, line } = await event('listening')
      return { ms, url: String(line['url']) }
    },
    indexReady: () => event('index ready'),
    signal: (name: NodeJS.Signals) => child.kill(name),
    /** Resident set in bytes (Linux). */
    memory: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    async stop() {
      child.kill()
      await exit
    },
  }
}

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
import { openParts } from '../../src/parts.ts'
import { packGraph } from '../../src/rdf/packed.ts'
import { generateDatasets } from './generator.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A line of the log as pino writes it. */
type Line = { msg: string; time: number; url?: string }

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'findbuch-bench-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The parts that write, without a server, as the CLI has them. */
export function benchParts(folder: string) {
  const config = readConfig({ DATA_DIR: folder, NETWORK_ALLOW: '127.0.0.1' })
  return openParts({
    config,
    base: 'http://127.0.0.1:8080',
    log: pino({ level: 'silent' }),
    environment: { process: process.pid, isAlive: () => false, now: () => Date.now() },
  })
}

/** A data folder with generated datasets, written through the catalogue. */
export async function fill(folder: string, count: number) {
  const { catalogue, records } = benchParts(folder)
  const ids: string[] = []
  let batch: Parameters<typeof catalogue.accept>[0][number][] = []
  const flush = () => {
    for (const outcome of catalogue.accept(batch)) if ('id' in outcome) ids.push(outcome.id)
    batch = []
  }
  for (const { iri, ntriples } of generateDatasets({ count })) {
    const graph = await packGraph(new Parser({ format: 'N-Triples' }).parse(ntriples), iri)
    batch.push({
      iri,
      id: `d${ids.length + batch.length}`,
      kind: 'dataset',
      catalogue: 'bench',
      source: 'bench',
      graph,
    })
    if (batch.length === 500) flush()
  }
  flush()
  records.close()
  return ids
}

/**
 * Findbuch itself in a process of its own, on a free port, without any source. Its log goes to a file, so
 * that reading it costs the load generator nothing.
 */
export async function startServer(folder: string, environment: Record<string, string> = {}) {
  const sources = join(folder, 'sources.json')
  writeFileSync(sources, '[]')
  const logFile = join(folder, 'log.jsonl')
  const log = openSync(logFile, 'w')
  const started = Date.now()
  const child = spawn(process.execPath, [main, 'serve'], {
    stdio: ['ignore', log, 'inherit'],
    env: {
      ...process.env,
      PORT: '0',
      DATA_DIR: folder,
      SOURCES: sources,
      LOG_LEVEL: 'info',
      ...environment,
    },
  })
  closeSync(log)
  const exit = once(child, 'exit')
  const event = async (name: string) => {
    for (;;) {
      const lines = readFileSync(logFile, 'utf8').split('\n').slice(0, -1)
      const found = lines.map((line) => JSON.parse(line) as Line).find(({ msg }) => msg === name)
      if (found) return { ms: found.time - started, url: found.url ?? '' }
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The server ended with ${child.exitCode}`)
      await setTimeout(20)
    }
  }
  return {
    listening: () => event('listening'),
    indexReady: () => event('index ready'),
    /** Resident set in bytes (Linux). */
    memory: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    async stop() {
      child.kill()
      await exit
    },
  }
}

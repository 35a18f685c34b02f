import { rmSync, statSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { imageFile } from '../../src/store/record-file.ts'
import type { Folders } from './folders.ts'
import { queryUrl } from './queries.ts'
import { startServer, type ServerSettings } from './server.ts'
import { median, round, type Row } from './table.ts'

const times = 3

/** The image is made above this; with fewer quads there is none to wait for. */
const leastForImage = 1000

/** What a restart and the loss of a replica may take, at 100,000 datasets. */
const aims = { datasets: 100_000, ready: '5 s', replaced: '3 s' }

const one: ServerSettings = { environment: { INDEX_REPLICAS: '1' } }

/** Starting from the record and from the image, and what comes after a query that had to be stopped. */
export async function benchStart(folders: Folders, sizes: readonly number[]): Promise<Row[]> {
  const bare = await startServer(folders.empty(), one)
  await bare.indexReady()
  const memory = bare.memory()
  await bare.stop()
  const rows: Row[] = []
  for (const size of sizes) {
    const { folder } = await folders.filled(size)
    rows.push(await fromRecord(folder, size, memory))
    if (size > leastForImage) rows.push(await fromImage(folder, size))
    rows.push(await replacement(folder, size))
  }
  return rows
}

/** Without an image; leaves one. */
async function fromRecord(folder: string, size: number, bare: number): Promise<Row> {
  rmSync(imageFile(folder), { force: true })
  const server = await startServer(folder, one)
  try {
    const { ms: listening } = await server.listening()
    const ready = await server.indexReady()
    const memory = (server.memory() - bare) / 1e6 / (size / 1000)
    const beside = `from the record; listening after ${round(listening)} ms; ${round(memory, 1)} MB resident per 1,000 datasets`
    return {
      what: `SPARQL ready, ${size} datasets, no image`,
      figure: `${round(ready.ms)} ms`,
      beside: size > leastForImage ? `${beside}; ${await imageWritten(folder, server)}` : beside,
    }
  } finally {
    await server.stop()
  }
}

type Server = Awaited<ReturnType<typeof startServer>>

async function imageWritten(folder: string, server: Server) {
  const { ms: ready } = await server.indexReady()
  const { ms: written } = await server.event('index image')
  const { size } = statSync(imageFile(folder))
  return `image of ${round(size / 1e6)} MB written in ${round(written - ready)} ms`
}

async function fromImage(folder: string, size: number): Promise<Row> {
  const listening: number[] = []
  const ready: number[] = []
  for (let turn = 0; turn < times; turn += 1) {
    const server = await startServer(folder, one)
    try {
      listening.push((await server.listening()).ms)
      const { ms, line } = await server.indexReady()
      if (line['from'] !== 'image') throw new Error('The index was not taken from its image.')
      ready.push(ms)
    } finally {
      await server.stop()
    }
  }
  return {
    what: `SPARQL ready, ${size} datasets, from the image`,
    figure: `${round(median(ready))} ms`,
    beside: `${aim(size, aims.ready)}listening after ${round(median(listening))} ms; median of ${times}`,
  }
}

/** From the answer to a query that ran into its deadline to the next answer, with one replica. */
async function replacement(folder: string, size: number): Promise<Row> {
  const server = await startServer(folder, {
    environment: { INDEX_REPLICAS: '1', SPARQL_TIMEOUT_SECONDS: '0.5' },
  })
  try {
    const { url } = await server.listening()
    await server.indexReady()
    const gaps: number[] = []
    for (let turn = 0; turn < times; turn += 1) gaps.push(await gap(`${url}/sparql`))
    return {
      what: `next answer after a stopped query, ${size}`,
      figure: `${round(median(gaps))} ms`,
      beside: `${aim(size, aims.replaced)}1 replica; median of ${times}`,
    }
  } finally {
    await server.stop()
  }
}

const aim = (size: number, text: string) => (size === aims.datasets ? `aim ${text}; ` : '')

const endless = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }'
const patienceMs = 60_000

async function gap(endpoint: string) {
  const late = await fetch(queryUrl(endpoint, endless))
  const start = performance.now()
  if (late.status !== 504) throw new Error(`An endless query was answered with ${late.status}`)
  await late.text()
  while (performance.now() - start < patienceMs) {
    const next = await fetch(queryUrl(endpoint, 'ASK { ?s ?p ?o }'))
    await next.text()
    if (next.ok) return performance.now() - start
    await setTimeout(10)
  }
  throw new Error('The index did not come back.')
}

import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { spawnFeed } from './feed-server.ts'
import type { Filled, Folders } from './folders.ts'
import type { Load, LoadSettings } from './load.ts'
import { queryUrl } from './queries.ts'
import { startServer, type Line } from './server.ts'
import { percentile, round, type Row } from './table.ts'

const seconds = 20
/** The feed is so much larger than the catalogue, so that it takes longer than is measured. */
const feedFactor = 4
const heavyClients = 20
/** What the event loop may be late by, at p99. */
const aimMs = 50

const prefixes = 'PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>'

/** Long sorts, groups over everything, a regex over all texts, and answers of several megabytes. */
const heavy = [
  'SELECT ?d ?t { ?d a dcat:Dataset ; dct:title ?t } ORDER BY ?t',
  'SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)',
  'SELECT ?k (COUNT(?d) AS ?n) { ?d dcat:keyword ?k } GROUP BY ?k ORDER BY DESC(?n)',
  'SELECT ?d { ?d dct:description ?t FILTER (REGEX(?t, "(Stadt|Kreis).*prüft", "i")) }',
  'CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 50000',
]

/** How late the main thread of a server is while it harvests and answers heavy queries. */
export async function benchLoop(folders: Folders, datasets: number): Promise<Row[]> {
  const { folder, ids } = await folders.copied(datasets)
  const feed = await spawnFeed({
    syntax: 'turtle',
    datasets: feedFactor * datasets,
    pageSize: 500,
    prerender: true,
    seed: 2,
  })
  const location = feed.url
  const server = await startServer(folder, {
    environment: { INDEX_REPLICAS: '2', SPARQL_TIMEOUT_SECONDS: '60', NETWORK_ALLOW: '127.0.0.1' },
    sources: [{ id: 'feed', kind: 'dcat-rdf', location, catalogue: { id: 'feed' } }],
    flags: ['--import', new URL('loop-probe.ts', import.meta.url).href],
  })
  try {
    const { url } = await server.listening()
    await server.indexReady()
    const [answers, found] = await Promise.all([
      inThread(heavyLoad(url)),
      measure(server, () => watch(url, { folder, ids })),
    ])
    const { light, line, pages, isHarvesting } = found
    return [
      delayRow(line, isHarvesting),
      loadRow(answers, pages),
      clientRow('GET /health/live', light.live),
      clientRow('GET one dataset', light.dataset),
      clientRow('write and fsync of a page in another process', light.sync),
      {
        what: 'meanwhile: event loop of the light client, delay p99',
        figure: `${round(ms(light.ownDelay), 1)} ms`,
        beside: 'what this machine, as busy as it is, makes any process wait',
      },
    ]
  } finally {
    await server.stop()
    await feed.close()
  }
}

const heavyLoad = (url: string): LoadSettings => ({
  url,
  clients: heavyClients,
  ms: seconds * 1000,
  requests: heavy.map((query) => ({ path: queryUrl('/sparql', `${prefixes} ${query}`) })),
})

type Server = Awaited<ReturnType<typeof startServer>>

/** The delay of the server's event loop as long as the light client watches. */
async function measure<T>(server: Server, work: () => Promise<T>) {
  const pagesBefore = server.lines('harvest page').length
  server.signal('SIGUSR2')
  const light = await work()
  server.signal('SIGUSR2')
  const { line } = await server.event('event-loop delay')
  return {
    light,
    line,
    pages: server.lines('harvest page').length - pagesBefore,
    isHarvesting: server.lines('harvest finished').length === 0,
  }
}

async function inThread(settings: LoadSettings): Promise<Load> {
  const file = fileURLToPath(new URL('heavy-clients.ts', import.meta.url))
  const thread = new Worker(file, { workerData: settings })
  const [answers]: Load[] = await once(thread, 'message')
  if (!answers) throw new Error('The heavy clients have found nothing.')
  return answers
}

const pauseMs = 5

/** What another client sees meanwhile, and what the machine makes even it wait for. */
async function watch(url: string, { folder, ids }: Pick<Filled, 'folder' | 'ids'>) {
  const live: number[] = []
  const dataset: number[] = []
  const sync: number[] = []
  const file = await open(join(folder, 'bare'), 'w')
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const start = performance.now()
  for (let turn = 0; performance.now() - start < seconds * 1000; turn += 1) {
    live.push(await timed(() => get(`${url}/health/live`)))
    dataset.push(await timed(() => get(`${url}/datasets/${ids[turn % ids.length]}`)))
    sync.push(await timed(() => file.write(page).then(() => file.sync())))
    await setTimeout(pauseMs)
  }
  delay.disable()
  await file.close()
  return { live, dataset, sync, ownDelay: delay.percentile(99) }
}

const page = Buffer.alloc(4096)

async function timed(work: () => Promise<void>) {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function get(url: string) {
  const response = await fetch(url)
  await response.text()
  if (!response.ok) throw new Error(`${response.status} at ${url}`)
}

/** The probe counts nanoseconds. */
const ms = (nanoseconds: unknown) => Number(nanoseconds) / 1e6

function delayRow({ p50, p99, max }: Line, isHarvesting: boolean): Row {
  const verdict = ms(p99) < aimMs ? '' : ', MISSED'
  return {
    what: 'event loop of a busy server, delay p99',
    figure: `${round(ms(p99), 1)} ms`,
    beside: `aim below ${aimMs} ms${verdict}; p50 ${round(ms(p50), 1)} ms, longest ${round(ms(max), 1)} ms, in ${seconds} s${isHarvesting ? '' : '; THE HARVEST ENDED SOONER'}`,
  }
}

function loadRow({ durations, statuses, bytes, seconds }: Load, pages: number): Row {
  return {
    what: `meanwhile: ${heavyClients} clients with heavy queries`,
    figure: `${round(durations.length / seconds, 1)} queries/s`,
    beside: `p50 ${round(percentile(durations, 50))} ms; ${round(bytes / seconds / 1e6)} MB/s; by status ${JSON.stringify(statuses)}; ${pages} pages harvested`,
  }
}

const clientRow = (what: string, durations: readonly number[]): Row => ({
  what: `meanwhile: ${what}, p99`,
  figure: `${round(percentile(durations, 99), 1)} ms`,
  beside: `p50 ${round(percentile(durations, 50), 1)} ms, ${durations.length} times`,
})

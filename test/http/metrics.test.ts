import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { dataset, testApp } from '../app.ts'
import { measureProcess } from '../../src/process-metrics.ts'
import { findbuch, serveFindbuch } from '../cli/findbuch.ts'
import { endless } from '../store/index-kit.ts'
import { temporaryFolder } from '../store.ts'
import { readExposition, type Scrape } from './exposition.ts'

type App = Awaited<ReturnType<typeof testApp>>['app']

const iri = 'http://example.org/a'
const requests = 'findbuch_http_request_duration_seconds_count'
const queries = 'findbuch_sparql_queries_total'

const scrape = async (app: App) => readExposition((await app.inject({ url: '/metrics' })).body)

const sparql = (app: App, query: string) =>
  app.inject({ url: `/sparql?${new URLSearchParams({ query }).toString()}` })

test('the metrics come in the text format of Prometheus and are not cached', async () => {
  const { app } = await testApp()
  const answer = await app.inject({ url: '/metrics' })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'cache-control': 'no-store',
  })
  const { series } = readExposition(answer.body)
  expect(series('findbuch_index_replicas')).toHaveLength(1)
})

test('requests are counted by the pattern of their route, not by their path', async () => {
  const { app, keep } = await testApp()
  const id = await keep(dataset(iri), { iri })
  for (const url of [`/datasets/${id}`, '/datasets/a', '/datasets/b', '/no/where', '/%zz']) {
    await app.inject({ url: `${url}?secret=geheim` })
  }
  await app.inject({ method: 'DELETE', url: '/datasets/a' })
  await app.inject({ method: 'TRACE', url: '/datasets/a' })
  const { body } = await app.inject({ url: '/metrics' })
  const { value } = readExposition(body)
  const route = '/datasets/:id'
  expect(value(requests, { route, method: 'GET', status: '2xx' })).toBe(1)
  expect(value(requests, { route, method: 'GET', status: '4xx' })).toBe(2)
  expect(value(requests, { route, method: 'other', status: '4xx' })).toBe(2)
  expect(value(requests, { route: 'none', method: 'GET', status: '4xx' })).toBe(2)
  expect(body).not.toMatch(/geheim|no\/where|datasets\/[ab]"/)
})

test('a request that takes long is in the buckets that say so', async () => {
  const { app, keep } = await testApp({ environment: { SPARQL_TIMEOUT_SECONDS: '0.3' } })
  await keep(dataset(iri), { iri })
  await sparql(app, endless.sparql)
  const labels = { route: '/sparql', method: 'GET', status: '5xx' }
  const { value } = await scrape(app)
  const bucket = 'findbuch_http_request_duration_seconds_bucket'
  expect(value(bucket, { ...labels, le: '0.25' })).toBe(0)
  expect(value(bucket, { ...labels, le: '+Inf' })).toBe(1)
  expect(value(bucket.replace('bucket', 'sum'), labels)).toBeGreaterThan(0.3)
})

test('queries are counted while they run and wait, and then by their outcome', async () => {
  const { app, graph, keep } = await testApp({ environment: { SPARQL_TIMEOUT_SECONDS: '2' } })
  await keep(dataset(iri), { iri })
  await sparql(app, 'ASK {}')
  await sparql(app, 'ASK {')
  const late = sparql(app, endless.sparql)
  const waiting = sparql(app, 'ASK { ?s ?p ?o }')
  await vi.waitFor(async () => {
    const { value } = await scrape(app)
    expect(value('findbuch_sparql_queries_running')).toBe(1)
    expect(value('findbuch_sparql_queries_queued')).toBe(1)
  })
  expect((await late).statusCode).toBe(504)
  await waiting
  await graph.ready()
  const { value } = await scrape(app)
  expect(value('findbuch_sparql_queries_running')).toBe(0)
  expect(value('findbuch_sparql_queries_queued')).toBe(0)
  expect(value(queries, { outcome: 'query-syntax' })).toBe(1)
  expect(value(queries, { outcome: 'query-timeout' })).toBe(1)
  expect(value(queries, { outcome: 'answered' })).toBeGreaterThanOrEqual(1)
  expect(value('findbuch_index_threads_ended_total', { reason: 'late' })).toBe(1)
})

test('a query whose client has gone is counted as cancelled', async () => {
  const { app, keep, listen } = await testApp()
  await keep(dataset(iri), { iri })
  const url = new URL('/sparql', await listen())
  url.searchParams.set('query', endless.sparql)
  const controller = new AbortController()
  const asked = fetch(url, { signal: controller.signal }).catch(() => undefined)
  await vi.waitFor(async () =>
    expect((await scrape(app)).value('findbuch_sparql_queries_running')).toBe(1),
  )
  controller.abort()
  await asked
  await vi.waitFor(async () =>
    expect((await scrape(app)).value(queries, { outcome: 'client-gone' })).toBe(1),
  )
})

test('what is written is behind until the index has taken it up', async () => {
  const { app, keep } = await testApp({ environment: { SPARQL_TIMEOUT_SECONDS: '2' } })
  await keep(dataset(iri), { iri })
  await sparql(app, 'ASK {}')
  const before = await scrape(app)
  expect(before.value('findbuch_index_lag_revisions')).toBe(0)
  expect(before.value('findbuch_index_lag_seconds')).toBe(0)
  expect(before.value('findbuch_index_quads')).toBeGreaterThan(5)

  const late = sparql(app, endless.sparql)
  await vi.waitFor(async () =>
    expect((await scrape(app)).value('findbuch_sparql_queries_running')).toBe(1),
  )
  await keep(dataset(`${iri}2`), { iri: `${iri}2` })
  const meanwhile = await scrape(app)
  const revision = before.value('findbuch_record_revision') ?? NaN
  expect(meanwhile.value('findbuch_record_revision')).toBe(revision + 2)
  expect(meanwhile.value('findbuch_index_revision')).toBe(revision)
  expect(meanwhile.value('findbuch_index_lag_revisions')).toBe(2)
  expect(meanwhile.value('findbuch_index_lag_seconds')).toBeGreaterThan(0)

  await late
  const without = await scrape(app)
  expect(without.value('findbuch_index_replicas')).toBe(0)
  expect(without.value('findbuch_index_lag_revisions')).toBeUndefined()
  await vi.waitFor(async () => expect((await sparql(app, 'ASK {}')).statusCode).toBe(200), 10_000)
  const after = await scrape(app)
  expect(after.value('findbuch_index_replicas')).toBe(1)
  expect(after.value('findbuch_index_lag_revisions')).toBe(0)
})

test('there is room in the index as long as writes are not refused', async () => {
  const { app, graph } = await testApp({ index: { maxBytes: 4 << 20 } })
  expect(() => graph.checkRoom()).not.toThrow()
  const { value } = await scrape(app)
  const room = value('findbuch_index_room_triples') ?? 0
  expect(room).toBeGreaterThan(1000)
  expect(value('findbuch_index_memory_limit_bytes')).toBe(4 << 20)
  expect(value('findbuch_index_memory_used_bytes')).toBeLessThan(4 << 20)

  const small = await testApp({ index: { maxBytes: 1 << 20 } })
  expect(() => small.graph.checkRoom()).toThrow(/no memory left/)
  expect((await scrape(small.app)).value('findbuch_index_room_triples')).toBe(0)
})

test('the files of the data folder and its disk are measured', async () => {
  const { app, keep } = await testApp()
  const before = (await scrape(app)).value('findbuch_record_wal_bytes') ?? NaN
  await keep(dataset(iri), { iri })
  const { value } = await scrape(app)
  expect(value('findbuch_record_wal_bytes')).toBeGreaterThan(before)
  expect(value('findbuch_record_bytes')).toBeGreaterThan(0)
  expect(value('findbuch_disk_free_bytes')).toBeLessThan(value('findbuch_disk_size_bytes') ?? 0)
})

test('the runs of a source are told, and a run whose process is gone was interrupted', async () => {
  const { app, runs, records } = await testApp()
  const state = (name: string) => ({ source: 'test', state: name })
  const running = runs.begin('test')
  const first = await scrape(app)
  expect(first.value('findbuch_harvest_running', { source: 'test' })).toBe(1)
  expect(first.series('findbuch_harvest_last_run_state')).toEqual([])

  runs.finish(running, 'complete', { tally: { created: 3, notTaken: 1 } })
  const second = await scrape(app)
  expect(second.value('findbuch_harvest_running', { source: 'test' })).toBe(0)
  expect(second.value('findbuch_harvest_last_run_state', state('complete'))).toBe(1)
  expect(second.value('findbuch_harvest_last_run_state', state('incomplete'))).toBe(0)
  const resources = 'findbuch_harvest_last_run_resources'
  expect(second.value(resources, { source: 'test', outcome: 'created' })).toBe(3)
  expect(second.value(resources, { source: 'test', outcome: 'not-taken' })).toBe(1)

  runs.begin('test')
  records.database.exec(`UPDATE harvest_run SET process = 1 WHERE state = 'running'`)
  const third = await scrape(app)
  expect(third.value('findbuch_harvest_running', { source: 'test' })).toBe(0)
  expect(third.value('findbuch_harvest_last_run_state', state('interrupted'))).toBe(1)
  const completeAt = third.value('findbuch_harvest_last_complete_timestamp_seconds', {
    source: 'test',
  })
  expect(completeAt).toBeGreaterThan(1.7e9)
})

const longestDelay = ({ value }: Scrape) =>
  value('findbuch_event_loop_delay_seconds', { quantile: '1' })

test('a main thread that was held up shows in the delay of the event loop', async () => {
  const { app } = await testApp({ processMetrics: measureProcess() })
  // A delay is the time between two ticks, the first of which comes after 10 ms.
  await new Promise((resolve) => setTimeout(resolve, 50))
  const until = performance.now() + 300
  while (performance.now() < until);
  for (const _ of ['a first scrape', 'and a second one']) {
    await vi.waitFor(async () => expect(longestDelay(await scrape(app))).toBeGreaterThan(0.25))
  }
  expect((await scrape(app)).value('nodejs_eventloop_utilization_ratio')).toBeGreaterThan(0)
})

test('all that the README watches is there, and runs of the command line count', async () => {
  const DATA_DIR = temporaryFolder()
  const server = serveFindbuch({ DATA_DIR })
  const { url } = await server.seen('listening')
  const get = async () => (await fetch(`${url}/metrics`)).text()
  await fetch(`${url}/catalog`)
  const { value, series } = readExposition(await get())
  const source = 'wiesenthal'
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
  expect(value('process_start_time_seconds')).toBeGreaterThan(1.7e9)
  expect(value('findbuch_event_loop_delay_seconds', { quantile: '0.99' })).toBeGreaterThan(0.001)
  expect(value('nodejs_eventloop_utilization_ratio')).toBeLessThanOrEqual(1)
  expect(value('findbuch_harvest_runs', { source, state: 'complete' })).toBe(1)

  const readme = readFileSync('README.md', 'utf8')
  const named = readme.match(/\b(findbuch|process|nodejs)_[a-z0-9_]+/g) ?? []
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((name) => series(name).length === 0)).toEqual([])

  await findbuch(['harvest', source], { DATA_DIR, PORT: new URL(url ?? '').port })
  const after = readExposition(await get())
  expect(after.value('findbuch_harvest_runs', { source, state: 'complete' })).toBe(2)
  const unchanged = { source, outcome: 'unchanged' }
  expect(after.value('findbuch_harvest_last_run_resources', unchanged)).toBeGreaterThan(10)
})

import { expect, test, vi } from 'vitest'
import { ask, submission, testGraph, testRecords, testStore } from '../store.ts'
import { countOf, endless, generated, howManyDatasets, loggingGraph, select } from './index-kit.ts'

const values = async (count: number) =>
  submission(Array.from({ length: count }, (_, i) => `:d :p ${i} .`).join('\n'))
const count = 'SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }'

test('queries are answered while another one runs into its deadline', async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 3000, replicas: 2 })
  catalogue.accept([await values(300)])
  await vi.waitFor(() => expect(graph.status().replicas).toBe(2), 10_000)
  const late = graph.query(endless).catch((error: unknown) => error)
  const end = late.then(() => 'over')
  let answered = 0
  while ((await Promise.race([end, countOf(graph, count)])) !== 'over') answered += 1
  expect(await late).toMatchObject({ code: 'query-timeout' })
  expect(answered).toBeGreaterThan(20)
  await vi.waitFor(() => expect(graph.status().replicas).toBe(2), 10_000)
})

test('every replica gives what was written before it was asked', async () => {
  const { catalogue, graph } = await testStore({ replicas: 3 })
  await vi.waitFor(() => expect(graph.status().replicas).toBe(3), 10_000)
  for (let size = 1; size <= 10; size += 1) {
    catalogue.accept([await values(size)])
    const answers = await Promise.all(Array.from({ length: 9 }, () => countOf(graph, count)))
    expect(new Set(answers)).toEqual(new Set([size]))
  }
})

test('what nobody asks for is taken up as well', async () => {
  const { folder, catalogue } = testRecords()
  const { graph } = loggingGraph(folder, { replicas: 2 })
  await vi.waitFor(() => expect(graph.status().replicas).toBe(2), 10_000)
  catalogue.accept([await values(10)]) // as another process does: the index is not told
  await vi.waitFor(() => expect(graph.status().revision).toBe(catalogue.revision()), 5000)
})

test('a query whose client has gone makes way', async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 20_000 })
  catalogue.accept([await values(300)])
  const controller = new AbortController()
  const gone = graph.query(endless, { signal: controller.signal }).catch((error: unknown) => error)
  await vi.waitFor(() => expect(graph.status().running).toBe(1))
  const next = countOf(graph, count)
  controller.abort()
  expect(await gone).toMatchObject({ code: 'client-gone' })
  expect(await next).toBe(300)
})

test('a query makes way, too, whose client goes at the moment when it is begun', async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 20_000 })
  catalogue.accept([await values(300)])
  expect(await countOf(graph, count)).toBe(300)
  const controller = new AbortController()
  const gone = graph.query(endless, { signal: controller.signal }).catch((error: unknown) => error)
  // The thread begins meanwhile, and says so to nobody.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  controller.abort()
  expect(await gone).toMatchObject({ code: 'client-gone' })
  await vi.waitFor(() => expect(graph.status().ended.abandoned).toBe(1), 5000)
  expect(await countOf(graph, count)).toBe(300)
})

test('a query that waits and whose client has gone is never carried out', async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 1000, maxWaiting: 1 })
  catalogue.accept([await values(300)])
  const running = graph.query(endless).catch((error: unknown) => error)
  const controller = new AbortController()
  const waiting = graph
    .query(endless, { signal: controller.signal })
    .catch((error: unknown) => error)
  await vi.waitFor(() => expect(graph.status()).toMatchObject({ running: 1, waiting: 1 }))
  controller.abort()
  expect(await waiting).toMatchObject({ code: 'client-gone' })
  expect(graph.status().waiting).toBe(0)
  expect(await running).toMatchObject({ code: 'query-timeout' })
  await vi.waitFor(() => expect(graph.status().replicas).toBe(1), 10_000)
  expect(graph.status()).toMatchObject({ running: 0, waiting: 0 })
})

test('the queries of one client do not hold up those of another', async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 2000, replicas: 2, maxPerClient: 1 })
  catalogue.accept([await values(300)])
  await vi.waitFor(() => expect(graph.status().replicas).toBe(2), 10_000)
  const greedy = Array.from({ length: 5 }, () =>
    graph.query(endless, { client: 'greedy' }).catch((error: unknown) => error),
  )
  await vi.waitFor(() => expect(graph.status()).toMatchObject({ running: 1, waiting: 4 }))
  const answer = await graph.query(select(count), { client: 'modest' })
  expect(new TextDecoder().decode(answer)).toBe('n\r\n300\r\n')
  expect(graph.status().waiting).toBe(4)
  await graph.stop()
  expect(await Promise.all(greedy)).toEqual(Array(5).fill(expect.objectContaining({ status: 503 })))
})

test('replicas that come later are taken from the image of the first', async () => {
  const { folder, catalogue } = testRecords()
  catalogue.accept(await generated(1100))
  const { graph, seen, lines } = loggingGraph(folder, { replicas: 3 })
  await seen('index ready', 3)
  const ready = lines.filter(({ msg }) => msg === 'index ready')
  expect(ready.map(({ from }) => from)).toEqual(['record', 'image', 'image'])
  const counts = await Promise.all(Array.from({ length: 9 }, () => countOf(graph, howManyDatasets)))
  expect(new Set(counts)).toEqual(new Set([1100]))
})

test('a query that kills the engine leaves the other replica, and the lost one comes back', async () => {
  const { graph } = await testStore({ replicas: 2 })
  await vi.waitFor(() => expect(graph.status().replicas).toBe(2), 10_000)
  const deep = select(`SELECT * ${'{'.repeat(3000)}${'}'.repeat(3000)}`)
  await expect(graph.query(deep)).rejects.toMatchObject({ code: 'query-too-complex' })
  expect(await ask(graph, select('SELECT (1 AS ?n) {}'))).toBe('n\r\n1\r\n')
  await vi.waitFor(() => expect(graph.status().replicas).toBe(2), 10_000)
})

test('until the index is up for the first time, who asks is told to come again', async () => {
  const graph = testGraph(testRecords().folder)
  await expect(graph.query(select(count))).rejects.toMatchObject({
    code: 'index-loading',
    status: 503,
    retryAfterSeconds: 2,
  })
  await graph.ready()
  expect(await countOf(graph, count)).toBe(0)
})

test('an index that cannot be brought up says why, and names what is damaged', async () => {
  const { folder, records, catalogue } = testRecords()
  catalogue.accept([await values(10)])
  records.database.exec(`UPDATE resource SET graph = x'00' WHERE kind = 'dataset'`)
  const graph = testGraph(folder)
  await expect
    .poll(() => graph.query(select(count)).catch((error: unknown) => error), { timeout: 10_000 })
    .toMatchObject({
      code: 'index-failed',
      status: 503,
      message: expect.stringContaining('http://example.org/d'),
    })
})

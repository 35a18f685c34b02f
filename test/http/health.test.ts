import { expect, test, vi } from 'vitest'
import { dataset, testApp } from '../app.ts'
import { endless, generated } from '../store/index-kit.ts'

type App = Awaited<ReturnType<typeof testApp>>['app']

const iri = 'http://example.org/a'
const ready = (app: App) => app.inject({ url: '/health/ready' })
const query = (app: App, text: string) =>
  app.inject({ url: `/sparql?${new URLSearchParams({ query: text }).toString()}` })

test('a service that can do everything is ready', async () => {
  const { app } = await testApp()
  const answer = await ready(app)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.json()).toMatchObject({
    ready: true,
    parts: {
      record: { ready: true, revision: 0 },
      index: { ready: true, state: 'ready', replicas: 1, wanted: 1, running: 0, waiting: 0 },
    },
  })
})

test('a record that cannot be read is named, and the index is not blamed', async () => {
  const { app, records } = await testApp()
  records.database.exec('ALTER TABLE log RENAME TO elsewhere')
  const answer = await ready(app)
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({
    type: 'urn:findbuch:problem:not-ready',
    detail: 'The record is not ready: It cannot be read; the log says why.',
    ready: false,
    parts: { record: { ready: false }, index: { ready: true } },
  })
  expect(answer.body).not.toMatch(/sqlite|no such table/i)
})

test('a record that cannot be written is named with the reason', async () => {
  const { app } = await testApp({ recordTrouble: () => 'The disk is full.' })
  const answer = await ready(app)
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({
    detail: 'The record is not ready: The disk is full.',
    parts: { record: { ready: false, reason: 'The disk is full.' }, index: { ready: true } },
  })
})

test('while the only replica is being replaced, the index is not ready and says so', async () => {
  const { app, keep } = await testApp({ environment: { SPARQL_TIMEOUT_SECONDS: '0.3' } })
  await keep(dataset(iri), { iri })
  await query(app, endless.sparql)
  const answer = await ready(app)
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('2')
  expect(answer.json()).toMatchObject({
    detail: expect.stringMatching(/^The index is not ready: It is being loaded/),
    parts: {
      record: { ready: true },
      index: { ready: false, state: 'loading', replicas: 0, wanted: 1 },
    },
  })
  await vi.waitFor(async () => expect((await ready(app)).statusCode).toBe(200), 10_000)
})

test('while one replica is being replaced and another answers, the service is ready', async () => {
  const { app, keep } = await testApp({
    environment: { SPARQL_TIMEOUT_SECONDS: '0.3' },
    index: { replicas: 2 },
  })
  await keep(dataset(iri), { iri })
  await vi.waitFor(
    async () =>
      expect((await ready(app)).json()).toMatchObject({ parts: { index: { replicas: 2 } } }),
    10_000,
  )
  await query(app, endless.sparql)
  const answer = await ready(app)
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({ parts: { index: { replicas: 1, wanted: 2 } } })
  expect((await query(app, 'ASK { ?s ?p ?o }')).statusCode).toBe(200)
})

test('an index without memory for the record is named as full', async () => {
  const { app, catalogue, graph } = await testApp({ index: { maxBytes: 3 << 20 } })
  catalogue.accept(await generated(200))
  graph.follow()
  await vi.waitFor(
    async () =>
      expect((await ready(app)).json()).toMatchObject({ parts: { index: { state: 'full' } } }),
    10_000,
  )
  const answer = await ready(app)
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toMatchObject({
    detail: expect.stringContaining('The record holds more than it has memory for.'),
  })
})

test('an index that cannot be brought up is told with what is damaged', async () => {
  const { app, keep, records } = await testApp({ environment: { SPARQL_TIMEOUT_SECONDS: '0.5' } })
  await keep(dataset(iri), { iri })
  records.database.exec(`UPDATE resource SET graph = x'00' WHERE kind = 'dataset'`)
  await query(app, endless.sparql)
  await vi.waitFor(
    async () =>
      expect((await ready(app)).json()).toMatchObject({
        detail: expect.stringContaining(`It cannot be brought up: The graph of ${iri}`),
      }),
    10_000,
  )
})

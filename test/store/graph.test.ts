import { expect, test } from 'vitest'
import type { GraphQuery } from '../../src/store/graph-protocol.ts'
import { ask, submission, testStore } from '../store.ts'

const select = (sparql: string): GraphQuery => ({
  sparql,
  mediaType: 'text/csv',
  baseIri: 'http://example.org/',
  maxResultBytes: 10_000,
})

const endless = select(
  'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u }',
)

const many = async () =>
  submission(Array.from({ length: 200 }, (_, i) => `:d :p ${i} .`).join('\n'))

test('a query past its deadline is ended, and the index is there again after it', async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 300 })
  catalogue.accept([await many()])
  await expect(graph.query(endless)).rejects.toMatchObject({ code: 'query-timeout', status: 504 })
  await graph.ready()
  expect(await ask(graph, select('SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }'))).toBe(
    'n\r\n200\r\n',
  )
})

test('queries that wait behind a late one are told to come again', async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 300 })
  catalogue.accept([await many()])
  await Promise.all([
    expect(graph.query(endless)).rejects.toMatchObject({ status: 504 }),
    expect(graph.query(select('ASK {}'))).rejects.toMatchObject({
      status: 503,
      retryAfterSeconds: 2,
    }),
  ])
})

test('no more queries wait than may, beside the one that runs', async () => {
  const { graph } = await testStore({ maxWaiting: 1 })
  const first = Promise.all([graph.query(select('ASK {}')), graph.query(select('ASK {}'))])
  await expect(graph.query(select('SELECT * {}'))).rejects.toMatchObject({
    code: 'too-many-queries',
    status: 503,
  })
  await first
})

test('a result over the limit is an error, not a shorter result', async () => {
  const { catalogue, graph } = await testStore()
  catalogue.accept([await many()])
  const query = { ...select('SELECT * { ?s ?p ?o }'), maxResultBytes: 1000 }
  await expect(graph.query(query)).rejects.toMatchObject({ code: 'result-too-large', status: 507 })
})

test('a wrong query says where it is wrong', async () => {
  const { graph } = await testStore()
  await expect(graph.query(select('SELECT * { ?s ?p }'))).rejects.toMatchObject({
    code: 'query-refused',
    status: 400,
    message: expect.stringMatching(/1:\d+/),
  })
})

test('a query that kills the engine costs that query only', async () => {
  const { graph } = await testStore()
  const deep = select(`SELECT * ${'{'.repeat(3000)}${'}'.repeat(3000)}`)
  await expect(graph.query(deep)).rejects.toMatchObject({ code: 'query-too-complex' })
  await graph.ready()
  expect(await ask(graph, select('SELECT (1 AS ?n) {}'))).toBe('n\r\n1\r\n')
})

test('a write is seen by the next query', async () => {
  const { catalogue, graph } = await testStore()
  for (const value of [1, 2, 3]) {
    catalogue.accept([await submission(`:d :p ${value} .`)])
    expect(await ask(graph, select('SELECT ?o { ?s <http://example.org/p> ?o }'))).toBe(
      `o\r\n${value}\r\n`,
    )
  }
})

test('after a stop nothing is left waiting', async () => {
  const { graph } = await testStore()
  const refused = expect(graph.query(endless)).rejects.toMatchObject({ status: 503 })
  await graph.stop()
  await refused
  await expect(graph.query(endless)).rejects.toMatchObject({ status: 503 })
})

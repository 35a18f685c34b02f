import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { dataset, testApp } from '../app.ts'

const iri = 'http://example.org/d'

test('queries that fail leave nothing at the connection that they came by', async () => {
  const { app, keep, listen } = await testApp({ environment: { SPARQL_MAX_RESULT_BYTES: '1024' } })
  await keep(dataset(iri), { iri })
  const url = new URL('/sparql', await listen())
  url.searchParams.set('query', 'SELECT * { ?s ?p ?o . ?x ?y ?z }')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const listeners: number[] = []
  app.server.on('request', ({ socket }) => listeners.push(socket.listenerCount('close')))
  for (let times = 0; times < 5; times += 1) expect(await statusOf(url, agent)).toBe(507)
  expect(new Set(listeners.slice(1)).size).toBe(1)
})

test('who does not read what was asked for is told to come again', async () => {
  const maxResultBytes = 8 << 20
  const environment = { SPARQL_MAX_RESULT_BYTES: String(maxResultBytes) }
  const { keep, listen } = await testApp({ environment })
  const values = Array.from({ length: 300 }, (_, index) => `<${iri}> <urn:p> ${index} .`).join('\n')
  await keep(values, { iri })
  const { port } = new URL(await listen())
  const url = new URL(`http://127.0.0.1:${port}/sparql`)
  url.searchParams.set('query', 'SELECT ?s ?o ?x ?z { ?s <urn:p> ?o . ?x <urn:p> ?z }')
  const lazy = Array.from({ length: 4 }, () => {
    const socket = connect(Number(port), '127.0.0.1').pause()
    socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n`)
    onTestFinished(() => void socket.destroy())
    return socket
  })
  const ask = new URL(url)
  ask.searchParams.set('query', 'ASK {}')
  await vi.waitFor(async () => expect((await fetch(ask)).status).toBe(503), 10_000)
  const problem = await fetch(ask)
  expect(problem.headers.get('retry-after')).toBe('2')
  expect(await problem.json()).toMatchObject({ type: expect.stringContaining('unread-results') })
  for (const socket of lazy) socket.destroy()
  await vi.waitFor(async () => expect((await fetch(ask)).status).toBe(200), 10_000)
})

function statusOf(url: URL, agent: Agent) {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  request(url, { agent }, (response) => {
    response.resume().on('end', () => resolve(response.statusCode))
  })
    .on('error', reject)
    .end()
  return promise
}

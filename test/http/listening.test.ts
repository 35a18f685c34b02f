import { Agent, get, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { dataset, testApp } from '../app.ts'

const iri = 'http://example.org/a'

async function listeningApp(environment: Record<string, string> = {}) {
  const parts = await testApp({ environment })
  const id = await parts.keep(dataset(iri), { iri })
  return { ...parts, id, url: await parts.listen() }
}

/** What the server makes of bytes that no HTTP client would send. */
async function raw(url: string, bytes: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  return text(socket)
}

test('a HEAD has the length of the GET and no body', async () => {
  const { url, id } = await listeningApp()
  for (const path of [
    `/datasets/${id}`,
    `/datasets/${id}.html`,
    '/catalog',
    '/sparql?query=ASK%7B%7D',
  ]) {
    const get = await fetch(url + path)
    const head = await fetch(url + path, { method: 'HEAD' })
    const body = await get.arrayBuffer()
    expect(head.status).toBe(200)
    expect(head.headers.get('content-length')).toBe(String(body.byteLength))
    expect(get.headers.get('content-length')).toBe(String(body.byteLength))
    expect((await head.arrayBuffer()).byteLength).toBe(0)
  }
})

test('304 has neither body nor length', async () => {
  const { url, id } = await listeningApp()
  const etag = (await fetch(`${url}/datasets/${id}`)).headers.get('etag') ?? ''
  for (const method of ['GET', 'HEAD']) {
    const answer = await fetch(`${url}/datasets/${id}`, {
      method,
      headers: { 'if-none-match': etag },
    })
    expect(answer.status).toBe(304)
    expect(answer.headers.get('etag')).toBe(etag)
    expect(await answer.text()).toBe('')
  }
})

test('a query of 64 KiB may come in the address, however it is encoded', async () => {
  const { url } = await listeningApp()
  const query = `ASK {} #${'{'.repeat(65_000)}`
  const answer = await fetch(`${url}/sparql?query=${encodeURIComponent(query)}`)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ boolean: true })
})

test('an address that is longer still is told so', async () => {
  const { url } = await listeningApp()
  const answer = await raw(url, `GET /${'x'.repeat(300_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  expect(answer).toContain('application/problem+json')
  expect(answer).toContain('urn:findbuch:problem:headers-too-large')
})

test('what is no HTTP is told so', async () => {
  const { url } = await listeningApp()
  const answer = await raw(url, 'nonsense\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer).toContain('urn:findbuch:problem:bad-request')
})

test('a body that is too large is refused before it has arrived', async () => {
  const { url } = await listeningApp()
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  const post = request(`${url}/sparql`, {
    method: 'POST',
    headers: { 'content-type': 'application/sparql-query', 'content-length': 10_000_000 },
  })
  post.on('response', (response) => resolve(response.statusCode)).on('error', reject)
  post.write('ASK {}')
  expect(await promise).toBe(413)
  post.destroy()
})

test('a body without a length is bounded, too', async () => {
  const { url } = await listeningApp()
  const chunk = new TextEncoder().encode('#'.repeat(65_536))
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      if (sent++ < 20) controller.enqueue(chunk)
      else controller.close()
    },
  })
  const headers = { 'content-type': 'application/sparql-query' }
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  const answer = await fetch(`${url}/sparql`, init)
  expect(answer.status).toBe(413)
})

test('a stopping server ends what runs and refuses what comes', async () => {
  const { app, url, graph, keep } = await listeningApp({ SPARQL_TIMEOUT_SECONDS: '1' })
  await keep(Array.from({ length: 300 }, (_, n) => `:s${n} :p ${n} .`).join('\n'))
  const crossProduct = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }'
  const running = fetch(`${url}/sparql?query=${encodeURIComponent(crossProduct)}`)
  await vi.waitFor(() => expect(graph.status().running).toBe(1))
  const { hostname, port } = new URL(url)
  const begun = connect(Number(port), hostname)
  begun.write('GET /health/live HTTP/1.1\r\n')
  await (await fetch(`${url}/health/live`)).text()

  const closing = app.close()
  begun.write('Host: x\r\n\r\n')
  const answer = await text(begun)
  expect(answer).toMatch(/^HTTP\/1\.1 503 /)
  expect(answer).toMatch(/\r\nconnection: close\r\n/i)
  expect(answer).toContain('urn:findbuch:problem:stopping')
  expect((await running).status).toBe(504)
  await closing
})

test('failed queries leave nothing on a connection that is kept', async () => {
  const { app, url } = await listeningApp({ SPARQL_MAX_RESULT_BYTES: '1024' })
  const sockets: Socket[] = []
  app.server.on('connection', (socket) => sockets.push(socket))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const tooLarge = `SELECT ("${'x'.repeat(2000)}" AS ?x) {}`
  const listeners: (number | undefined)[] = []
  for (let turn = 0; turn < 5; turn += 1) {
    expect(await statusOf(`${url}/sparql?query=${encodeURIComponent(tooLarge)}`, agent)).toBe(507)
    listeners.push(sockets[0]?.listenerCount('close'))
  }
  agent.destroy()
  expect(sockets).toHaveLength(1)
  expect(new Set(listeners.slice(1)).size).toBe(1)
})

const statusOf = (url: string, agent: Agent) =>
  new Promise<number | undefined>((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    }).once('error', reject)
  })

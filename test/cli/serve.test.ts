import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dataset, fileWith, prefixes } from '../harvest/harvest-kit.ts'
import { temporaryFolder, testRecords } from '../store.ts'
import { findbuch, serveFindbuch } from './findbuch.ts'

test(
  'the first start harvests the example portal, the second does not',
  { timeout: 60_000 },
  async () => {
    const environment = { DATA_DIR: temporaryFolder() }
    const first = serveFindbuch(environment)
    const { url = '' } = await first.seen('listening')
    expect(await first.seen('harvest finished')).toMatchObject({
      source: 'wiesenthal',
      state: 'complete',
    })
    const feed = await fetch(`${url}/catalog.nt`)
    expect(feed.status).toBe(200)
    expect(await feed.text()).toContain('<https://daten.wiesenthal.example/dataset/kfz-farben>')
    first.child.kill('SIGTERM')
    expect(await first.exit).toEqual([0, null])

    const second = serveFindbuch(environment)
    await second.seen('index ready')
    second.child.kill('SIGINT')
    expect(await second.exit).toEqual([0, null])
    expect(second.lines.map(({ msg }) => msg)).not.toContain('harvest started')
  },
)

test(
  'what the CLI harvests while the server runs is served at once',
  { timeout: 60_000 },
  async () => {
    const environment = { DATA_DIR: temporaryFolder() }
    const server = serveFindbuch(environment)
    const { url = '' } = await server.seen('listening')
    await server.seen('harvest finished')
    await server.seen('index ready')
    expect(
      (await findbuch(['harvest', fileWith(prefixes + dataset('new'))], environment)).code,
    ).toBe(0)
    const answer = await fetch(
      `${url}/sparql?query=${encodeURIComponent('ASK { <http://example.org/new> ?p ?o }')}`,
      {
        headers: { accept: 'application/sparql-results+json' },
      },
    )
    expect(await answer.json()).toMatchObject({ boolean: true })
  },
)

test('requests are logged in one line each, without secrets', { timeout: 60_000 }, async () => {
  const server = serveFindbuch({ DATA_DIR: temporaryFolder() })
  const { url = '' } = await server.seen('listening')
  await fetch(`${url}/health/live`, {
    headers: { 'x-api-key': 'geheim', authorization: 'Bearer geheim' },
  })
  server.child.kill('SIGTERM')
  await server.exit
  const requests = server.lines.filter((line) => JSON.stringify(line).includes('/health/live'))
  expect(requests).toHaveLength(1)
  expect(JSON.stringify(server.lines)).not.toContain('geheim')
})

test('no line is lost when the server stops', { timeout: 60_000 }, async () => {
  const server = serveFindbuch({ DATA_DIR: temporaryFolder() })
  const { url = '' } = await server.seen('listening')
  const ids = Array.from({ length: 500 }, (_, n) => `nothing-${n}`)
  await Promise.all(ids.map((id) => fetch(`${url}/datasets/${id}`)))
  server.child.kill('SIGTERM')
  expect(await server.exit).toEqual([0, null])
  const requests = server.lines.filter(({ msg }) => msg === 'request')
  expect(requests).toHaveLength(ids.length)
  const paths = new Set(requests.map((line) => line['path']))
  expect(paths).toEqual(new Set(ids.map((id) => `/datasets/${id}`)))
  expect(server.lines.at(-1)).toMatchObject({ msg: 'stopped' })
})

test('a single request is in the log while the server goes on', { timeout: 60_000 }, async () => {
  const server = serveFindbuch({ DATA_DIR: temporaryFolder() })
  const { url = '' } = await server.seen('listening')
  await fetch(`${url}/health/live`)
  expect(await server.seen('request')).toMatchObject({ path: '/health/live', status: 200 })
})

test(
  'a stop during a harvest keeps what was read and ends within ten seconds',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder()
    const source = createServer((request, response) => {
      if (request.url !== '/') return // the second page never comes
      const next = `[] a hydra:PartialCollectionView ; hydra:next <http://${request.headers.host}/2> .`
      response.writeHead(200, { 'content-type': 'text/turtle' })
      response.end(`${prefixes}${dataset('a')}${next}`)
    })
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      source.closeAllConnections()
      source.close()
    })
    const address = source.address()
    const port = typeof address === 'object' ? address?.port : 0
    const definition = {
      id: 'slow',
      kind: 'dcat-rdf',
      location: `http://127.0.0.1:${port}/`,
      catalogue: { id: 'slow' },
    }
    const file = join(folder, 'sources.json')
    writeFileSync(file, JSON.stringify([definition]))

    const server = serveFindbuch({ DATA_DIR: folder, SOURCES: file })
    await server.seen('harvest page')
    const start = performance.now()
    server.child.kill('SIGTERM')
    expect(await server.exit).toEqual([0, null])
    expect(performance.now() - start).toBeLessThan(10_000)
    expect(await server.seen('harvest finished')).toMatchObject({
      state: 'interrupted',
      created: 1,
    })
    expect(testRecords(folder).catalogue.countEntries()).toBe(1)
  },
)

test('a port that is taken is named, and the process ends', { timeout: 60_000 }, async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = String(typeof address === 'object' ? address?.port : 0)
  const { code, stderr } = await findbuch(['serve'], { DATA_DIR: temporaryFolder(), PORT: port })
  expect(code).toBe(2)
  expect(stderr).toMatch(/^findbuch: HOST and PORT: .*in use.*\n$/)
})

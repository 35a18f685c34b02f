import { expect, test } from 'vitest'
import { rdfFormats, suffixOf } from '../../src/http/formats.ts'
import { prefixes } from '../../src/rdf/vocabulary.ts'
import { base, dataset, testApp } from '../app.ts'
import { canonical, read } from '../rdf/write-readers.ts'
import { appWithDatasets, valuesOf } from './feed-kit.ts'

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

test('programs find the SPARQL endpoint, the feeds and the catalogues from the entry', async () => {
  const { app } = await appWithDatasets(1)
  const { body } = await app.inject({ url: '/index.nt' })
  const quads = await read(body, 'n-triples')
  const said = (subject: string, predicate: string) =>
    valuesOf(quads, subject, predicate).map(({ value }) => value)
  expect(said(`${base}/`, `${prefixes.void}sparqlEndpoint`)).toEqual([`${base}/sparql`])
  expect(said(`${base}/`, `${prefixes.hydra}collection`)).toEqual([`${base}/catalog`])
  expect(said(`${base}/`, `${prefixes.dcat}catalog`)).toEqual([`${base}/catalogues/test`])
  expect(said(`${base}/catalogues/test`, `${prefixes.hydra}collection`)).toEqual([
    `${base}/catalogues/test/catalog`,
  ])
})

test.for(['/', '/catalogues'] as const)('%s is the same graph in every format', async (path) => {
  const { app } = await appWithDatasets(1)
  const stem = path === '/' ? '/index' : path
  const reference = await read((await app.inject({ url: `${stem}.nt` })).body, 'n-triples')
  for (const format of rdfFormats) {
    const { body } = await app.inject({ url: `${stem}${suffixOf(format)}` })
    expect(await canonical(await read(body, format))).toBe(await canonical(reference))
  }
  expect((await app.inject({ url: path })).headers['content-type']).toMatch('text/turtle')
})

test('the list of catalogues has what each says of itself', async () => {
  const { app } = await appWithDatasets(0)
  const { body } = await app.inject({ url: '/catalogues.ttl' })
  expect(body).toContain('Testkatalog')
  expect(body).toContain('foaf:Agent')
})

test('people find catalogues and datasets from the entry', async () => {
  const { app } = await appWithDatasets(3)
  const entry = await app.inject({ url: '/', headers: { accept: browser } })
  expect(entry.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(entry.body).toContain('Testkatalog')
  expect(entry.body).toMatch(/Datensatz 2[^]*Datensatz 0/)
  const list = await app.inject({ url: '/catalogues', headers: { accept: browser } })
  expect(list.body).toContain('Testkatalog')
  const { headers } = await app.inject({ url: '/', headers: { accept: browser } })
  expect(headers.etag).toBe(entry.headers.etag)
})

test('an empty service has an entry, too', async () => {
  const { app } = await testApp()
  for (const accept of [browser, 'text/turtle', 'application/rdf+xml', 'application/ld+json']) {
    for (const url of ['/', '/catalogues', '/catalog']) {
      expect((await app.inject({ url, headers: { accept } })).statusCode).toBe(200)
    }
  }
})

test('the style sheet of the pages is ours, and asked for by its tag', async () => {
  const { app } = await testApp()
  const page = await app.inject({ url: '/', headers: { accept: browser } })
  const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page.body) ?? []
  const sheet = await app.inject({ url: href })
  expect(sheet.statusCode).toBe(200)
  expect(sheet.headers['content-type']).toBe('text/css; charset=utf-8')
  const headers = { 'if-none-match': String(sheet.headers.etag) }
  expect((await app.inject({ url: href, headers })).statusCode).toBe(304)
  expect((await app.inject({ url: '/assets/../pages.ts' })).statusCode).toBe(404)
})

test('health tells of each part', async () => {
  const { app, graph, keep } = await testApp()
  expect((await app.inject({ url: '/health/live' })).json()).toEqual({ live: true })
  const ready = await app.inject({ url: '/health/ready' })
  expect(ready.statusCode).toBe(200)
  expect(ready.headers['cache-control']).toBe('no-store')
  expect(ready.json()).toMatchObject({
    ready: true,
    parts: { record: { ready: true }, index: { ready: true, state: 'ready' } },
  })
  const id = await keep(dataset('http://example.org/a'), { iri: 'http://example.org/a' })
  await graph.stop()
  const notReady = await app.inject({ url: '/health/ready' })
  expect(notReady.statusCode).toBe(503)
  expect(notReady.headers['retry-after']).toBe('2')
  expect(notReady.json()).toMatchObject({
    type: 'urn:findbuch:problem:not-ready',
    ready: false,
    parts: { record: { ready: true }, index: { ready: false, state: 'stopped' } },
  })
  expect((await app.inject({ url: '/health/live' })).statusCode).toBe(200)
  expect((await app.inject({ url: `/datasets/${id}` })).statusCode).toBe(200)
})

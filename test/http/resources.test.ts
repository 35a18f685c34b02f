import { expect, test } from 'vitest'
import { formats, mediaTypeOf, rdfFormats, suffixOf } from '../../src/http/formats.ts'
import { base, dataset, testApp } from '../app.ts'
import { canonical, read, stored } from '../rdf/write-readers.ts'

const iri = 'http://example.org/a'

async function appWithDataset() {
  const parts = await testApp()
  const id = await parts.keep(dataset(iri), { iri })
  const get = (suffix = '', headers: Record<string, string> = {}) =>
    parts.app.inject({ url: `/datasets/${id}${suffix}`, headers })
  return { ...parts, id, get }
}

test('a stored dataset comes back as the same graph in every format', async () => {
  const { get, catalogue, id } = await appWithDataset()
  const ntriples = catalogue.graph(catalogue.get('dataset', id))
  const graph = await canonical(await read(ntriples, 'n-triples'))
  for (const format of rdfFormats) {
    const byHeader = await get('', { accept: mediaTypeOf(format) })
    const bySuffix = await get(suffixOf(format))
    expect(byHeader.statusCode).toBe(200)
    expect(byHeader.headers['content-type']).toMatch(mediaTypeOf(format))
    expect(bySuffix.rawPayload).toEqual(byHeader.rawPayload)
    expect(await canonical(await read(byHeader.body, format))).toBe(graph)
  }
})

test('N-Triples are sent as they are stored', async () => {
  const { get, catalogue, id } = await appWithDataset()
  expect((await get('.nt')).body).toBe(catalogue.graph(catalogue.get('dataset', id)))
})

test('charset is told where the type is text, and only there', async () => {
  const { get } = await appWithDataset()
  const types = await Promise.all(
    formats.map(async (format) => (await get(suffixOf(format))).headers['content-type']),
  )
  expect(types).toEqual([
    'text/turtle; charset=utf-8',
    'application/trig',
    'application/n-triples',
    'application/n-quads',
    'application/rdf+xml',
    'application/ld+json',
    'text/html; charset=utf-8',
  ])
})

test('every format has a strong entity tag of its own', async () => {
  const { get } = await appWithDataset()
  const tags = await Promise.all(
    ['.html?lang=de', '.html?lang=en', ...rdfFormats.map(suffixOf)].map(
      async (suffix) => (await get(suffix)).headers.etag,
    ),
  )
  expect(new Set(tags).size).toBe(tags.length)
  for (const tag of tags) expect(tag).toMatch(/^"[\x21\x23-\x7e]+"$/)
})

test('an answer says what it depends on, when it changed and what else there is', async () => {
  const { get, id } = await appWithDataset()
  const page = `${base}/datasets/${id}`
  const { headers } = await get('', { accept: 'application/ld+json' })
  expect(headers).toMatchObject({
    vary: 'Accept',
    'last-modified': 'Thu, 01 Jan 2026 00:00:01 GMT',
    'content-location': `${page}.jsonld`,
    'cache-control': 'public, max-age=0, must-revalidate',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  })
  expect(headers['access-control-expose-headers']).toMatch(/\bLink, ETag, Location\b/)
  const links = String(headers.link).split(', ')
  for (const format of formats) {
    expect(links).toContain(
      `<${page}${suffixOf(format)}>; rel="alternate"; type="${mediaTypeOf(format)}"`,
    )
  }
  expect(links).toContain(`<${page}/record>; rel="describedby"`)
  expect(links).toContain(`<${base}/catalogues/test>; rel="collection"`)
})

test('HEAD is GET without the body', async () => {
  const { app, get, id } = await appWithDataset()
  const { headers } = await get()
  const conditional = { 'if-none-match': String(headers.etag) }
  for (const [suffix, wanted] of [
    ['', {}],
    ['', conditional],
    ['.rdf', {}],
    ['.html', {}],
    ['.nothing', {}],
  ] as const) {
    const { headers, statusCode } = await get(suffix, wanted)
    const url = `/datasets/${id}${suffix}`
    const head = await app.inject({ method: 'HEAD', url, headers: wanted })
    expect(head.body).toBe('')
    expect({ ...head.headers, date: '' }).toEqual({ ...headers, date: '' })
    expect(head.statusCode).toBe(statusCode)
  }
})

test.for([
  (etag: string) => etag,
  (etag: string) => `W/${etag}`,
  (etag: string) => `"other", W/"more" ,${etag}`,
  () => '*',
])('what the client has is not sent again %#', async (header) => {
  const { get } = await appWithDataset()
  const { headers } = await get()
  const answer = await get('', { 'if-none-match': header(String(headers.etag)) })
  expect(answer.statusCode).toBe(304)
  expect(answer.body).toBe('')
  for (const name of ['etag', 'vary', 'cache-control', 'content-location', 'last-modified']) {
    expect(answer.headers[name]).toBe(headers[name])
  }
})

test('the tag of one format is not that of another', async () => {
  const { get } = await appWithDataset()
  const etag = String((await get('.ttl')).headers.etag)
  expect((await get('.nt', { 'if-none-match': etag })).statusCode).toBe(200)
})

test.for([
  ['Thu, 01 Jan 2026 00:00:01 GMT', 304],
  ['Thu, 01 Jan 2026 00:00:00 GMT', 200],
  ['Fri, 02 Jan 2026 00:00:00 GMT', 304],
  ['yesterday', 200],
] as const)('If-Modified-Since %s gets %i', async ([since, status]) => {
  const { get } = await appWithDataset()
  expect((await get('', { 'if-modified-since': since })).statusCode).toBe(status)
})

test('If-Modified-Since does not count beside If-None-Match', async () => {
  const { get } = await appWithDataset()
  const answer = await get('', {
    'if-none-match': '"other"',
    'if-modified-since': 'Fri, 02 Jan 2026 00:00:00 GMT',
  })
  expect(answer.statusCode).toBe(200)
})

test('a change changes the tag', async () => {
  const { get, keep } = await appWithDataset()
  const before = await get()
  await keep(dataset(iri, 'Anderer Titel'), { iri })
  const after = await get('', { 'if-none-match': String(before.headers.etag) })
  expect(after.statusCode).toBe(200)
  expect(after.body).toContain('Anderer Titel')
})

test('a change that leaves the graph as it was changes what the headers say', async () => {
  const { get, keep } = await appWithDataset()
  const before = await get()
  await keep(dataset(iri), { iri, catalogue: 'other' })
  const moved = await get()
  expect(moved.headers.etag).toBe(before.headers.etag)
  expect(moved.headers.link).toContain(`<${base}/catalogues/other>; rel="collection"`)
  expect(moved.headers.link).not.toContain(`<${base}/catalogues/test>`)
  expect(moved.headers['last-modified']).not.toBe(before.headers['last-modified'])
})

test('what was withdrawn and came back is not answered from before', async () => {
  const { get, keep, catalogue, id } = await appWithDataset()
  const before = await get()
  catalogue.withdraw([catalogue.get('dataset', id)])
  expect((await get()).statusCode).toBe(410)
  await keep(dataset(iri), { iri })
  const after = await get()
  expect(after.rawPayload).toEqual(before.rawPayload)
  expect(after.headers['last-modified']).not.toBe(before.headers['last-modified'])
})

test('304 has the headers of 200, whether or not that was made before', async () => {
  const { get } = await appWithDataset()
  const unmade = await get('', { 'if-none-match': '*' })
  const { headers } = await get()
  const made = await get('', { 'if-none-match': '*' })
  const { 'content-length': _, ...expected } = headers
  for (const answer of [unmade, made]) {
    expect(answer.statusCode).toBe(304)
    expect({ ...answer.headers, date: '' }).toEqual({ ...expected, date: '' })
  }
})

test('where nothing fits, the answer lists what there is', async () => {
  const { get, id } = await appWithDataset()
  const answer = await get('', { accept: 'image/png' })
  expect(answer.statusCode).toBe(406)
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(answer.headers.vary).toBe('Accept')
  expect(answer.json()).toMatchObject({ type: 'urn:findbuch:problem:not-acceptable', status: 406 })
  expect(answer.json().alternatives).toContainEqual({
    label: 'RDF/XML',
    mediaType: 'application/rdf+xml',
    href: `${base}/datasets/${id}.rdf`,
  })
})

test('a dataset that RDF/XML cannot hold goes out as the next best', async () => {
  const { app, keep } = await testApp()
  const id = await keep('<http://example.org/x> <http://example.org/1> "a" .', {
    iri: 'http://example.org/x',
  })
  const url = `/datasets/${id}`
  const rdflib = 'application/rdf+xml,text/rdf+n3;q=0.9, */*;q=0.1'
  const answer = await app.inject({ url, headers: { accept: rdflib } })
  expect(answer.headers['content-type']).toBe('text/turtle; charset=utf-8')
  const only = await app.inject({ url: `${url}.rdf` })
  expect(only.json()).toMatchObject({ type: 'urn:findbuch:problem:not-representable', status: 406 })
  expect(only.headers).not.toHaveProperty('etag')
})

test('browsers get a page in their language that runs nothing', async () => {
  const { get } = await appWithDataset()
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const german = await get('', { accept })
  expect(german.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-language': 'de',
    vary: 'Accept, Accept-Language',
  })
  expect(german.headers['content-security-policy']).toMatch(/^default-src 'none'/)
  expect(german.body).toContain('Straßenverzeichnis')
  const english = await get('', { accept, 'accept-language': 'en-GB,de;q=0.5' })
  expect(english.headers['content-language']).toBe('en')
  expect(english.body).toContain('Street directory')
  const chosen = await get('?lang=en', { accept, 'accept-language': 'de' })
  expect(chosen.headers['content-language']).toBe('en')
})

test('the record says which catalogue a dataset belongs to', async () => {
  const { get } = await appWithDataset()
  const record = await get('/record.ttl')
  expect(record.statusCode).toBe(200)
  expect(record.body).toContain(`<${base}/catalogues/test> dcat:dataset <${iri}>`)
  expect(record.headers.link).toContain('rel="describes"')
  expect((await get('/record', { accept: 'text/html' })).statusCode).toBe(406)
})

test('a deleted dataset and its record are gone', async () => {
  const { get, catalogue, id } = await appWithDataset()
  catalogue.withdraw([catalogue.get('dataset', id)])
  for (const suffix of ['', '.ttl', '/record', '/record.nt']) {
    const answer = await get(suffix)
    expect(answer.statusCode).toBe(410)
    expect(answer.json()).toMatchObject({ type: 'urn:findbuch:problem:gone', iri })
  }
})

test('a dataset that is asked for as a series is found where it is', async () => {
  const { app, id } = await appWithDataset()
  const answer = await app.inject({ url: `/series/${id}.nt?lang=en` })
  expect(answer.statusCode).toBe(308)
  expect(answer.headers.location).toBe(`${base}/datasets/${id}.nt?lang=en`)
})

test.for([
  '/datasets/unknown',
  '/datasets/unknown.ttl',
  '/datasets/',
  '/datasets/..%2f..%2fetc%2fpasswd',
  '/datasets/a%00b',
  '/datasets/A',
  '/datasets/a_b',
  '/datasets/a/record/x',
])('%s is not found', async (url) => {
  const { app } = await testApp()
  const answer = await app.inject({ url })
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ type: 'urn:findbuch:problem:not-found', status: 404 })
})

test('series, services and catalogues have pages as datasets have', async () => {
  const { app, keep } = await testApp()
  for (const [kind, path, type] of [
    ['series', 'series', 'DatasetSeries'],
    ['service', 'services', 'DataService'],
    ['catalogue', 'catalogues', 'Catalog'],
  ] as const) {
    const resource = `http://example.org/${kind}`
    const turtle = `<${resource}> a dcat:${type} ; dct:title "Etwas"@de .`
    const id = await keep(turtle, { kind, iri: resource, id: kind })
    const answer = await app.inject({ url: `/${path}/${id}`, headers: { accept: 'text/turtle' } })
    const prefixes =
      'PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> '
    expect(await canonical(await read(answer.body, 'turtle'))).toBe(
      await canonical(await read(await stored(prefixes + turtle, resource), 'n-triples')),
    )
    const page = await app.inject({ url: `/${path}/${id}.html` })
    expect(page.statusCode).toBe(200)
  }
})

test('a page follows what others are called', async () => {
  const { app, keep } = await testApp()
  const catalogue = { kind: 'catalogue', id: 'test', iri: `${base}/catalogues/test` } as const
  const named = (title: string) => `<${catalogue.iri}> a dcat:Catalog ; dct:title "${title}"@de .`
  await keep(named('Alter Name'), catalogue)
  const id = await keep(dataset(iri), { iri })
  const url = `/datasets/${id}.html`
  const before = await app.inject({ url })
  expect(before.body).toContain('Alter Name')
  await keep(named('Neuer Name'), catalogue)
  const headers = { 'if-none-match': String(before.headers.etag) }
  expect((await app.inject({ url, headers })).body).toContain('Neuer Name')
})

import { expect, test } from 'vitest'
import { dataset, testApp } from '../app.ts'
import { canonical, read } from '../rdf/write-readers.ts'

const iri = 'http://example.org/a'
const titles = 'SELECT ?t { ?d <http://purl.org/dc/terms/title> ?t } ORDER BY ?t'
const form = 'application/x-www-form-urlencoded'
const direct = 'application/sparql-query'

async function appWithDataset() {
  const parts = await testApp()
  const id = await parts.keep(dataset(iri), { iri })
  const get = (parameters: Record<string, string> | string[][], accept = '*/*') =>
    parts.app.inject({
      url: `/sparql?${new URLSearchParams(parameters).toString()}`,
      headers: { accept },
    })
  const post = (payload: string | Buffer, contentType?: string, search = '') =>
    parts.app.inject({
      method: 'POST',
      url: `/sparql${search}`,
      payload,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    })
  return { ...parts, id, get, post }
}

test.for([
  ['*/*', 'application/sparql-results+json'],
  [
    'application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7',
    'application/sparql-results+json',
  ],
  [
    'application/sparql-results+json,application/json,text/javascript,application/javascript',
    'application/sparql-results+json',
  ],
  ['application/json', 'application/sparql-results+json'],
  ['application/sparql-results+xml', 'application/sparql-results+xml'],
  ['text/csv', 'text/csv; charset=utf-8'],
  ['text/tab-separated-values', 'text/tab-separated-values; charset=utf-8'],
] as const)('solutions for %s come as %s', async ([accept, mediaType]) => {
  const { get } = await appWithDataset()
  const answer = await get({ query: titles }, accept)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe(mediaType)
  expect(answer.headers.vary).toBe('Accept')
  expect(answer.body).toContain('Straßenverzeichnis')
  const yes = await get({ query: 'ASK { ?s ?p ?o }' }, accept)
  expect(yes.headers['content-type']).toBe(mediaType)
  expect(yes.body).toContain('true')
})

test.for([
  ['*/*', 'turtle', 'text/turtle; charset=utf-8'],
  ['application/turtle,text/turtle', 'turtle', 'text/turtle; charset=utf-8'],
  ['application/n-triples', 'n-triples', 'application/n-triples'],
  ['application/rdf+xml', 'rdf-xml', 'application/rdf+xml'],
  ['application/ld+json', 'json-ld', 'application/ld+json'],
  ['application/trig', 'trig', 'application/trig'],
  ['application/n-quads', 'n-quads', 'application/n-quads'],
] as const)('a graph for %s comes as %s', async ([accept, syntax, mediaType]) => {
  const { get } = await appWithDataset()
  const query = `CONSTRUCT { <${iri}> ?p ?o } { <${iri}> ?p ?o FILTER(isLiteral(?o)) }`
  const answer = await get({ query }, accept)
  expect(answer.headers['content-type']).toBe(mediaType)
  const reference = await get({ query }, 'application/n-triples')
  expect(await canonical(await read(answer.body, syntax))).toBe(
    await canonical(await read(reference.body, 'n-triples')),
  )
  const description = await get({ query: `DESCRIBE <${iri}>` }, accept)
  expect(description.headers['content-type']).toBe(mediaType)
})

test('a query comes by GET, by form and directly', async () => {
  const { get, post, app } = await appWithDataset()
  const { body } = await get({ query: titles })
  const asForm = new URLSearchParams({ query: titles }).toString()
  for (const answer of [
    await post(asForm, form),
    await post(asForm, `${form}; charset=UTF-8`),
    await post(titles, direct),
    await post(titles, `${direct};charset="utf-8"`),
    await app.inject({ url: `/sparql/?${asForm}` }),
    await app.inject({ url: `/sparql?${asForm.replaceAll('+', '%20')}` }),
  ]) {
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toBe(body)
  }
})

test('umlauts in a query are read as they are meant', async () => {
  const { get, post } = await appWithDataset()
  const query = 'ASK { ?d <http://purl.org/dc/terms/title> "Straßenverzeichnis"@de }'
  for (const answer of [
    await get({ query }),
    await post(query, direct),
    await post(new URLSearchParams({ query }).toString(), form),
  ]) {
    expect(answer.json()).toMatchObject({ boolean: true })
  }
})

test('HEAD is GET without the body', async () => {
  const { app } = await appWithDataset()
  const url = `/sparql?query=${encodeURIComponent(titles)}`
  const get = await app.inject({ url })
  const head = await app.inject({ method: 'HEAD', url })
  expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' })
  expect(head.body).toBe('')
})

const count = 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
const countNamed = 'SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }'

async function numberOf(answer: Promise<{ json(): unknown }>) {
  const { results } = (await answer).json() as {
    results: { bindings: { n: { value: string } }[] }
  }
  return Number(results.bindings[0]?.n.value)
}

test('the default graph is the union of all, unless query or protocol say otherwise', async () => {
  const { get, post, keep } = await appWithDataset()
  const other = 'http://example.org/b'
  await keep(`<${other}> a dcat:Dataset .`, { iri: other })
  const all = await numberOf(get({ query: countNamed }))
  expect(await numberOf(get({ query: count }))).toBe(all)

  const from = (graph: string) => count.replace('{', `FROM <${graph}> {`)
  expect(await numberOf(get({ query: from(other) }))).toBe(1)
  const inOther = { query: count, 'default-graph-uri': other }
  expect(await numberOf(get(inOther))).toBe(1)
  expect(await numberOf(post(new URLSearchParams(inOther).toString(), form))).toBe(1)
  const search = `?default-graph-uri=${encodeURIComponent(other)}`
  expect(await numberOf(post(count, direct, search))).toBe(1)
  expect(await numberOf(post(new URLSearchParams({ query: count }).toString(), form, search))).toBe(
    1,
  )

  const both = [
    ['query', count],
    ['default-graph-uri', other],
    ['default-graph-uri', iri],
  ]
  expect(await numberOf(get(both))).toBe(1 + (await numberOf(get({ query: from(iri) }))))
  expect(await numberOf(get({ query: from(iri), 'default-graph-uri': other }))).toBe(1)
  expect(
    await numberOf(get({ query: count, 'default-graph-uri': 'http://unknown.example/' })),
  ).toBe(0)

  expect(await numberOf(get({ query: countNamed, 'named-graph-uri': other }))).toBe(1)
  expect(await numberOf(get({ query: count, 'named-graph-uri': other }))).toBe(0)
  expect(await numberOf(get({ query: countNamed, 'default-graph-uri': other }))).toBe(0)
})

test('relative IRIs in a query are pages of ours', async () => {
  const { get, id } = await appWithDataset()
  const query = `ASK { <datasets/${id}/record> <http://xmlns.com/foaf/0.1/primaryTopic> <${iri}> }`
  expect((await get({ query })).json()).toMatchObject({ boolean: true })
})

test.for([
  ['no query', '', 400, 'no-query'],
  ['an empty query', 'query=', 400, 'query-syntax'],
  ['two queries', 'query=ASK{}&query=ASK{}', 400, 'two-queries'],
  ['an update', 'update=DROP%20ALL', 400, 'update-refused'],
  ['an update as query', 'query=DROP%20ALL', 400, 'update-refused'],
  ['an update beside a query', 'query=ASK{}&update=DROP%20ALL', 400, 'update-refused'],
  ['a syntax error', 'query=SELECT', 400, 'query-syntax'],
  ['SERVICE', 'query=ASK{SERVICE<http://x>{}}', 403, 'service-refused'],
  ['a relative graph', 'query=ASK{}&default-graph-uri=x', 400, 'bad-graph'],
  ['a graph with a line break', 'query=ASK{}&named-graph-uri=http://x/%0d%0aX', 400, 'bad-graph'],
  ['broken percent-encoding', 'query=ASK{}%zz', 400, 'not-utf-8'],
  ['what is not UTF-8', 'query=ASK{}%ff', 400, 'not-utf-8'],
  ['a function that is unknown', 'query=SELECT(<http://x>()AS?x){}', 400, 'query-refused'],
] as const)('%s is refused by GET and by form', async ([, parameters, status, code]) => {
  const { app, post } = await appWithDataset()
  for (const answer of [
    await app.inject({ url: `/sparql?${parameters}` }),
    await post(parameters, form),
  ]) {
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({ type: `urn:findbuch:problem:${code}`, status })
  }
})

test.for([
  ['application/sparql-update', 400, 'update-refused'],
  ['text/plain', 415, 'unsupported-media-type'],
  ['application/json', 415, 'unsupported-media-type'],
  ['multipart/form-data; boundary=x', 415, 'unsupported-media-type'],
  [`${direct}; charset=iso-8859-1`, 415, 'unsupported-media-type'],
  [`${form}; charset=utf-16`, 415, 'unsupported-media-type'],
  [undefined, 415, 'unsupported-media-type'],
] as const)('a body of type %s gets %i', async ([contentType, status, code]) => {
  const { post } = await appWithDataset()
  const answer = await post(Buffer.from('ASK {}'), contentType)
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ type: `urn:findbuch:problem:${code}` })
  expect(answer.headers['accept-post']).toBe(`${form}, ${direct}`)
})

test('a query in the address and one in the body are two', async () => {
  const { post } = await appWithDataset()
  const answer = await post('ASK {}', direct, '?query=ASK%7B%7D')
  expect(answer.json()).toMatchObject({ type: 'urn:findbuch:problem:two-queries' })
})

test('a body that is not UTF-8 is refused, one that is packed too', async () => {
  const { app, post } = await appWithDataset()
  expect((await post(Buffer.from('ASK { ?s ?p "\xe4" }', 'latin1'), direct)).json()).toMatchObject({
    type: 'urn:findbuch:problem:not-utf-8',
  })
  const packed = await app.inject({
    method: 'POST',
    url: '/sparql',
    payload: 'ASK {}',
    headers: { 'content-type': direct, 'content-encoding': 'gzip' },
  })
  expect(packed.statusCode).toBe(415)
})

test('a BOM before a query is dropped', async () => {
  const { get, post } = await appWithDataset()
  expect((await get({ query: '\ufeffASK {}' })).statusCode).toBe(200)
  expect((await post('\ufeffASK {}', direct)).statusCode).toBe(200)
})

test('a query may be 64 KiB long and no longer', async () => {
  const { get, post } = await appWithDataset()
  const ofLength = (length: number) => `ASK {} #${'x'.repeat(length - 8)}`
  expect((await get({ query: ofLength(65_536) })).statusCode).toBe(200)
  expect((await post(ofLength(65_536), direct)).statusCode).toBe(200)
  for (const answer of [
    await get({ query: ofLength(65_537) }),
    await post(ofLength(65_537), direct),
    await post(ofLength(1_000_000), direct),
    await post(`query=${'%20'.repeat(65_537)}`, form),
  ]) {
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({ status: 413 })
  }
})

test('a syntax error is told with its place', async () => {
  const { get } = await appWithDataset()
  const answer = await get({ query: 'SELECT * {\n  ?s ?p ?o .\n  OPTINAL { ?s ?p ?o }\n}' })
  expect(answer.json()).toMatchObject({
    type: 'urn:findbuch:problem:query-syntax',
    line: 3,
    column: 3,
    detail:
      'Syntax error in line 3, column 3, near "OPTINAL { ?s ?p ?o }": OPTINAL is no word of SPARQL.',
  })
})

test('where no format fits, the answer lists what there is for this form of query', async () => {
  const { get } = await appWithDataset()
  const solutions = await get({ query: titles }, 'text/turtle')
  expect(solutions.statusCode).toBe(406)
  expect(solutions.json().alternatives).toContainEqual({ mediaType: 'text/csv' })
  const graph = await get({ query: 'CONSTRUCT WHERE { ?s ?p ?o }' }, 'text/csv')
  expect(graph.statusCode).toBe(406)
  expect(graph.json().alternatives).toContainEqual({ mediaType: 'text/turtle' })
})

test('a result that is too large is an error, not a part of it', async () => {
  const { app, keep } = await testApp({ environment: { SPARQL_MAX_RESULT_BYTES: '1024' } })
  await keep(dataset(iri, 'x'.repeat(2000)), { iri })
  const answer = await app.inject({ url: `/sparql?query=${encodeURIComponent(titles)}` })
  expect(answer.statusCode).toBe(507)
  expect(answer.json()).toMatchObject({ type: 'urn:findbuch:problem:result-too-large' })
})

test('what XML cannot hold is not sent as XML', async () => {
  const { app, keep } = await testApp()
  await keep(':s :p "a\\u0001b" .')
  const asked = async (query: string, accept: string) => {
    const url = `/sparql?query=${encodeURIComponent(query)}`
    const answer = await app.inject({ url, headers: { accept } })
    return [answer.statusCode, answer.headers['content-type']]
  }
  const values = 'SELECT ?o { ?s <http://example.org/p> ?o }'
  const refused = [406, 'application/problem+json']
  expect(await asked(values, 'application/sparql-results+xml')).toEqual(refused)
  const json = 'application/sparql-results+json'
  expect(await asked(values, json)).toEqual([200, json])
  const numbered = 'CONSTRUCT { ?s <http://example.org/1> 1 } { ?s <http://example.org/p> ?o }'
  expect(await asked(numbered, 'application/rdf+xml')).toEqual(refused)
  expect(await asked(numbered, 'text/turtle')).toEqual([200, 'text/turtle; charset=utf-8'])
})

test('a query is stopped at its deadline, and the next one is answered', async () => {
  const { app, graph, keep } = await testApp({ environment: { SPARQL_TIMEOUT_SECONDS: '0.3' } })
  await keep(Array.from({ length: 300 }, (_, n) => `:s${n} :p ${n} .`).join('\n'), { iri })
  const ask = (query: string) => app.inject({ url: `/sparql?query=${encodeURIComponent(query)}` })
  const late = await ask('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }')
  expect(late.statusCode).toBe(504)
  expect(late.json()).toMatchObject({ type: 'urn:findbuch:problem:query-timeout' })
  await graph.ready()
  expect((await ask('ASK {}')).statusCode).toBe(200)
})

test('browsers get a form, other clients are told what is missing', async () => {
  const { app } = await testApp()
  const browser = await app.inject({ url: '/sparql', headers: { accept: 'text/html,*/*;q=0.8' } })
  expect(browser.statusCode).toBe(200)
  expect(browser.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    vary: 'Accept, Accept-Language',
  })
  expect(browser.body).toContain('<form')
  expect((await app.inject({ url: '/sparql' })).statusCode).toBe(400)
})

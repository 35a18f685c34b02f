import type { Quad } from '@rdfjs/types'
import jsonld from 'jsonld'
import { canonize } from 'rdf-canonize'
import { expect, test } from 'vitest'
import { bundledContexts } from '../../src/rdf/context.ts'
import { base, failure, jsonLd, kinds, lines, read } from './parse-text.ts'

const context = { '@vocab': 'http://e.example/', dct: 'http://purl.org/dc/terms/' }

const readJson = (document: unknown, options = {}) =>
  read(JSON.stringify(document), { ...jsonLd, ...options })

/** What the only resource of a document has, without the resource itself. */
async function values(properties: object, more: object = {}) {
  const document = {
    '@context': { ...context, ...more },
    '@id': 'http://s.example/',
    ...properties,
  }
  const { quads, warnings } = await readJson(document)
  const prefix = '<http://s.example/> <http://e.example/'
  return {
    values: lines(quads).map((line) => line.replace(prefix, '').replace('> ', ' ')),
    warnings,
  }
}

async function canonical(quads: readonly Quad[]) {
  const statements = await canonize(
    quads.map(({ subject, predicate, object }) => ({
      subject,
      predicate,
      object,
      graph: { termType: 'DefaultGraph', value: '' },
    })),
    { algorithm: 'RDFC-1.0' },
  )
  return [...new Set(statements.split('\n'))]
}

test.for<[string, object]>([
  ['types and nodes', { '@type': ['A', '_:b'], p: { '@id': '_:b', q: { r: 1 } } }],
  [
    'texts',
    { p: ['a', { '@value': 'b', '@language': 'de' }, { '@value': 'c', '@type': 'dct:T' }] },
  ],
  ['numbers', { p: [1, -1, 0, 1.5, 1e21, 1e-3, true, false, 123456789012] }],
  [
    'lists',
    {
      p: { '@list': [1, { '@id': 'a' }, { '@list': [] }, { '@list': ['x'] }] },
      q: { '@list': [] },
    },
  ],
  ['sets and null', { p: { '@set': ['a', 'a', null] }, q: null, r: [] }],
  ['reverse', { '@reverse': { p: [{ '@id': 'http://t.example/', q: 'x' }, { r: 1 }] } }],
  ['included', { '@included': [{ '@id': 'http://i.example/', p: 1 }] }],
  [
    'JSON',
    { p: { '@type': '@json', '@value': { b: [1, 'ü', null, 1.5], a: { d: true, c: '"' } } } },
  ],
  ['nesting', { '@context': { ...context, n: '@nest' }, n: { p: 1, q: { '@id': '#x' } } }],
  ['indexes', { '@context': { ...context, p: { '@container': '@index' } }, p: { a: 1, b: [2] } }],
  [
    'language maps',
    {
      '@context': { ...context, p: { '@container': '@language' } },
      p: { de: 'a', en: ['b', 'c'] },
    },
  ],
  [
    'ids and types as keys',
    {
      '@context': { ...context, p: { '@container': '@id' }, q: { '@container': '@type' } },
      p: { 'http://i.example/': { r: 1 } },
      q: { T: { r: 2 } },
    },
  ],
  [
    'scoped contexts',
    { '@context': { ...context, C: { '@context': { p: 'dct:p' } } }, '@type': 'C', p: { p: 1 } },
  ],
  [
    'reverse terms',
    { '@context': { ...context, p: { '@reverse': 'dct:p', '@type': '@id' } }, p: ['a', '_:x'] },
  ],
])('%s give the same graph as with jsonld itself', async ([, properties]) => {
  const document = { '@context': context, '@id': 'http://s.example/', ...properties }
  const { quads, warnings } = await readJson(document)
  const expected = (await jsonld.toRDF(document, { base })) as Quad[]
  expect(await canonical(quads)).toEqual(await canonical(expected))
  expect(warnings).toEqual([])
})

test('named graphs come with their names', async () => {
  const { quads } = await readJson({
    '@context': context,
    '@graph': [
      {
        '@id': 'http://g.example/',
        p: 'about',
        '@graph': [{ '@id': 'http://s.example/', p: 'in' }],
      },
    ],
  })
  expect(lines(quads)).toEqual([
    '<http://s.example/> <http://e.example/p> "in" <http://g.example/>',
    '<http://g.example/> <http://e.example/p> "about"',
  ])
})

test('many documents in one array are read, each with its context', async () => {
  const { quads } = await readJson([
    { '@context': { a: 'http://a.example/' }, '@id': 'http://s.example/', 'a:p': 1 },
    { '@context': { a: 'http://b.example/' }, '@id': 'http://s.example/', 'a:p': 1 },
  ])
  expect(quads.map(({ predicate }) => predicate.value)).toEqual([
    'http://a.example/p',
    'http://b.example/p',
  ])
})

test('our own context is known by its name', async () => {
  for (const [name] of Object.entries(bundledContexts)) {
    const { quads } = await readJson({ '@context': name, '@id': 'http://s.example/', title: 'x' })
    expect(lines(quads)).toEqual(['<http://s.example/> <http://purl.org/dc/terms/title> "x"'])
  }
})

test.for<[object, string]>([
  [{ '@context': 'https://schema.org/' }, 'https://schema.org/'],
  [{ '@context': [{}, 'context.jsonld'] }, 'https://data.example/feeds/context.jsonld'],
  [{ '@context': { '@version': 1.1, '@import': 'http://127.0.0.1:1/' } }, 'http://127.0.0.1:1/'],
  [
    { '@context': { p: { '@id': 'http://p.example/', '@context': 'file:///etc/passwd' } }, p: {} },
    'file:///etc/passwd',
  ],
  [{ '@context': '__proto__' }, 'https://data.example/feeds/__proto__'],
])('a context that is not bundled is an error that names it: %j', async ([document, url]) => {
  const error = await failure(JSON.stringify({ '@id': 'http://s.example/', ...document }), jsonLd)
  expect(error).toMatchObject({
    code: 'context-not-bundled',
    status: 422,
    details: { context: url },
  })
  expect(error.message).toContain(url)
})

test.for([
  ['http://a.example/b c', '<http://a.example/b%20c>', 'iri-encoded'],
  [' http://a.example/\n', '<http://a.example/>', 'iri-encoded'],
  ['mailto:a b', '<mailto:a%20b>', 'iri-encoded'],
  ['neue daten', '<https://data.example/feeds/neue%20daten>', 'iri-encoded'],
  ['http//a.example', '"http//a.example"', 'iri-to-literal'],
  ['http:/a.example', '"http:/a.example"', 'iri-to-literal'],
  ['http://a http://b', '"http://a http://b"', 'iri-to-literal'],
] as const)('the IRI %j is mended as in any other syntax', async ([iri, value, kind]) => {
  const { values: found, warnings } = await values({ p: { '@id': iri } })
  expect(found).toEqual([`p ${value}`])
  expect(kinds(warnings)).toEqual([kind])
  const coerced = await values({ p: iri }, { p: { '@type': '@id' } })
  expect(coerced.values).toEqual(found)
  const asText = await values({ p: iri })
  expect(asText).toEqual({ values: [`p ${JSON.stringify(iri)}`], warnings: [] })
})

test('texts keep every kind of space, in front, inside and behind', async () => {
  const spaces = ' \t\n\v\f\r\u00a0\u1680\u2003\u2028\u3000\ufeff'
  const text = `${spaces}a:b${spaces}c${spaces}`
  const { quads } = await readJson({ '@id': ' http://x.example/ y', 'http://p.example/': text })
  expect(quads[0]?.object.value).toBe(text.replaceAll(/[\v\f]/g, '\ufffd'))
})

test('texts in a JSON literal keep their spaces, too', async () => {
  const json = { 'b c': ' http://x.example/ y ', a: ['u:v w'] }
  const { values: found } = await values({ p: { '@type': '@json', '@value': json } })
  const written = '{"a":["u:v w"],"b c":" http://x.example/ y "}'
  expect(found).toEqual([
    `p ${JSON.stringify(written)}^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>`,
  ])
})

test('the stand-ins for spaces are no secret way to write them', async () => {
  const text = 'a:b \ufdd5c \\ufdd5'
  const { quads } = await readJson({ '@id': 'http://s.example/', 'http://p.example/': text })
  expect(quads[0]?.object.value).toBe(text)
})

test('a relative IRI that has no base is no IRI', async () => {
  const { values: found, warnings } = await values({ p: { '@id': 'a' } }, { '@base': null })
  expect(found).toEqual(['p "a"'])
  expect(kinds(warnings)).toEqual(['iri-to-literal'])
})

test('@base may be anything, since nothing is fetched from it', async () => {
  const bases = { 'sub/': `${base.replace('catalog', 'sub/')}a`, 'file:///etc/': 'file:///etc/a' }
  for (const [written, iri] of Object.entries(bases)) {
    const { values: found } = await values({ p: { '@id': 'a' } }, { '@base': written })
    expect(found).toEqual([`p <${iri}>`])
  }
})

test('language tags keep their spelling', async () => {
  const { values: found } = await values(
    {
      p: [
        { '@value': 'a', '@language': 'de-AT' },
        { '@value': 'b', '@language': 'EN' },
      ],
      q: { 'zh-Hant': 'c' },
    },
    { q: { '@container': '@language' } },
  )
  expect(found).toEqual(['p "a"@de-AT', 'p "b"@EN', 'q "c"@zh-Hant'])
})

test('what the context does not define is ignored, but told once', async () => {
  const document = Array.from({ length: 3 }, (_, index) => ({
    '@id': `http://s.example/${index}`,
    'http://p.example/': 1,
    title: 'x',
  }))
  const { quads, warnings } = await readJson(document)
  expect(quads).toHaveLength(3)
  expect(warnings).toMatchObject([{ kind: 'undefined-term', value: 'title' }])
  await expect(readJson(document, { strict: true })).resolves.toBeDefined()
})

test.for<[string, object, string[], string]>([
  [
    'a base direction',
    { '@value': 'x', '@language': 'ar', '@direction': 'rtl' },
    ['p "x"@ar'],
    'direction-dropped',
  ],
  ['a malformed tag', { '@value': 'x', '@language': 'français' }, ['p "x"'], 'language-tag'],
  ['a datatype that is junk', { '@value': 'x', '@type': 'http:/t' }, ['p "x"'], 'iri-dropped'],
  [
    'rdf:langString without a tag',
    { '@value': 'x', '@type': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString' },
    ['p "x"'],
    'language-tag',
  ],
  ['half of a character', { '@value': 'x\ud800y' }, ['p "x\ufffdy"'], 'character'],
  ['a NUL', { '@value': 'x\u0000y' }, ['p "x\ufffdy"'], 'character'],
])('%s is mended and reported', async ([, value, expected, kind]) => {
  const { values: found, warnings } = await values({ p: value })
  expect(found).toEqual(expected)
  expect(kinds(warnings)).toEqual([kind])
})

test('a number that JSON readers round is reported', async () => {
  const { warnings } = await read('{"@id": "a", "http://p.example/": 12345678901234567890}', jsonLd)
  expect(kinds(warnings)).toEqual(['number-rounded'])
})

test.for([
  ['{"@id": "a",}', 1, 13, 'property name'],
  ['{"@id": "a"\n "b": 1}', 2, 2, "',' or '}'"],
  ['{"@id": "a", "b": tru}', 1, 19, '"tru}"'],
  ['{"@id": "a",\n  "b": [1, , 2]}', 2, 12, 'a value'],
  ['{"@id": "a", "b": ]}', 1, 19, 'a value'],
  ['{"@id": "a', 1, 11, 'Unterminated string'],
  ['{"@id": "a"', 1, 12, 'Expected'],
  ['{"@id": ', 1, 8, 'too early'],
  ['{"@id": "a"} x', 1, 14, 'after JSON'],
  ['{"@id": "a\nb"}', 1, 11, 'control character'],
  ['{"@id": "\\x"}', 1, 11, 'escaped character'],
  [`{"@id": "a\\\\", "b": '1'}`, 1, 21, 'a value'],
] as const)('%j is an error on line %d, column %d', async ([document, line, column, what]) => {
  const error = await failure(document, jsonLd)
  expect(error).toMatchObject({
    code: 'rdf-syntax',
    status: 400,
    details: { syntax: 'json-ld', line, column },
  })
  expect(error.message).toContain(what)
})

test.for<[object, string]>([
  [{ '@id': 5 }, 'invalid @id value'],
  [{ '@id': 'a', '@type': 5 }, 'invalid type value'],
  [{ p: { '@value': 'x', '@type': 'A', '@language': 'de' } }, 'invalid value object'],
  [{ '@context': { p: 5 } }, 'invalid term definition'],
  [{ '@context': 5 }, 'invalid local context'],
  [{ '@list': [], '@id': 'a' }, 'invalid set or list object'],
])('JSON-LD that is wrong is an error in words: %j', async ([document, what]) => {
  const { code, message } = await failure(
    JSON.stringify({ '@context': context, ...document }),
    jsonLd,
  )
  expect(code).toBe('rdf-syntax')
  expect(message).toContain(what)
})

test('JSON may be 64 levels deep, and not one more', async () => {
  const nested = (levels: number) =>
    `{"@id":"a","http://p.example/":${'['.repeat(levels - 1)}1${']'.repeat(levels - 1)}}`
  expect((await read(nested(64), jsonLd)).quads).toHaveLength(1)
  expect(await failure(nested(65), jsonLd)).toMatchObject({ code: 'json-too-deep', status: 400 })
})

test('brackets in texts are no nesting', async () => {
  const text = `${'[{'.repeat(99)}\\"\\\\`
  const { quads } = await read(`{"@id":"a","http://p.example/":"${text}"}`, jsonLd)
  expect(quads).toHaveLength(1)
})

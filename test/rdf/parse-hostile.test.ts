import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { parseRdf } from '../../src/rdf/parse.ts'
import { about, failure, inRdf, jsonLd, rdfXml, read, turtle } from './parse-text.ts'

const mebibyte = Buffer.alloc(1 << 20, 'x')

const repeated = <T>(count: number, item: T) => Array.from({ length: count }, () => item)

/** A document that never comes to an end by itself; reading it fails before it has all been asked for. */
async function endless(start: string, options: object) {
  let asked = 0
  async function* input() {
    yield Buffer.from(start)
    for (; asked < 100; asked++) yield mebibyte
  }
  const reading = parseRdf(input(), {
    base: 'http://b.example/',
    onQuad() {},
    onWarning() {},
    ...options,
  })
  await expect(reading).rejects.toMatchObject({ status: expect.any(Number) })
  return asked
}

test.for([
  ['a text', '<http://s> <http://p> "', turtle],
  ['a long text', '<http://s> <http://p> """', turtle],
  ['an IRI', '<http://s/', turtle],
  ['a name', '@prefix a: <http://a/> . a:', turtle],
  ['a comment', '#', turtle],
  ['a text', inRdf('<e:C><e:p>').replace('</rdf:RDF>', ''), rdfXml],
  ['an attribute', '<rdf:RDF a="', rdfXml],
  ['a comment', '<!--', rdfXml],
  ['an entity', '<rdf:RDF>&', rdfXml],
  ['a DOCTYPE', '<!DOCTYPE ', rdfXml],
] as const)('%s that does not end is not kept for ever: %s', async ([, start, options]) => {
  expect(await endless(start, options)).toBeLessThan(20)
})

test('a text of JSON that does not end is not kept for ever', async () => {
  expect(await endless('{"@id": "', jsonLd)).toBeLessThan(70)
})

test('a small file that unpacks to a large one is refused at the bound', async () => {
  const bomb = gzipSync(Buffer.alloc(50 << 20, `<http://s> <http://p> "${'x'.repeat(99)}" .\n`))
  expect(bomb.length).toBeLessThan(200_000)
  const error = await failure(bomb, { ...turtle, maxBytes: 1 << 20, onQuad() {} })
  expect(error).toMatchObject({ code: 'too-large' })
})

test('a document in JSON has a bound although none was set', async () => {
  const bomb = gzipSync(Buffer.alloc(80 << 20, '[1, '))
  expect(await failure(bomb, jsonLd)).toMatchObject({ code: 'too-large', status: 413 })
})

test.for([
  ['blank nodes', '@prefix e: <http://e/> . e:s e:p ', '[ e:p '],
  ['collections', '<http://s> <http://p> ', '( '],
])('Turtle with %s nested a million deep is refused', async ([, start, part]) => {
  const document = `${start}${(part ?? '').repeat(1e6)}`
  expect(await failure(document, turtle)).toMatchObject({ code: 'too-deep', status: 400 })
})

test('Turtle may be nested as deep as anyone has a use for', async () => {
  const document = `@prefix e: <http://e/> . e:s e:p ${'[ e:p '.repeat(200)}1 ${']'.repeat(200)} .`
  expect((await read(document, turtle)).quads).toHaveLength(201)
})

test('XML nested a million deep is refused', async () => {
  const error = await failure(inRdf('<e:C><e:p>'.repeat(500_000)), rdfXml)
  expect(error).toMatchObject({ code: 'too-deep', status: 400, details: { levels: 256 } })
})

test('JSON nested a million deep is refused before anything recursive sees it', async () => {
  for (const part of ['[', '{"a":']) {
    expect(await failure(part.repeat(1e6), jsonLd)).toMatchObject({ code: 'json-too-deep' })
  }
})

test('an element with thousands of attributes is refused', async () => {
  const attributes = Array.from({ length: 5000 }, (_, index) => `e:a${index}="x"`).join(' ')
  expect(await failure(inRdf(`<e:C ${attributes}/>`), rdfXml)).toMatchObject({ code: 'rdf-syntax' })
})

test('a flood of "<" is refused where it begins', async () => {
  for (const flood of ['<'.repeat(1e6), '<\n'.repeat(1e6)]) {
    expect((await failure(flood, turtle)).message).toMatch(/ine 1/)
  }
  expect(await failure(about('<'.repeat(1e6)), rdfXml)).toMatchObject({ details: { line: 1 } })
})

test.for<[string, object]>([
  ['contexts', repeated(10_001, { '@context': { a: 'http://a/' }, a: 1 })],
  ['parts of one context', { '@context': repeated(33, { a: 'http://a/' }), a: 1 }],
  ['characters in a context', { '@context': { a: `http://a/${'b'.repeat(300_000)}` }, a: 1 }],
  [
    'contexts in contexts',
    {
      '@context': Object.fromEntries(
        Array.from({ length: 65 }, (_, index) => [
          `T${index}`,
          { '@id': `http://t/${index}`, '@context': {} },
        ]),
      ),
      '@type': 'T1',
    },
  ],
  ['arrays in an array', { '@id': 'a', 'http://p': repeated(40_000, [1]) }],
  ['sets in an array', { '@id': 'a', 'http://p': repeated(40_000, { '@set': [1] }) }],
  [
    'sets by another name',
    { '@context': { s: '@set' }, '@id': 'a', 'http://p': repeated(40_000, { s: [1] }) },
  ],
])('JSON-LD with too many %s is refused before it is expanded', async ([, document]) => {
  const start = performance.now()
  expect(await failure(JSON.stringify(document), jsonLd)).toMatchObject({
    code: 'json-ld-too-complex',
    status: 413,
  })
  expect(performance.now() - start).toBeLessThan(2000)
})

test('a property of JSON-LD with tens of thousands of values is read in seconds', async () => {
  const document = {
    '@id': 'http://c.example/',
    'http://p.example/': Array.from({ length: 30_000 }, (_, index) => ({
      '@id': `http://d.example/${index}`,
    })),
  }
  const start = performance.now()
  expect((await read(JSON.stringify(document), jsonLd)).quads).toHaveLength(30_000)
  expect(performance.now() - start).toBeLessThan(5000)
})

test('a name such as __proto__ is a name like any other', async () => {
  const document =
    '{"@context": {"__proto__": "http://p.example/"}, "@id": "http://s.example/", "__proto__": {"@id": "http://o.example/ x", "constructor": 1}}'
  const { warnings } = await read(document, jsonLd)
  expect(warnings.every(({ kind }) => kind === 'undefined-term' || kind === 'iri-encoded')).toBe(
    true,
  )
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('the first characters of a document cannot be made to take long', async () => {
  const start = performance.now()
  for (const part of [
    '<!---->',
    '<?a ?>',
    '_:a',
    '"""',
    '\n#',
    '<a> ',
    '{ ',
    '[ ',
    '@prefix ',
    ' ',
  ]) {
    await read(part.repeat(20_000 / part.length)).catch(() => {})
  }
  expect(performance.now() - start).toBeLessThan(2000)
})

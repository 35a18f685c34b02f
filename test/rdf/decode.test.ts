import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { parseRdf } from '../../src/rdf/parse.ts'
import { about, failure, kinds, lines, rdfXml, read, turtle } from './parse-text.ts'

const umlaut = '<http://s.example/> <http://e.example/p> "Größe" .'
const umlautXml = about('<e:p>Größe</e:p>')
const latin1 = (text: string) => Buffer.from(text, 'latin1')
const declared = (charset: string, content = umlautXml) =>
  `<?xml version="1.0" encoding="${charset}"?>${content}`
const text = ['<http://s.example/> <http://e.example/p> "Größe"']

test('UTF-8 is read without being declared', async () => {
  expect(await read(umlaut, turtle)).toMatchObject({
    warnings: [],
    bytes: Buffer.byteLength(umlaut),
  })
})

test('a character may be cut anywhere between two pieces', async () => {
  const bytes = Buffer.from(umlaut.replace('ß', '😀'))
  for (let cut = 0; cut <= bytes.length; cut++) {
    const { quads } = await read([bytes.subarray(0, cut), bytes.subarray(cut)], turtle)
    expect(lines(quads)).toEqual(['<http://s.example/> <http://e.example/p> "Grö😀e"'])
  }
})

test('a byte-order mark is dropped from Turtle and reported', async () => {
  const { quads, warnings } = await read(`\ufeff${umlaut}`, turtle)
  expect(lines(quads)).toEqual(text)
  expect(kinds(warnings)).toEqual(['byte-order-mark'])
})

test('XML may begin with a byte-order mark', async () => {
  const { quads, warnings } = await read(`\ufeff${declared('UTF-8')}`, rdfXml)
  expect(lines(quads)).toEqual(text)
  expect(warnings).toEqual([])
})

test('UTF-16 is read by its byte-order mark, in either order', async () => {
  const little = Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le')
  const big = Buffer.from(little).swap16()
  for (const bytes of [little, big]) {
    const { quads, warnings } = await read(bytes, rdfXml)
    expect(lines(quads)).toEqual(text)
    expect(warnings).toEqual([])
  }
})

test('Turtle in UTF-16 is read, but reported', async () => {
  const { quads, warnings } = await read(Buffer.from(`\ufeff${umlaut}`, 'utf16le'), turtle)
  expect(lines(quads)).toEqual(text)
  expect(kinds(warnings)).toEqual(['charset'])
})

test.for([
  ['of the header', { contentType: 'application/rdf+xml; charset="ISO-8859-1"' }, umlautXml],
  ['of the XML declaration', rdfXml, declared('iso-8859-1')],
  [
    'of the header over an empty declaration',
    { contentType: 'application/rdf+xml;charset=windows-1252' },
    `<?xml version="1.0"?>${umlautXml}`,
  ],
] as const)('the charset %s is used', async ([, options, document]) => {
  const { quads, warnings } = await read(latin1(document), options)
  expect(lines(quads)).toEqual(text)
  expect(warnings).toEqual([])
})

test.for([
  ['the header says ISO-8859-1', { contentType: 'text/turtle; charset=ISO-8859-1' }, umlaut],
  ['the XML declaration says ISO-8859-1', rdfXml, declared('ISO-8859-1')],
  ['the XML declaration says UTF-16', rdfXml, declared('UTF-16')],
  ['the header names no charset there is', { contentType: 'text/turtle; charset=utf8mb4' }, umlaut],
] as const)('valid UTF-8 is read as such although %s', async ([, options, document]) => {
  const { quads, warnings } = await read(document, options)
  expect(lines(quads)).toEqual(text)
  expect(kinds(warnings)).toEqual(['charset'])
})

test('ASCII is the same whatever is declared, so nothing is reported', async () => {
  const { warnings } = await read(declared('ISO-8859-1', about('<e:p>x</e:p>')), rdfXml)
  expect(warnings).toEqual([])
})

test('the XML declaration is believed where the header says UTF-8 and is wrong', async () => {
  const options = { contentType: 'application/rdf+xml; charset=utf-8' }
  const { quads, warnings } = await read(latin1(declared('ISO-8859-1')), options)
  expect(lines(quads)).toEqual(text)
  expect(warnings).toMatchObject([{ kind: 'charset', value: 'utf-8' }])
})

test('bytes that are not UTF-8 are an error with their place where nothing is declared', async () => {
  expect(await failure(latin1(umlaut), turtle)).toMatchObject({
    code: 'charset',
    status: 400,
    message: expect.stringContaining('The byte F6 at offset 44'),
    details: { offset: 44 },
  })
})

test('the place of a wrong byte is told wherever pieces are cut', async () => {
  const bytes = Buffer.concat([Buffer.from('# ä😀'), latin1('\xff'), Buffer.from(`\n${umlaut}`)])
  const offset = bytes.indexOf(0xff)
  for (let cut = 1; cut < bytes.length; cut++) {
    const error = await failure([bytes.subarray(0, cut), bytes.subarray(cut)], turtle)
    expect(error.details, `cut at ${cut}`).toEqual({ offset })
  }
})

test('a document that ends in the middle of a character is an error', async () => {
  const { code } = await failure(Buffer.from(`${umlaut} # ü`).subarray(0, -1), turtle)
  expect(code).toBe('charset')
})

test('UTF-32 is not read', async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0])
  expect(await failure(bytes, rdfXml)).toMatchObject({ code: 'charset' })
})

test('gzip is unpacked wherever pieces are cut, whatever the document is called', async () => {
  const packed = gzipSync(umlaut)
  for (const cut of [0, 1, 2, 10, packed.length]) {
    const { quads, bytes } = await read([packed.subarray(0, cut), packed.subarray(cut)], turtle)
    expect(lines(quads)).toEqual(text)
    expect(bytes).toBe(Buffer.byteLength(umlaut))
  }
})

test.for([
  ['cut', gzipSync(umlaut.repeat(99)).subarray(0, -20)],
  ['damaged', Buffer.concat([gzipSync(umlaut).subarray(0, 12), Buffer.alloc(40, 0xaa)])],
  ['nothing but its first bytes', Buffer.from([0x1f, 0x8b])],
] as const)('gzip that is %s is an error', async ([, bytes]) => {
  expect(await failure(bytes, turtle)).toMatchObject({ code: 'broken-gzip', status: 400 })
})

test('a failure of the source is passed on as it is, packed or not', async () => {
  const failureOfSource = new Error('connection reset')
  for (const first of [Buffer.from(umlaut), gzipSync(umlaut).subarray(0, 30)]) {
    async function* input() {
      yield first
      throw failureOfSource
    }
    const reading = parseRdf(input(), {
      ...turtle,
      base: 'http://b.example/',
      onQuad() {},
      onWarning() {},
    })
    await expect(reading).rejects.toBe(failureOfSource)
  }
})

test.for([
  ['HTML', '<html>'],
  ['a syntax error', '<http://s> nonsense'],
  ['an unknown syntax', 'nonsense'],
  ['a repair that is not wanted', '<http://s x> <http://p> 1 .'],
  ['gzip that is damaged', '\u001f\u008b\u0008xxxxxxxxxxxxxx'],
])('the source is closed after %s', async ([, document]) => {
  let closed = false
  async function* input() {
    try {
      yield Buffer.from(document ?? '', 'latin1')
      for (;;) yield Buffer.alloc(20_000, '\n')
    } finally {
      closed = true
    }
  }
  const options = { base: 'http://b.example/', strict: true, onQuad() {}, onWarning() {} }
  await expect(parseRdf(input(), options)).rejects.toMatchObject({ code: expect.any(String) })
  expect(closed).toBe(true)
})

test('a document larger than its bound is refused, and what is packed counts unpacked', async () => {
  const document = `${umlaut}\n`.repeat(5000)
  for (const bytes of [Buffer.from(document), gzipSync(document)]) {
    expect(await failure(bytes, { ...turtle, maxBytes: 100_000 })).toMatchObject({
      code: 'too-large',
      status: 413,
      details: { maxBytes: 100_000 },
    })
  }
})

test('an abort ends the reading with its reason', async () => {
  const reason = new Error('no longer wanted')
  const reading = read([umlaut, umlaut], { ...turtle, signal: AbortSignal.abort(reason) })
  await expect(reading).rejects.toBe(reason)
})

import { expect, test } from 'vitest'
import { base, failure, kinds, lines, ntriples, read, turtle } from './parse-text.ts'

const prefixes = '@prefix e: <http://e.example/> .\n@prefix t: <http://e.example/types#> .\n'

/** The objects of `<http://s.example/> e:p …`. */
async function objects(written: string, options = {}) {
  const { quads, warnings } = await read(`${prefixes}<http://s.example/> e:p ${written} .`, {
    ...turtle,
    ...options,
  })
  return { objects: lines(quads).map((line) => line.split(' ').slice(2).join(' ')), warnings }
}

test('Turtle in all its forms is read in the order of the document', async () => {
  const { quads, warnings } = await read(
    `@base <http://b.example/x/> .
${prefixes}# a comment
<a> a e:C ; e:p 'x', """y
"z" """@de-AT, 1, 1.5, 1e3, true, "2026-01-01"^^t:date , "x"^^<http://e.example/types#y> ;
  e:q ( "a" ) ; e:r [ e:p e:q ] .
PREFIX f: <http://f.example/>
f:a\\,b <../p> f:ü .`,
    turtle,
  )
  expect(lines(quads).map((line) => line.replaceAll(/_:\S+/g, '_:b'))).toEqual([
    '<http://b.example/x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e.example/C>',
    '<http://b.example/x/a> <http://e.example/p> "x"',
    '<http://b.example/x/a> <http://e.example/p> "y\\n\\"z\\" "@de-AT',
    '<http://b.example/x/a> <http://e.example/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '<http://b.example/x/a> <http://e.example/p> "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '<http://b.example/x/a> <http://e.example/p> "1e3"^^<http://www.w3.org/2001/XMLSchema#double>',
    '<http://b.example/x/a> <http://e.example/p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    '<http://b.example/x/a> <http://e.example/p> "2026-01-01"^^<http://e.example/types#date>',
    '<http://b.example/x/a> <http://e.example/p> "x"^^<http://e.example/types#y>',
    '_:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "a"',
    '_:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>',
    '<http://b.example/x/a> <http://e.example/q> _:b',
    '_:b <http://e.example/p> <http://e.example/q>',
    '<http://b.example/x/a> <http://e.example/r> _:b',
    '<http://f.example/a,b> <http://b.example/p> <http://f.example/ü>',
  ])
  expect(warnings).toEqual([])
})

test('it makes no difference where pieces are cut', async () => {
  const document = `${prefixes}<http://s.example/> e:p "ä\\"b"@de-AT , <http://a.example/b c> ; e:q """x\ny""" .`
  const whole = await read(document, turtle)
  expect(whole.quads).toHaveLength(3)
  for (let cut = 1; cut < document.length; cut++) {
    const parts = await read([document.slice(0, cut), document.slice(cut)], turtle)
    expect(lines(parts.quads), `cut at ${cut}`).toEqual(lines(whole.quads))
    expect(parts.warnings).toEqual(whole.warnings)
  }
  const signs = await read(Array.from(document), turtle)
  expect(lines(signs.quads)).toEqual(lines(whole.quads))
})

test.for([
  ['<http://a.example/b c>', '<http://a.example/b%20c>'],
  ['< http://a.example/b>', '<http://a.example/b>'],
  ['<http://a.example/"{}|^`\\>', '<http://a.example/%22%7B%7D%7C%5E%60%5C>'],
  ['<http://a.example/\\u0020\\U0001F600>', '<http://a.example/%20😀>'],
  ['<tel:+49 40 4 28>', '<tel:+49%2040%204%2028>'],
  ['<neue daten>', '<https://data.example/feeds/neue%20daten>'],
  ['e:a\\%b', '<http://e.example/a%25b>'],
] as const)('the IRI in %s is mended to %s', async ([written, mended]) => {
  const { objects: found, warnings } = await objects(written)
  expect(found).toEqual([mended])
  expect(warnings).toMatchObject([{ kind: 'iri-encoded', line: 3 }])
})

test.for([
  'http//a.example',
  'http:/a.example',
  'http:a',
  'https//a.example/b?c',
  'http://a http://b',
])('%s is kept as text where it is a value, and dropped elsewhere', async (junk) => {
  const { objects: found, warnings } = await objects(`<${junk}>`)
  expect(found).toEqual([JSON.stringify(junk)])
  expect(warnings).toEqual([
    expect.objectContaining({ kind: 'iri-to-literal', value: junk, line: 3 }),
  ])
  const elsewhere = await read(
    `<${junk}> <http://e.example/p> 1, 2 .\n<http://s.example/> <${junk}> 3 .\n<http://s.example/> a <${junk}> .\n<http://s.example/> <http://e.example/p> 4 .`,
    turtle,
  )
  expect(lines(elsewhere.quads)).toEqual([
    '<http://s.example/> <http://e.example/p> "4"^^<http://www.w3.org/2001/XMLSchema#integer>',
  ])
  expect(elsewhere.warnings.map(({ kind, line }) => `${kind} ${line}`)).toEqual([
    'iri-dropped 1',
    'iri-dropped 1',
    'iri-dropped 2',
    'iri-dropped 3',
  ])
})

test('a namespace with a space is mended once, one that is junk is junk with each name', async () => {
  const mended = await read('@prefix a: <http://a.example/b c/> . a:x a:y a:z .', turtle)
  expect(lines(mended.quads)).toEqual([
    '<http://a.example/b%20c/x> <http://a.example/b%20c/y> <http://a.example/b%20c/z>',
  ])
  expect(kinds(mended.warnings)).toEqual(['iri-encoded'])
  const junk = await read(
    '@prefix a: <http//a/> . @prefix h: <http://> . <http://s.example/> h:e.example a:z .',
    turtle,
  )
  expect(lines(junk.quads)).toEqual(['<http://s.example/> <http://e.example> "http//a/z"'])
  expect(kinds(junk.warnings)).toEqual(['iri-to-literal'])
})

test('a prefix that is declared anew is a new one', async () => {
  const { quads } = await read(
    '@prefix a: <http://a.example/> . a:x a:p a:y . @prefix a: <b c#> . a:x a:p a:y .',
    turtle,
  )
  expect(lines(quads)[1]).toBe(
    '<https://data.example/feeds/b%20c#x> <https://data.example/feeds/b%20c#p> <https://data.example/feeds/b%20c#y>',
  )
})

test('a long IRI is read if it is legal, but nothing much longer than a link is mended', async () => {
  const query = 'layer=a&'.repeat(2000)
  expect((await objects(`<http://a.example/?${query}>`)).objects).toEqual([
    `<http://a.example/?${query}>`,
  ])
  expect(
    await failure(`<http://a.example/${'a b'.repeat(2000)}> <http://p> 1 .`, turtle),
  ).toMatchObject({
    code: 'rdf-syntax',
    details: { line: 1, column: 1 },
  })
})

test.for(['de_DE', 'français', 'englischerText', 'de-'])(
  'a text with the language tag %s is kept without it',
  async (tag) => {
    const { objects: found, warnings } = await objects(`"x"@${tag} , "y"@en`)
    expect(found).toEqual(['"x"', '"y"@en'])
    expect(warnings).toMatchObject([{ kind: 'language-tag', value: 'x', line: 3 }])
  },
)

test('a datatype that is no IRI is left out, one with a space is mended', async () => {
  const { objects: found, warnings } = await objects('"x"^^<http//t> , "y"^^<http://t.example/a b>')
  expect(found).toEqual(['"x"', '"y"^^<http://t.example/a%20b>'])
  expect(kinds(warnings)).toEqual(['iri-dropped', 'iri-encoded'])
})

test('characters that XML cannot hold become U+FFFD in every way a text can be written', async () => {
  const { objects: found, warnings } = await objects(
    `"a\\u0000b", 'c\\u000Bd', """e\u0002f""", "g\u001fh", "\\uFFFEi"`,
  )
  expect(found).toEqual(['"a\ufffdb"', '"c\ufffdd"', '"e\ufffdf"', '"g\ufffdh"', '"\ufffdi"'])
  expect(kinds(warnings)).toEqual(Array(5).fill('character'))
})

test('tabs, line breaks and all else in a text are untouched', async () => {
  const text = '\t\n\r\u007f\u0085\u00a0\u2028\ufeff\ufffd😀'
  const { quads, warnings } = await read(`<http://s> <http://p> """${text}""" .`, turtle)
  expect(quads[0]?.object.value).toBe(text)
  expect(warnings).toEqual([])
})

test('N-Triples and N-Quads have no relative IRIs, so one is resolved and reported', async () => {
  const { quads, warnings } = await read('<a> <http://e.example/p> <http//b> .\n', ntriples)
  expect(lines(quads)).toEqual(['<https://data.example/feeds/a> <http://e.example/p> "http//b"'])
  expect(kinds(warnings)).toEqual(['relative-iri', 'iri-to-literal'])
})

test('named graphs of TriG and N-Quads come with their names', async () => {
  const trig = await read(`${prefixes}e:g { e:s e:p e:o } GRAPH <http//g> { e:s e:p e:o }`, {
    contentType: 'application/trig',
  })
  expect(lines(trig.quads)).toEqual([
    '<http://e.example/s> <http://e.example/p> <http://e.example/o> <http://e.example/g>',
  ])
  expect(kinds(trig.warnings)).toEqual(['iri-dropped'])
  const nquads = await read('<http://s> <http://p> <http://o> <http://g> .\n', { name: 'x.nq' })
  expect(lines(nquads.quads)).toEqual(['<http://s> <http://p> <http://o> <http://g>'])
})

test.for([
  ['<http://s> <http://p> <<( <http://s> <http://p> 1 )>> .'],
  ['<< <http://s> <http://p> 1 >> <http://p> 2 .'],
  ['<http://s> <http://p> 1 {| <http://p> 2 |} .'],
  ['<http://s> <http://p> 1 ~ <http://r> .'],
  ['<http://s> <http://p> "x"@ar--rtl .'],
])('RDF 1.2 in %s is refused by name', async ([document]) => {
  expect(await failure(document ?? '', turtle)).toMatchObject({
    code: 'rdf-1.2',
    status: 400,
    details: { line: 1 },
  })
})

test.for([
  ['<http://s> <http://p> "abc .\n', 1, 23, '"abc'],
  ['<http://s>\n  <http://p>\n  "abc\ndef" .', 3, 3, '"abc'],
  ['<http://s> <http://p> "a\\qb" .', 1, 23, 'knows'],
  ['<http://s> <http://p> """abc\n\n', 1, 23, '"""abc'],
  ['<http://s> <http://p>\n\t<http://a\nb> .', 2, 2, '<http://a'],
  ['<http://s> <http://p> <a<b> .', 1, 23, '<a<b>'],
  ['<http://s> <http://p> e:x .', 1, 23, 'prefix "e:" is not declared'],
  ['<http://s> <http://p> 1', 1, 24, 'the end of the document'],
  ['<http://s> <http://p> 1 ; ;\n <http://q> .', 2, 13, 'found "."'],
  ['<http://s> <http://p> 1 <http://q> 2 .', 1, 25, 'expected ".", ";"'],
  ['@prefix e: <http://e/>\ne:a e:b e:c .', 2, 1, 'expected a "."'],
  ['@prefix e <http://e/> .', 1, 9, 'colon'],
  ['<http://s> "x" 1 .', 1, 12, 'a text in quotes'],
  ['<http://s> <http://p> [ <http://q> 1 .', 1, 38, 'closing bracket'],
  ['<http://s> <http://p> 1 } .', 1, 25, '"}"'],
  ['# ä\n\n<http://s> <http://p> 1 . }\n', 3, 27, '"}"'],
] as const)('%j is an error on line %d, column %d', async ([document, line, column, what]) => {
  const error = await failure(document, turtle)
  expect(error).toMatchObject({
    code: 'rdf-syntax',
    status: 400,
    details: { syntax: 'turtle', line, column },
  })
  expect(error.message).toContain(`Turtle, line ${line}, column ${column}: `)
  expect(error.message).toContain(what)
})

test('the column of an error is told far behind the beginning, on a long line or a short one', async () => {
  const triple = '<http://s> <http://p> "x" . '
  for (const [separator, line, before] of [
    ['\n', 10_000, 0],
    ['', 1, 9999 * triple.length],
  ] as const) {
    const document = `${(triple + separator).repeat(9999)}<http://s> nonsense 1 .\n`
    const { details } = await failure(document, turtle)
    expect(details).toEqual({ syntax: 'turtle', line, column: before + 12 })
  }
})

test('quads before an error have been handed on', async () => {
  const seen: string[] = []
  const document = '<http://s> <http://p> 1 .\n<http://s> <http://p> "'
  await failure(document, { ...turtle, onQuad: ({ object }) => void seen.push(object.value) })
  expect(seen).toEqual(['1'])
})

test.for(['e:a <http://p> "x" .', '<http://s> <http://p> 1 .', "<http://s> <http://p> 'x' ."])(
  'N-Triples has no abbreviation such as in %s',
  async (document) => {
    expect(await failure(document, ntriples)).toMatchObject({ code: 'rdf-syntax' })
  },
)

test('an error of the one who takes the quads is passed on as it is', async () => {
  const reason = new Error('disk full')
  const onQuad = () => {
    throw reason
  }
  await expect(read('<http://s> <http://p> 1 .', { ...turtle, base, onQuad })).rejects.toBe(reason)
})

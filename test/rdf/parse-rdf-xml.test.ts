import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { rapper } from '../external.ts'
import { about, base, failure, inRdf, kinds, lines, rdfXml, read } from './parse-text.ts'

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/** What the only resource of a document has, without the resource itself. */
async function values(content: string) {
  const { quads, warnings } = await read(about(content), rdfXml)
  const prefix = '<http://s.example/> <http://e.example/'
  return {
    values: lines(quads).map((line) => line.replace(prefix, '').replace('> ', ' ')),
    warnings,
  }
}

test('RDF/XML in all its forms is read', async () => {
  const { quads, warnings } = await read(
    about(`<!-- a comment -->
      <e:p>x</e:p> <e:p xml:lang="de-AT">y</e:p> <e:p rdf:datatype="#t">1</e:p> <e:p/>
      <e:q rdf:resource="http://o.example/"/> <e:q rdf:nodeID="n"/>
      <e:r><e:C rdf:ID="c" e:p="z"/></e:r>
      <e:s rdf:parseType="Resource"><e:p>v</e:p></e:s>
      <e:t rdf:parseType="Collection"><rdf:Description rdf:nodeID="n"/></e:t>
      <rdf:li>one</rdf:li>`),
    rdfXml,
  )
  expect(lines(quads).map((line) => line.replaceAll(/_:\S+/g, '_:b'))).toEqual([
    '<http://s.example/> <http://e.example/p> "x"',
    '<http://s.example/> <http://e.example/p> "y"@de-AT',
    `<http://s.example/> <http://e.example/p> "1"^^<${base}#t>`,
    '<http://s.example/> <http://e.example/p> ""',
    '<http://s.example/> <http://e.example/q> <http://o.example/>',
    '<http://s.example/> <http://e.example/q> _:b',
    `<${base}#c> <${rdf}type> <http://e.example/C>`,
    `<http://s.example/> <http://e.example/r> <${base}#c>`,
    `<${base}#c> <http://e.example/p> "z"`,
    '<http://s.example/> <http://e.example/s> _:b',
    '_:b <http://e.example/p> "v"',
    '<http://s.example/> <http://e.example/t> _:b',
    `_:b <${rdf}first> _:b`,
    `_:b <${rdf}rest> <${rdf}nil>`,
    `<http://s.example/> <${rdf}_1> "one"`,
  ])
  expect(warnings).toEqual([])
})

test('it makes no difference where pieces are cut', async () => {
  const document = about('<e:p>ä&amp;<![CDATA[<]]>b</e:p><e:q rdf:resource="a b"/><!-- c -->\r\n')
  const whole = await read(document, rdfXml)
  expect(whole.quads).toHaveLength(2)
  for (let cut = 1; cut < document.length; cut++) {
    const parts = await read([document.slice(0, cut), document.slice(cut)], rdfXml)
    expect(lines(parts.quads), `cut at ${cut}`).toEqual(lines(whole.quads))
  }
})

test('a root other than rdf:RDF is a resource with its IRI', async () => {
  const { quads } = await read(
    `<dcat:Catalog xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:rdf="${rdf}" rdf:about="http://c.example/">
      <dcat:dataset rdf:resource="http://d.example/"/></dcat:Catalog>`,
    rdfXml,
  )
  expect(lines(quads)).toEqual([
    `<http://c.example/> <${rdf}type> <http://www.w3.org/ns/dcat#Catalog>`,
    '<http://c.example/> <http://www.w3.org/ns/dcat#dataset> <http://d.example/>',
  ])
})

test('comments and CDATA sections divide no text', async () => {
  const found = await values('<e:p>a<!-- b -->c<![CDATA[<d>]]>e<?f g?>h</e:p>')
  expect(found).toEqual({ values: ['p "ac<d>eh"'], warnings: [] })
})

test('language tags keep their spelling, and an empty one ends the outer one', async () => {
  const { quads } = await read(
    inRdf(`<e:C rdf:about="http://s.example/" xml:lang="de-AT" e:a="1"><e:b>2</e:b><e:c xml:lang="">3</e:c>
      <e:d xml:lang="EN-gb"><e:D rdf:about="http://d.example/" e:e="4"/></e:d></e:C>`),
    rdfXml,
  )
  const literals = quads.flatMap(({ object }) => (object.termType === 'Literal' ? [object] : []))
  expect(literals.map(({ value, language }) => value + language)).toEqual([
    '1de-AT',
    '2de-AT',
    '3',
    '4EN-gb',
  ])
})

test('xml:base holds on any element, and absolute IRIs are left alone', async () => {
  const { quads } = await read(
    inRdf(`<e:C rdf:about="a" xml:base="http://x.example/y/z"><e:p rdf:resource="b"/>
      <e:p xml:base="../" rdf:resource="c"/><e:p rdf:resource=".well-known/d"/>
      <e:p rdf:resource="http://x.example/a/../b/./c//d"/><e:p rdf:resource=""/></e:C>`),
    rdfXml,
  )
  expect(
    [quads[0]?.subject, ...quads.map(({ object }) => object)].map((term) => term?.value),
  ).toEqual([
    'http://x.example/y/a',
    'http://e.example/C',
    'http://x.example/y/b',
    'http://x.example/c',
    'http://x.example/y/.well-known/d',
    'http://x.example/a/../b/./c//d',
    'http://x.example/y/z',
  ])
})

test('xml:base that is junk makes junk of what is relative to it', async () => {
  const { quads, warnings } = await read(
    inRdf('<e:C rdf:about="http://s.example/" xml:base="http//x/y"><e:p rdf:resource="z"/></e:C>'),
    rdfXml,
  )
  expect(lines(quads)).toEqual([
    `<http://s.example/> <${rdf}type> <http://e.example/C>`,
    '<http://s.example/> <http://e.example/p> "http//x/z"',
  ])
  expect(kinds(warnings)).toEqual(['iri-to-literal'])
})

test.for([
  ['<e:p rdf:resource="a b"/>', 'p <https://data.example/feeds/a%20b>', 'iri-encoded'],
  ['<e:p rdf:resource="\n http://a.example/ "/>', 'p <http://a.example/>', 'iri-encoded'],
  ['<e:p rdf:resource="http//a.example"/>', 'p "http//a.example"', 'iri-to-literal'],
  ['<e:p rdf:resource="http://a http://b"/>', 'p "http://a http://b"', 'iri-to-literal'],
  ['<e:p rdf:datatype="http//t">x</e:p>', 'p "x"', 'iri-dropped'],
  ['<e:p xml:lang="de_DE">x</e:p>', 'p "x"', 'language-tag'],
  ['<rdf:type rdf:resource="http//t"/>', undefined, 'iri-dropped'],
  ['<title>x</title>', undefined, 'iri-dropped'],
] as const)('%s is mended', async ([content, value, kind]) => {
  const found = await values(content)
  expect(found.values).toEqual(value === undefined ? [] : [value])
  expect(found.warnings).toMatchObject([{ kind, line: expect.any(Number) }])
})

test.for([
  ['a<e:p>x</e:p>', 'a'],
  ['<e:p>x</e:p>b', 'b'],
  ['<e:p>c<e:C rdf:about="http://c.example/"/></e:p>', 'c'],
  ['<e:p><e:C rdf:about="http://c.example/"/>d</e:p>', 'd'],
  ['<e:p rdf:resource="http://c.example/">e</e:p>', 'e'],
  ['<e:p rdf:parseType="Resource">f<e:p>x</e:p></e:p>', 'f'],
])('text that stands beside elements is not lost unnoticed: %s', async ([content, text]) => {
  expect((await values(content ?? '')).warnings).toMatchObject([
    { kind: 'text-dropped', value: text, line: 1 },
  ])
})

test('several resources in one property each are a value, which is reported', async () => {
  const { values: found, warnings } = await values(
    '<e:p><rdf:Description rdf:about="http://a.example/"/><rdf:Description rdf:about="http://b.example/"/></e:p>',
  )
  expect(found).toEqual(['p <http://a.example/>', 'p <http://b.example/>'])
  expect(kinds(warnings)).toEqual(['several-values'])
})

test('white space before the XML declaration is reported, and lines are counted with it', async () => {
  const document = `\n\n<?xml version="1.0"?>\n${about('<e:p rdf:resource="a b"/>')}`
  const { warnings } = await read(document, rdfXml)
  expect(warnings).toMatchObject([{ kind: 'leading-space' }, { kind: 'iri-encoded', line: 4 }])
})

test('rdf:type as an attribute is resolved like any other reference', async () => {
  const { quads } = await read(
    inRdf('<rdf:Description rdf:about="http://s.example/" rdf:type="#C"/>'),
    rdfXml,
  )
  expect(lines(quads)).toEqual([`<http://s.example/> <${rdf}type> <${base}#C>`])
})

const literal =
  'x &lt; y &amp; <e:b z="&quot;&amp;" e:a="1"><i xmlns="http://i.example/">j<k/></i></e:b>'

test('an XML literal stays well-formed and declares what it uses', async () => {
  const { values: found } = await values(`<e:p rdf:parseType="Literal">${literal}</e:p>`)
  expect(found).toEqual([
    `p ${JSON.stringify('x &lt; y &amp; <e:b xmlns:e="http://e.example/" z="&quot;&amp;" e:a="1"><i xmlns="http://i.example/">j<k></k></i></e:b>')}^^<${rdf}XMLLiteral>`,
  ])
})

// With two attributes, rapper has them in another order than Canonical XML.
test.skipIf(!rapper)('rapper makes the same XML literal (needs rapper)', async () => {
  const content = literal.replace(' e:a="1"', '')
  const document = about(`<e:p rdf:parseType="Literal">${content}</e:p>`)
  const options = { input: document, encoding: 'utf8' } as const
  const { stdout } = spawnSync(
    'rapper',
    ['-q', '-i', 'rdfxml', '-o', 'ntriples', '-', base],
    options,
  )
  const { quads } = await read(document, rdfXml)
  expect(lines(quads).map((line) => `${line} .`)).toEqual(stdout.trimEnd().split('\n'))
})

test.for([
  ['<e:p>abc', 1, 'elements end in the order'],
  ['<e:p>a & b</e:p>\n', 2, 'the "&" on line 1 begins no entity'],
  ['\n<e:p>a & b; c</e:p>', 2, '&amp;'],
  ['\n<e:p>&nbsp;</e:p>', 2, 'undefined entity'],
  ['\n<e:p>a < b</e:p>', 2, '&lt;'],
  ['\n<e:p></e:q>', 2, 'elements end in the order'],
  ['<f:p/>', 1, 'xmlns'],
  ['<e:p a="1" a="2"/>', 1, 'duplicate attribute'],
  ['<rdf:aboutEach/>', 1, 'Illegal property element name'],
  ['<e:p rdf:resource="a" rdf:nodeID="b"/>', 1, 'rdf:resource'],
  ['<e:p rdf:nodeID="1"/>', 1, 'NCName'],
  ['\u0001', 1, 'disallowed character'],
] as const)('%j is an error on line %d', async ([content, line, what]) => {
  const error = await failure(about(content), rdfXml)
  expect(error).toMatchObject({
    code: 'rdf-syntax',
    status: 400,
    details: { syntax: 'rdf-xml', line, column: expect.any(Number) },
  })
  expect(error.message).toContain(`RDF/XML, line ${line}, column `)
  expect(error.message).toContain(what)
})

test('a document that ends too early is an error at its end, wherever it is cut', async () => {
  const document = about('\n<e:p a="b">x<!-- y --></e:p>\n')
  const start = document.indexOf('<rdf:Description')
  for (let cut = start + 1; cut < document.length; cut++) {
    const error = await failure(document.slice(0, cut), rdfXml)
    expect(error, `cut at ${cut}`).toMatchObject({
      code: 'rdf-syntax',
      details: { line: expect.any(Number) },
    })
  }
  const { message } = await failure(document.slice(0, document.indexOf('x<!--')), rdfXml)
  expect(message).toContain('unclosed tag: e:p')
})

test('what follows the end of the document, or has a second root, is an error', async () => {
  for (const rest of ['x', '<e/>', '<']) {
    expect(await failure(`${about('')}${rest}`, rdfXml), rest).toMatchObject({ code: 'rdf-syntax' })
  }
})

test.for([
  '<!DOCTYPE rdf:RDF [<!ENTITY a "b">]>',
  '<!DOCTYPE rdf:RDF [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE rdf:RDF [<!ENTITY % a SYSTEM "http://a.example/"> %a;]>',
])('entities are refused: %s', async (doctype) => {
  expect(await failure(`${doctype}${about('<e:p>x</e:p>')}`, rdfXml)).toMatchObject({
    code: 'xml-entities',
    status: 400,
  })
})

test('a DOCTYPE without entities is passed over, and its DTD is not asked for', async () => {
  const { quads } = await read(
    `<!DOCTYPE rdf:RDF SYSTEM "http://127.0.0.1:1/x.dtd">${about('<e:p>x</e:p>')}`,
    rdfXml,
  )
  expect(quads).toHaveLength(1)
})

test.for([
  '<e:p rdf:parseType="Triple"><rdf:Description><e:p>x</e:p></rdf:Description></e:p>',
  '<e:p rdf:annotation="http://a.example/">x</e:p>',
  '<e:p rdf:annotationNodeID="a">x</e:p>',
  '<e:p rdf:version="1.2" its:dir="rtl" xmlns:its="http://www.w3.org/2005/11/its" xml:lang="ar">x</e:p>',
])('RDF 1.2 in %s is refused', async (content) => {
  expect(await failure(about(content), rdfXml)).toMatchObject({ code: 'rdf-1.2' })
})

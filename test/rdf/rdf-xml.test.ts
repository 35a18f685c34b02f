import { expect, test } from 'vitest'
import { rdfWriter, writeRdf } from '../../src/rdf/write.ts'
import { canonical, read, stored } from './write-readers.ts'

const graph = 'http://d.example/1'
const prefixes = `
  PREFIX dcat: <http://www.w3.org/ns/dcat#>
  PREFIX dct: <http://purl.org/dc/terms/>
  PREFIX foaf: <http://xmlns.com/foaf/0.1/>
  PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
  PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
  PREFIX d: <http://d.example/>
  PREFIX v: <http://v.example/>
`
const write = async (turtle: string) =>
  writeRdf(await stored(prefixes + turtle, graph), 'rdf-xml', graph)

test('a dataset is an element named after its class', async () => {
  const xml = await write(`
    d:1 a d:Special, dcat:Dataset ; dct:title "Autos & Räder"@de ; dcat:distribution d:a ;
      dct:publisher [ a foaf:Agent ; foaf:name "Kreis" ] ; v:p "1"^^xsd:integer .
    d:a a d:Special ; dcat:accessURL <http://d.example/?a=1&b=2> .
  `)
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dcat="http://www.w3.org/ns/dcat#"
  xmlns:dct="http://purl.org/dc/terms/"
  xmlns:foaf="http://xmlns.com/foaf/0.1/"
  xmlns:ns1="http://v.example/">
  <dcat:Dataset rdf:about="http://d.example/1">
    <rdf:type rdf:resource="http://d.example/Special"/>
    <dct:title xml:lang="de">Autos &amp; Räder</dct:title>
    <dct:publisher>
      <foaf:Agent>
        <foaf:name>Kreis</foaf:name>
      </foaf:Agent>
    </dct:publisher>
    <ns1:p rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">1</ns1:p>
    <dcat:distribution rdf:resource="http://d.example/a"/>
  </dcat:Dataset>
  <rdf:Description rdf:about="http://d.example/a">
    <rdf:type rdf:resource="http://d.example/Special"/>
    <dcat:accessURL rdf:resource="http://d.example/?a=1&amp;b=2"/>
  </rdf:Description>
</rdf:RDF>
`)
})

test('text cannot end its element or the document', async () => {
  const xml = await write(String.raw`d:1 dct:title "]]></dct:title></rdf:RDF><!-- &x;\r\n" .`)
  expect(xml).toContain(
    '<dct:title>]]&gt;&lt;/dct:title&gt;&lt;/rdf:RDF&gt;&lt;!-- &amp;x;&#13;\n</',
  )
})

test('a resource among many declares a foreign namespace on the element that needs it', async () => {
  const resource = await stored(`${prefixes} d:1 a dcat:Dataset ; v:p "1" .`, graph)
  const writer = rdfWriter('rdf-xml')
  expect(writer.begin()).not.toContain('v.example')
  expect(writer.add(resource, graph)).toContain('<ns:p xmlns:ns="http://v.example/">1</ns:p>')
})

test.for([
  ['a predicate without a name at its end', 'd:1 <http://v.example/> 1 .', '<http://v.example/>'],
  ['a predicate whose end is a number', 'd:1 <http://v.example/2024> 1 .', '2024'],
  ['a predicate that is one word', 'd:1 <urn:1> 1 .', '<urn:1>'],
  ['a name that is a list item in RDF/XML', 'd:1 rdf:li 1 .', '#li>'],
  ['a name that is an attribute in RDF/XML', 'd:1 rdf:about 1 .', '#about>'],
  ['a name that is an element in RDF/XML', 'd:1 rdf:Description 1 .', '#Description>'],
  ['NUL', String.raw`d:1 dct:title "a\u0000b" .`, 'U+0000'],
  ['a form feed', String.raw`d:1 dct:title "a\fb" .`, 'U+000C'],
  ['a backspace', String.raw`d:1 dct:title "a\bb" .`, 'U+0008'],
  ['a vertical tab', String.raw`d:1 dct:title "a\u000bb" .`, 'U+000B'],
  ['a non-character', 'd:1 dct:title "a\uffffb" .', 'U+FFFF'],
])('%s cannot be said in RDF/XML, but elsewhere', async ([, turtle = '', culprit = '']) => {
  const ntriples = await stored(prefixes + turtle, graph)
  const expected = expect.objectContaining({
    code: 'not-representable',
    status: 406,
    message: expect.stringMatching(/Turtle, TriG, N-Triples, N-Quads and JSON-LD can\.$/),
  })
  expect(() => writeRdf(ntriples, 'rdf-xml', graph)).toThrow(expected)
  expect(() => writeRdf(ntriples, 'rdf-xml', graph)).toThrow(culprit)
  expect(() => rdfWriter('rdf-xml').add(ntriples, graph)).toThrow(expected)
  for (const syntax of ['turtle', 'trig', 'n-quads', 'json-ld'] as const) {
    const quads = await read(writeRdf(ntriples, syntax, graph), syntax)
    expect(await canonical(quads)).toBe(await canonical(await read(ntriples, 'n-triples')))
  }
})

test('a reserved name of RDF/XML may still be a class', async () => {
  const turtle = `${prefixes} d:1 a rdf:Description , rdf:li , rdf:List .`
  const xml = await write(turtle)
  expect(await canonical(await read(xml, 'rdf-xml'))).toBe(
    await canonical(await read(turtle, 'turtle')),
  )
})

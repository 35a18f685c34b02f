import { expect, test } from 'vitest'
import { rdfWriter, writeRdf } from '../../src/rdf/write.ts'
import { read, stored } from './write-readers.ts'

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
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const write = async (turtle: string) =>
  writeRdf(await stored(prefixes + turtle, graph), 'turtle', graph)
const body = async (turtle: string) =>
  (await write(turtle)).replaceAll(/^@prefix .*\n/gm, '').trimStart()

test('a dataset reads from top to bottom', async () => {
  const turtle = await write(`
    d:a a dcat:Distribution ; dcat:accessURL d:file .
    d:1 dcat:keyword "Auto"@de, "Kfz"@de ; dct:modified "2024-01-01"^^xsd:date ;
      dct:publisher [ a foaf:Organization ; foaf:mbox <mailto:a@b.example> ; foaf:name "Kreis" ] ;
      dcat:distribution d:b, d:a ; dct:title "Autos"@de ; a dcat:Dataset .
    d:b a dcat:Distribution .
  `)
  expect(turtle).toBe(`@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<http://d.example/1> a dcat:Dataset ;
  dct:title "Autos"@de ;
  dct:modified "2024-01-01"^^xsd:date ;
  dct:publisher [
    a foaf:Organization ;
    foaf:name "Kreis" ;
    foaf:mbox <mailto:a@b.example>
  ] ;
  dcat:distribution <http://d.example/a> , <http://d.example/b> ;
  dcat:keyword "Auto"@de , "Kfz"@de .

<http://d.example/a> a dcat:Distribution ;
  dcat:accessURL <http://d.example/file> .

<http://d.example/b> a dcat:Distribution .
`)
})

test('the order of what comes in does not matter', async () => {
  const one = await write('d:1 v:p [ v:q 1 ] , 2 . d:2 v:p 3 .')
  expect(await write('d:2 v:p 3 . d:1 v:p 2 , [ v:q 1 ] .')).toBe(one)
})

test('parts follow in the order in which they are mentioned', async () => {
  const turtle = await body(
    'd:a v:p d:z . d:z v:p 1 . d:1 v:p d:y , d:m . d:m v:p d:a . d:y v:p 2 .',
  )
  expect(turtle.match(/^<[^>]+>/gm)).toEqual(
    ['1', 'm', 'y', 'a', 'z'].map((name) => `<http://d.example/${name}>`),
  )
})

test.for([
  ['the dataset', 'd:a a dcat:DataService . d:b a dcat:Distribution . d:c a dcat:Dataset .', 'c'],
  ['the service', 'd:a a foaf:Agent . d:b a dcat:DataService .', 'b'],
  ['the first subject', 'd:a a foaf:Agent . d:b a dcat:Distribution .', 'a'],
])('without a subject that is the graph, %s comes first', async ([, turtle, first]) => {
  expect(await body(turtle ?? '')).toMatch(new RegExp(`^<http://d.example/${first}>`))
})

test('long values stand on lines of their own', async () => {
  const long = 'http://d.example/a-name-that-is-rather-long-and-goes-on-and-on'
  expect(await body(`d:1 v:p <${long}1>, <${long}2> .`))
    .toBe(`<http://d.example/1> <http://v.example/p>
    <${long}1> ,
    <${long}2> .
`)
})

test('text of several lines is written as such', async () => {
  expect(await body(String.raw`d:1 dct:title "one\ntwo \"quoted\" \\n\r" .`)).toBe(
    String.raw`<http://d.example/1> dct:title """one
two \"quoted\" \\n\r""" .
`,
  )
})

test('numbers and truth values are short where the lexical form stays the same', async () => {
  const turtle = await body(`d:1 v:p 5 , -5 , "05"^^xsd:integer , "+5"^^xsd:integer , true ,
    "1"^^xsd:boolean , 1.50 , ".5"^^xsd:decimal , "0.0000001"^^xsd:decimal , 1e0 .`)
  expect(turtle.split(/\s+/).filter((word) => /^["0-9t-]/.test(word))).toEqual([
    '"+5"^^xsd:integer',
    '-5',
    '".5"^^xsd:decimal',
    '"0.0000001"^^xsd:decimal',
    '"05"^^xsd:integer',
    '"1"^^xsd:boolean',
    '1.50',
    '"1e0"^^xsd:double',
    '5',
    'true',
  ])
})

test.for(['a.b', '1a', 'a%20b', 'a/b', "a'b", 'ä', '', '-a', 'a:b'])(
  'a name that Turtle might need to escape is written out: dcat:%s',
  async (local) => {
    const turtle = await body(`d:1 v:p <http://www.w3.org/ns/dcat#${local}> .`)
    expect(turtle).toContain(`<http://www.w3.org/ns/dcat#${local}>`)
  },
)

test('a blank node that nothing else refers to needs no label', async () => {
  expect(await body('[] v:p [] . d:1 v:p [ v:q [] ] .')).not.toContain('_:')
})

test('a shared blank node and one in a cycle keep their labels', async () => {
  const turtle = await body('d:1 v:p _:a ; v:q _:a , _:b . _:b v:p _:c . _:c v:p _:c , [ v:p 1 ] .')
  expect(turtle.match(/_:\w+/g)).toHaveLength(5)
  expect(turtle.match(/^_:\w+/gm)).toHaveLength(1)
})

test('a list is written in parentheses, unless it is not quite a list', async () => {
  expect(await body('d:1 v:p ( 1 "b" d:c ( ) ) .')).toBe(
    '<http://d.example/1> <http://v.example/p> ( 1 "b" <http://d.example/c> rdf:nil ) .\n',
  )
  const shared = await body('d:1 v:p _:l ; v:q _:l . _:l rdf:first 1 ; rdf:rest ( 2 ) .')
  expect(shared).toMatch(/rdf:first 1 ;\n {2}rdf:rest \( 2 \) \.$/m)
})

const chain = (length: number, link: (level: number) => string) =>
  `<${graph}> <http://v.example/p> _:n0 .\n${Array.from({ length }, (_, level) => link(level)).join('')}`

test.for([
  ['nodes', (level: number) => `_:n${level} <http://v.example/p> _:n${level + 1} .\n`],
  ['cells', (level: number) => `_:n${level} <${rdf}rest> _:n${level + 1} .\n`],
  [
    'lists in lists',
    (level: number) =>
      `_:n${level} <${rdf}first> _:n${level + 1} .\n_:n${level} <${rdf}rest> <${rdf}nil> .\n`,
  ],
] as const)('%s nest no deeper than people and parsers can take', async ([, link]) => {
  for (const syntax of ['turtle', 'rdf-xml', 'json-ld'] as const) {
    const ntriples = chain(5000, link)
    const text = writeRdf(ntriples, syntax, graph)
    expect(Math.max(...text.split('\n').map((line) => line.search(/\S/)))).toBeLessThan(100)
    expect(await read(text, syntax)).toHaveLength(ntriples.split('\n').length - 1)
  }
})

test('a list of any length is one list', async () => {
  const cell = (index: number) =>
    `_:n${index} <${rdf}first> "${index}" .\n_:n${index} <${rdf}rest> _:n${index + 1} .\n`
  const ntriples = chain(10_000, cell).replace(/_:n10000 .\n$/, `<${rdf}nil> .\n`)
  const turtle = writeRdf(ntriples, 'turtle', graph)
  expect(turtle).not.toContain('_:')
  expect(await read(turtle, 'turtle')).toHaveLength(20_001)
})

test('a document of many resources declares every prefix of the field once', async () => {
  const writer = rdfWriter('turtle')
  const resource = await stored(`${prefixes} d:1 a dcat:Dataset .`, graph)
  const text = writer.begin() + writer.add(resource, graph) + writer.add(resource, graph)
  expect(text.match(/^@prefix dcat: /gm)).toHaveLength(1)
  expect(text.match(/^@prefix /gm)?.length).toBeGreaterThan(20)
})

import jsonld from 'jsonld'
import { expect, test } from 'vitest'
import { bundledContexts, dcatApContext, dcatApContextUrn } from '../../src/rdf/context.ts'
import { prefixes as field } from '../../src/rdf/vocabulary.ts'
import { rdfWriter, writeRdf } from '../../src/rdf/write.ts'
import { canonical, read, stored } from './write-readers.ts'

const graph = 'http://d.example/1'
const prefixes = `
  PREFIX dcat: <http://www.w3.org/ns/dcat#>
  PREFIX dct: <http://purl.org/dc/terms/>
  PREFIX foaf: <http://xmlns.com/foaf/0.1/>
  PREFIX geo: <http://www.opengis.net/ont/geosparql#>
  PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
  PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
  PREFIX d: <http://d.example/>
  PREFIX v: <http://v.example/>
`
const write = async (turtle: string): Promise<unknown> =>
  JSON.parse(writeRdf(await stored(prefixes + turtle, graph), 'json-ld', graph))

test('a dataset is a tree of plain names under the part of the context that it uses', async () => {
  const document = await write(`
    d:1 a dcat:Dataset ; dct:title "Autos"@de , "Cars"@en ; dct:identifier "1" ;
      dct:license <http://dcat-ap.de/def/licenses/cc-zero> ; dcat:distribution d:a ;
      dct:modified "2024-01-01T00:00:00Z"^^xsd:dateTime ; dct:issued "2024-01-01"^^xsd:date ;
      dct:publisher [ a foaf:Agent ; foaf:name "Kreis" ] ; foaf:nick "x" ; v:p ( 1 "b" ) .
    d:a a dcat:Distribution ; dcat:byteSize "12"^^xsd:nonNegativeInteger .
  `)
  expect(document).toEqual({
    '@context': {
      Agent: `${field.foaf}Agent`,
      Dataset: `${field.dcat}Dataset`,
      Distribution: `${field.dcat}Distribution`,
      byteSize: { '@id': `${field.dcat}byteSize`, '@type': `${field.xsd}nonNegativeInteger` },
      distribution: { '@id': `${field.dcat}distribution`, '@type': '@id' },
      foaf: field.foaf,
      identifier: `${field.dct}identifier`,
      issued: { '@id': `${field.dct}issued`, '@type': `${field.xsd}dateTime` },
      license: { '@id': `${field.dct}license`, '@type': '@id' },
      modified: { '@id': `${field.dct}modified`, '@type': `${field.xsd}dateTime` },
      name: `${field.foaf}name`,
      publisher: { '@id': `${field.dct}publisher`, '@type': '@id' },
      title: `${field.dct}title`,
      xsd: field.xsd,
    },
    '@graph': [
      {
        '@id': 'http://d.example/1',
        '@type': 'Dataset',
        title: [
          { '@language': 'de', '@value': 'Autos' },
          { '@language': 'en', '@value': 'Cars' },
        ],
        identifier: '1',
        issued: { '@type': 'xsd:date', '@value': '2024-01-01' },
        license: 'http://dcat-ap.de/def/licenses/cc-zero',
        modified: '2024-01-01T00:00:00Z',
        publisher: { '@type': 'Agent', name: 'Kreis' },
        'http://v.example/p': { '@list': [{ '@type': 'xsd:integer', '@value': '1' }, 'b'] },
        distribution: 'http://d.example/a',
        'foaf:nick': 'x',
      },
      { '@id': 'http://d.example/a', '@type': 'Distribution', byteSize: '12' },
    ],
  })
})

test('no context that is not in the document itself is asked for', async () => {
  const writer = rdfWriter('json-ld')
  const resource = await stored(`${prefixes} d:1 a dcat:Dataset .`, graph)
  const text = writer.begin() + writer.add(resource, graph) + writer.end()
  expect(JSON.parse(text)).toMatchObject(dcatApContext)
  expect(await read(text, 'json-ld')).toHaveLength(1)
})

test('a node with IRIs that look compact is written without context', async () => {
  expect(await write('d:1 dct:license <dct:x> , "y" .')).toEqual({
    '@context': {},
    '@graph': [
      {
        '@context': null,
        '@id': 'http://d.example/1',
        'http://purl.org/dc/terms/license': ['y', { '@id': 'dct:x' }],
      },
    ],
  })
})

test('a geo: IRI stands beside GeoSPARQL terms', async () => {
  expect(await write('d:1 dct:spatial <geo:52.5,13.4> ; geo:asWKT "POINT(1 2)" .')).toMatchObject({
    '@graph': [{ spatial: 'geo:52.5,13.4', 'geosparql:asWKT': 'POINT(1 2)' }],
  })
})

test('an rdf:type that is no IRI is kept beside @type', async () => {
  const node = { '@type': 'Dataset', 'rdf:type': ['x', { '@id': expect.stringMatching(/^_:/) }] }
  expect(await write('d:1 a dcat:Dataset , "x" , [] .')).toMatchObject({ '@graph': [node] })
})

test('our context can be referred to by its URN', async () => {
  const document = { '@context': dcatApContextUrn, '@id': graph, '@type': 'Dataset', title: 'x' }
  const documentLoader = (url: string) =>
    Promise.resolve({ document: { ...bundledContexts[url] }, documentUrl: url })
  const quads = await jsonld.toRDF(document, { documentLoader, format: 'application/n-quads' })
  expect(quads).toContain(`<${graph}> <${field.dct}title> "x" .`)
})

const definitions = Object.entries(dcatApContext['@context'])
const iriOf = (definition: (typeof definitions)[number][1]) =>
  typeof definition === 'string' ? definition : definition['@id']

test('each name of our context stands for one IRI, and each IRI has one name', () => {
  expect(new Set(definitions.map(([, definition]) => iriOf(definition))).size).toBe(
    definitions.length,
  )
})

test('only the prefixes of our context can be taken for prefixes', () => {
  const likePrefixes = definitions.filter(([, definition]) => /[:/?#[\]@]$/.test(iriOf(definition)))
  expect(likePrefixes.map(([, iri]) => iri)).toEqual(Object.values(field))
})

test('every property and class of our context comes back from its own name', async () => {
  const lines = definitions
    .map(([, definition]) => iriOf(definition))
    .flatMap((iri) => [`d:1 a <${iri}> ; <${iri}> <${iri}>, "x", "x"@de, "2024"^^xsd:gYear .`])
  const turtle = prefixes + lines.join('\n')
  const text = writeRdf(await stored(turtle, graph), 'json-ld', graph)
  expect(await canonical(await read(text, 'json-ld'))).toBe(
    await canonical(await read(turtle, 'turtle')),
  )
})

import { expect, test } from 'vitest'
import type { Catalogue } from '../../src/catalogue/catalogue.ts'
import type { Graph } from '../../src/store/graph.ts'
import { ask, submission, testStore } from '../store.ts'
import { countOf, generated, loggingGraph, select } from './index-kit.ts'

// The default graph is a graph: what several datasets say alike is in it once (RDF 1.1 Concepts, section 3).

const publisher = '<http://example.org/city> a :City ; :name "Wiesental" .'
const one = 'http://example.org/1'
const two = 'http://example.org/2'

const keep = async (catalogue: Catalogue, iri: string, turtle: string) =>
  catalogue.accept([await submission(turtle, { iri })])

const names = 'SELECT ?name { <http://example.org/city> <http://example.org/name> ?name }'
const rows = async (graph: Graph, sparql: string) =>
  (await ask(graph, select(sparql))).trim().split('\r\n').slice(1)

/** The default graph has what the named graphs have, and nothing else. */
async function expectUnion(graph: Graph) {
  const named = 'SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }'
  const inDefault = (await rows(graph, 'SELECT ?s ?p ?o { ?s ?p ?o }')).sort()
  expect(inDefault).toEqual((await rows(graph, named)).sort())
}

test('what two datasets say alike is counted once, and found in each', async () => {
  const { catalogue, graph } = await testStore()
  await keep(catalogue, one, `${publisher} <${one}> :by <http://example.org/city> .`)
  await keep(catalogue, two, `${publisher} <${two}> :by <http://example.org/city> .`)
  expect(await rows(graph, names)).toEqual(['Wiesental'])
  const joined = `SELECT (COUNT(?d) AS ?n) { ?d <http://example.org/by>/<http://example.org/name> ?name }`
  expect(await countOf(graph, joined)).toBe(2)
  expect(await rows(graph, `SELECT ?g { GRAPH ?g ${names.slice(13)} } ORDER BY ?g`)).toEqual([
    one,
    two,
  ])
  await expectUnion(graph)
})

test.for([
  [
    'is changed',
    (catalogue: Catalogue) => keep(catalogue, one, '<http://example.org/city> :name "Neu" .'),
  ],
  ['is emptied', (catalogue: Catalogue) => keep(catalogue, one, '')],
  [
    'is deleted',
    async (catalogue: Catalogue) =>
      catalogue.withdraw([catalogue.byIri(one)].flatMap((found) => found ?? [])),
  ],
] as const)('what another dataset says as well stays when one %s', async ([, change]) => {
  const { catalogue, graph } = await testStore()
  await keep(catalogue, one, `${publisher} :d :p 1, [ :q "x" ] .`)
  await keep(catalogue, two, publisher)
  expect(await rows(graph, names)).toEqual(['Wiesental'])
  await change(catalogue)
  expect(await rows(graph, names)).toContain('Wiesental')
  await expectUnion(graph)
  await keep(catalogue, two, ':e :p 2 .')
  expect(await rows(graph, names)).not.toContain('Wiesental')
  await expectUnion(graph)
})

test(
  'the default graph stays the union of all graphs, whatever is changed',
  { timeout: 60_000 },
  async () => {
    const { folder, catalogue, graph } = await testStore()
    for (const version of [0, 1, 2, 3, 4]) {
      catalogue.accept(await generated(60, { version, start: 10 * version }))
      catalogue.withdraw([...catalogue.ofSource('test')].slice(0, 5))
      await expectUnion(graph)
    }
    const loaded = loggingGraph(folder, { image: `${folder}/none` }).graph
    await loaded.ready()
    const size = 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }'
    expect(await countOf(graph, size)).toBe(await countOf(loaded, size))
  },
)

import { expect, test } from 'vitest'
import type { Graph } from '../../src/store/graph.ts'
import { ask, submission, testStore } from '../store.ts'
import { asIndexed, canonicalText } from './as-indexed.ts'

const iri = 'http://example.org/d'

/** The index's copy of a graph, brought into the same form as the record's. */
async function indexed(graph: Graph, name = iri) {
  const ntriples = await ask(graph, {
    sparql: `CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <${name}> { ?s ?p ?o } }`,
    mediaType: 'application/n-triples',
    baseIri: name,
    maxResultBytes: 1_000_000,
  })
  return canonicalText(ntriples, name)
}

test.for([
  ['a literal is replaced', ':d :p "a", "b"', ':d :p "b", "c"'],
  ['nothing is left', ':d :p "a"', ''],
  [
    'one of two equal values goes',
    ':d :p "01"^^xsd:integer, "1"^^xsd:integer',
    ':d :p "1"^^xsd:integer',
  ],
  ['a value is written otherwise', ':d :p "01"^^xsd:integer', ':d :p "1"^^xsd:integer'],
  ['a language tag changes its case', ':d :p "x"@de-AT, "x"@DE', ':d :p "x"@de'],
  ['a blank node gets a property', ':d :p [ :q 1 ], [ :q 2 ]', ':d :p [ :q 1 ; :r 1 ], [ :q 2 ]'],
  ['a blank node goes', ':d :p [ :q 1 ], [ :q 2 ], "x"', ':d :p [ :q 2 ], "x"'],
  ['a blank node comes', ':d :p "x"', ':d :p [ :q [ :r "x" ] ], "y"'],
  [
    'only a literal beside a blank node changes',
    ':d :p [ :q 1 ] ; :t "a"',
    ':d :p [ :q 1 ] ; :t "b"',
  ],
  [
    'a literal looks like syntax',
    ':d :p "> _:b . \\n <x>", "a\\\\u0041"',
    ':d :p "> _:c . \\n <x>", "a\\\\u0042"',
  ],
] as const)('the index follows the record when %s', async ([, before, after]) => {
  const { catalogue, graph } = await testStore()
  for (const turtle of [before, after]) {
    catalogue.accept([await submission(turtle && `${turtle} .`)])
    const stored = catalogue.graph(catalogue.get('dataset', 'd-http-example-org-d'))
    expect(await indexed(graph)).toBe(await asIndexed(stored, iri))
  }
})

test('several changes between two queries count as one', async () => {
  const { catalogue, graph } = await testStore()
  catalogue.accept([await submission(':d :p "1", "2", [ :q 1 ] .')])
  await indexed(graph)
  for (const turtle of [':d :p "2", "3" .', ':d :p "3", "4", [ :q 2 ] .', ':d :p "1", "4" .']) {
    catalogue.accept([await submission(turtle)])
  }
  expect(await indexed(graph)).toBe(
    '<http://example.org/d> <http://example.org/p> "1" .\n<http://example.org/d> <http://example.org/p> "4" .\n',
  )
})

test('a deleted dataset leaves the index and comes back with what it has then', async () => {
  const { catalogue, graph } = await testStore()
  catalogue.accept([await submission(':d :p "1", [ :q 1 ] .')])
  await indexed(graph)
  catalogue.withdraw([...catalogue.ofSource('test')])
  expect(await indexed(graph)).toBe('')
  expect(await indexed(graph, 'http://findbuch.test/datasets/d-http-example-org-d/record')).toBe('')
  catalogue.accept([await submission(':d :p "2" .')])
  expect(await indexed(graph)).toContain('"2"')
})

test('blank nodes of different datasets stay apart in the index', async () => {
  const { catalogue, graph } = await testStore()
  const one = await submission('<http://example.org/1> :p [ :q 1 ] .', {
    iri: 'http://example.org/1',
  })
  const two = await submission('<http://example.org/2> :p [ :q 1 ] .', {
    iri: 'http://example.org/2',
  })
  catalogue.accept([one, two])
  const result = await ask(graph, {
    sparql: 'SELECT (COUNT(DISTINCT ?b) AS ?n) { ?d <http://example.org/p> ?b }',
    mediaType: 'text/csv',
    baseIri: iri,
    maxResultBytes: 1000,
  })
  expect(result).toBe('n\r\n2\r\n')
})

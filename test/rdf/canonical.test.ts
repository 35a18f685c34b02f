import { Parser } from 'n3'
import { canonize } from 'rdf-canonize'
import { expect, test } from 'vitest'
import { canonicalGraph } from '../../src/rdf/canonical.ts'

const iri = 'http://example.org/d'
const canonical = (turtle: string, graph = iri) =>
  canonicalGraph(new Parser({ baseIRI: 'http://example.org/' }).parse(turtle), graph)

test('isomorphic graphs have one form', async () => {
  const one = await canonical('<d> <p> [ <q> 1 ], [ <q> 2 ], [] .')
  const other = await canonical('<d> <p> _:z, _:y, _:x . _:y <q> 1 . _:z <q> 2 .')
  expect(other).toEqual(one)
  expect(one.size).toBe(5)
})

test('graphs that differ in a blank node differ', async () => {
  const one = await canonical('<d> <p> [ <q> 1 ], [ <q> 1 ] .')
  const other = await canonical('<d> <p> [ <q> 1 ] .')
  expect(other.hash).not.toBe(one.hash)
})

test('a triple that comes twice counts once', async () => {
  const graph = '<d> <p> _:a, _:b . _:a <q> _:b . _:b <q> _:a . <e> <p> _:b .'
  expect(await canonical(`${graph} _:a <q> _:b . <d> <p> _:b .`)).toEqual(await canonical(graph))
})

test('blank nodes carry labels that no other graph has', async () => {
  const label = async (graph: string) =>
    /_:b[0-9a-f]{16}x0/.exec((await canonical('<d> <p> [] .', graph)).ntriples)?.[0]
  expect(await label(iri)).toBeDefined()
  expect(await label(iri)).not.toBe(await label(`${iri}2`))
})

test('a literal that looks like a blank node is left alone', async () => {
  const { ntriples } = await canonical('<d> <p> "_:c14n0 <x> _:c14n1", [ <q> " _:c14n0" ] .')
  expect(ntriples).toContain('"_:c14n0 <x> _:c14n1"')
  expect(ntriples).toContain('" _:c14n0"')
})

test('lines are those of literals with every kind of line break', async () => {
  const { ntriples, size } = await canonical('<d> <p> "a\\nb\\r\u2028\u2029\u0085c", [] .')
  expect(size).toBe(2)
  expect(ntriples.split('\n')).toHaveLength(3)
})

test('repeated triples count once and order does not matter', async () => {
  expect(await canonical('<d> <p> 1, 2, 1 .')).toEqual(await canonical('<d> <p> 2, 1 .'))
})

test('lexical forms stay as they were sent', async () => {
  const { ntriples } = await canonical(
    '<d> <p> "01"^^<http://www.w3.org/2001/XMLSchema#integer>, "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
  )
  expect(ntriples).toContain('"01"^^')
  expect(ntriples).toContain('"1"^^')
})

test('blank nodes made to look alike are refused within seconds', { timeout: 10_000 }, async () => {
  const nodes = Array.from({ length: 30 }, (_, i) => i)
  const clique = nodes.flatMap((a) => nodes.map((b) => (a === b ? '' : `_:n${a} <p> _:n${b} .`)))
  await expect(canonical(clique.join('\n'))).rejects.toMatchObject({
    code: 'poison-graph',
    status: 422,
  })
})

test('thousands of parts that look alike are no poison', async () => {
  const parts = Array.from(
    { length: 3000 },
    (_, i) => `<d> <p> [ <n> ${i} ; <r> [ <t> "frei" ] ] .`,
  )
  expect((await canonical(parts.join('\n'))).size).toBe(12_000)
})

test('it is what RDFC-1.0 says, apart from the labels', async () => {
  const turtle = `<d> <p> "a\\u0000\\u0001\\u007F\\u0080\\t\\b\\n\\r\\f\\"\\\\ä😀", "x"@de, 1, <ü>, [ <q> [ <r> "b\\u0001" ], <d> ], _:x . _:x <q> _:x .`
  const quads = new Parser({ baseIRI: 'http://example.org/' }).parse(turtle)
  const expected = await canonize(
    quads.map(({ subject, predicate, object }) => ({
      subject,
      predicate,
      object,
      graph: { termType: 'DefaultGraph', value: '' },
    })),
    { algorithm: 'RDFC-1.0' },
  )
  const { ntriples } = await canonicalGraph(quads, iri)
  const relabelled = ntriples.replace(/_:b[0-9a-f]{16}x/g, '_:c14n')
  expect(relabelled.split('\n').sort()).toEqual(expected.split('\n').sort())
})

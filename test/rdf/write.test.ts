import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { syntaxNames, type Syntax } from '../../src/rdf/syntax.ts'
import { rdfWriter, writeRdf } from '../../src/rdf/write.ts'
import { rapper, rdflib } from '../external.ts'
import {
  canonical,
  fixture,
  fixtureFolder,
  rapperSyntaxes,
  read,
  readWithOxigraph,
  readWithRapper,
  readWithRdflib,
  stored,
} from './write-readers.ts'

const graph = 'http://d.example/1'
const fixtures = readdirSync(fixtureFolder)
const expectedOf = async (ntriples: string) => canonical(await read(ntriples, 'n-triples'))
const everyWay = fixtures.flatMap((name) => syntaxNames.map((syntax) => [name, syntax] as const))

// jsonld.js rewrites doubles to their canonical form, even those given as strings.
const usual = everyWay.filter(([name, syntax]) => name !== 'doubles.nt' || syntax !== 'json-ld')

test.for(usual)('%s comes back from %s', async ([name, syntax]) => {
  const ntriples = await fixture(name, graph)
  const quads = await read(writeRdf(ntriples, syntax, graph), syntax)
  expect(await canonical(quads)).toBe(await expectedOf(ntriples))
})

test.for(everyWay)('another parser reads %s from %s', async ([name, syntax]) => {
  const ntriples = await fixture(name, graph)
  const quads = readWithOxigraph(writeRdf(ntriples, syntax, graph), syntax)
  expect(await canonical(quads)).toBe(await expectedOf(ntriples))
})

const rapperWays = fixtures.flatMap((name) =>
  rapperSyntaxes.map((syntax) => [name, syntax] as const),
)

test.skipIf(!rapper).for(rapperWays)(
  'rapper reads %s from %s (needs rapper)',
  async ([name, syntax]) => {
    const ntriples = await fixture(name, graph)
    const quads = readWithRapper(writeRdf(ntriples, syntax, graph), syntax)
    expect(await canonical(quads)).toBe(await expectedOf(ntriples))
  },
)

/** What rdflib 6.1 gets wrong itself: double backslashes in N-Triples; IRIs without a path. */
const rdflibMisreads: Partial<Record<string, Syntax[]>> = {
  'backslashes.nt': ['n-triples', 'n-quads'],
  'unusual-iris.nt': ['rdf-xml', 'json-ld'],
}

test.skipIf(!rdflib).for(syntaxNames)(
  'rdflib reads all fixtures from %s (needs rdflib)',
  async (syntax) => {
    const names = fixtures.filter((name) => !rdflibMisreads[name]?.includes(syntax))
    const graphs = await Promise.all(names.map((name) => fixture(name, graph)))
    const texts = graphs.map((ntriples) => writeRdf(ntriples, syntax, graph))
    const answers = readWithRdflib(texts.map((text) => ({ text, syntax })))
    for (const [index, ntriples] of graphs.entries()) {
      const answer = await canonical(answers[index] ?? [])
      expect(answer, names[index]).toBe(await expectedOf(ntriples))
    }
  },
)

test.for(syntaxNames)('a document of many resources holds them all, in %s', async (syntax) => {
  const names = fixtures.filter((name) => name !== 'doubles.nt')
  const graphs = await Promise.all(names.map((name, index) => fixture(name, graphOf(index))))
  const text = document(syntax, graphs)
  const expected = await canonical(await read(graphs.join(''), 'n-triples'))
  expect(await canonical(await read(text, syntax))).toBe(expected)
  expect(await canonical(readWithOxigraph(text, syntax))).toBe(expected)
})

const graphOf = (index: number) => `http://d.example/$&${index}`

function document(syntax: Syntax, graphs: string[]) {
  const writer = rdfWriter(syntax)
  const parts = graphs.map((ntriples, index) => writer.add(ntriples, graphOf(index)))
  return writer.begin() + parts.join('') + writer.end()
}

test.for(['trig', 'n-quads'] as const)('%s names the graph of each resource', async (syntax) => {
  const one = await stored('<http://d.example/1> a <http://x.example/A> .', graphOf(0))
  const two = await stored('[] a <http://x.example/A> .', graphOf(1))
  const quads = await read(document(syntax, [one, two]), syntax)
  expect(quads.map((quad) => quad.graph.value)).toEqual([graphOf(0), graphOf(1)])
})

test.for(syntaxNames)('a document of no resources is a whole one, in %s', async (syntax) => {
  expect(await read(document(syntax, []), syntax)).toEqual([])
  expect(await read(writeRdf('', syntax, graph), syntax)).toEqual([])
})

test.for(['turtle', 'trig', 'rdf-xml', 'n-quads'] as const)(
  'what is written of a resource does not depend on those before it, in %s',
  async (syntax) => {
    const [one, two] = [await fixture('lists.nt', graph), await fixture('predicates.nt', graph)]
    const writer = rdfWriter(syntax)
    writer.add(one, graph)
    expect(writer.add(two, graph)).toBe(rdfWriter(syntax).add(two, graph))
  },
)

test('N-Triples are sent as they are stored', async () => {
  const ntriples = await fixture('literals.nt', graph)
  expect(writeRdf(ntriples, 'n-triples', graph)).toBe(ntriples)
})

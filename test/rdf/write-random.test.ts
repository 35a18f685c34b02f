import { expect, test } from 'vitest'
import { writeRdf } from '../../src/rdf/write.ts'
import { canonical, read, readWithOxigraph } from './write-readers.ts'

const graph = 'http://d.example/1'
const dct = 'http://purl.org/dc/terms/'
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const xsd = 'http://www.w3.org/2001/XMLSchema#'

const blanks = ['_:b0', '_:b1', '_:b2', '_:b3', '_:b4']
const subjects = [`<${graph}>`, '<http://d.example/2>', '<dct:title>', ...blanks, ...blanks]
const predicates = [
  ...['type', 'first', 'rest', 'first', 'rest', '_1'].map((local) => `<${rdf}${local}>`),
  ...['title', 'license', 'modified', 'hasVersion'].map((local) => `<${dct}${local}>`),
  '<http://www.w3.org/ns/dcat#bbox>',
  '<http://v.example/p>',
  '<http://v.example/straße>',
]
const texts = ['@id', 'title', 'a\\r\\n\\"b\\"\\\\', ']]>&lt;'].map((text) => `"${text}"`)
const objects = [
  ...subjects,
  ...texts,
  `<${rdf}nil>`,
  `<${rdf}nil>`,
  `<${dct}title>`,
  '<http://www.w3.org/ns/dcat#Dataset>',
  '<geo:1,2>',
  '<urn:x:y>',
  '""@de',
  '"x"@de',
  '"x"@en-gb',
  `"05"^^<${xsd}integer>`,
  `"5"^^<${xsd}integer>`,
  `"true"^^<${xsd}boolean>`,
  `"1.50"^^<${xsd}decimal>`,
  `"2024"^^<${xsd}dateTime>`,
]

/** Marsaglia's xorshift: the same graphs in every run. */
function randomNumbers(seed: number) {
  let state = seed
  return (below: number) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

function randomGraph(seed: number): string {
  const random = randomNumbers(seed)
  const pick = (tokens: string[]) => tokens[random(tokens.length)]
  const lines = Array.from(
    { length: 1 + random(30) },
    () => `${pick(subjects)} ${pick(predicates)} ${pick(objects)} .\n`,
  )
  return [...new Set(lines)].sort().join('')
}

const seeds = Array.from({ length: 100 }, (_, index) => 1 + index * 7919)

test.for(['turtle', 'trig', 'rdf-xml', 'json-ld'] as const)(
  'graphs put together at random come back from %s',
  async (syntax) => {
    for (const seed of seeds) {
      const ntriples = randomGraph(seed)
      const expected = await canonical(await read(ntriples, 'n-triples'))
      const text = writeRdf(ntriples, syntax, graph)
      expect(await canonical(await read(text, syntax)), `seed ${seed}`).toBe(expected)
      expect(await canonical(readWithOxigraph(text, syntax)), `seed ${seed}`).toBe(expected)
    }
  },
)

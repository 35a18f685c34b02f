import { execFileSync } from 'node:child_process'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Quad } from '@rdfjs/types'
import { DataFactory, Parser, Store } from 'n3'
import { expect, test } from 'vitest'
import { syntaxNames, type Syntax } from '../src/rdf/syntax.ts'
import { dcat, dct, rdf } from '../src/rdf/vocabulary.ts'
import { generateDatasets, writeCatalogue, type Selection } from './bench/generator.ts'
import { canonical, read } from './rdf/write-readers.ts'

test('the same selection gives the same text', () => {
  expect([...generateDatasets({ count: 20 })]).toEqual([...generateDatasets({ count: 20 })])
})

test('another seed gives another catalogue', () => {
  const [one] = generateDatasets({ count: 1 })
  const [other] = generateDatasets({ count: 1, seed: 2 })
  expect(one?.ntriples).not.toBe(other?.ntriples)
})

test('a part of the catalogue is the same as in the whole', () => {
  const whole = [...generateDatasets({ count: 30 })]
  expect([...generateDatasets({ start: 10, count: 5 })]).toEqual(whole.slice(10, 15))
})

test('a dataset has 55 to 60 triples on average, none of them twice', () => {
  const sizes = Array.from(
    generateDatasets({ count: 2000 }),
    ({ ntriples }) => new Set(ntriples.match(/.+\n/g)).size,
  )
  const average = sizes.reduce((sum, size) => sum + size) / sizes.length
  expect(average).toBeGreaterThanOrEqual(55)
  expect(average).toBeLessThanOrEqual(60)
  expect(Math.min(...sizes)).toBeGreaterThan(40)
  expect(Math.max(...sizes)).toBeLessThan(90)
})

test('every dataset has what DCAT-AP.de demands', () => {
  for (const { iri, ntriples } of generateDatasets({ count: 300 })) {
    const store = new Store(new Parser({ format: 'N-Triples' }).parse(ntriples))
    const dataset = DataFactory.namedNode(iri)
    const objects = (subject: Quad['object'], predicate: Quad['predicate']) =>
      store.getObjects(subject, predicate, null)
    expect(store.has(DataFactory.quad(dataset, rdf('type'), dcat('Dataset')))).toBe(true)
    for (const demanded of [dct('title'), dct('description'), dct('publisher'), dct('identifier')])
      expect(objects(dataset, demanded)).not.toEqual([])
    for (const part of [dct('publisher'), dct('spatial'), dct('temporal'), dcat('contactPoint')])
      expect(objects(objects(dataset, part)[0] ?? dataset, rdf('type'))).toHaveLength(1)
    const distributions = objects(dataset, dcat('distribution'))
    expect(distributions.length).toBeGreaterThanOrEqual(1)
    expect(distributions.length).toBeLessThanOrEqual(3)
    for (const distribution of distributions) {
      expect(objects(distribution, dct('license'))).toHaveLength(1)
      expect(objects(distribution, dcat('accessURL'))).toHaveLength(1)
    }
  }
})

test('datasets share some fifty publishers and no blank node', () => {
  const publishers = new Set<string>()
  const blankNodes = new Map<string, string>()
  for (const { iri, ntriples } of generateDatasets({ count: 1000 })) {
    publishers.add(/<http:\/\/purl\.org\/dc\/terms\/publisher> <([^>]+)>/.exec(ntriples)?.[1] ?? '')
    for (const [label] of ntriples.matchAll(/_:\w+/g)) {
      expect(blankNodes.get(label) ?? iri).toBe(iri)
      blankNodes.set(label, iri)
    }
  }
  expect(publishers.size).toBe(50)
})

test('a later version changes a few percent of the datasets and names no other', () => {
  const editions = [0, 1, 2].map((version) => [...generateDatasets({ count: 2000, version })])
  const [first = [], second = [], third = []] = editions
  expect(second.map(({ iri }) => iri)).toEqual(first.map(({ iri }) => iri))
  for (const [before, after] of [
    [first, second],
    [second, third],
  ] as const) {
    const changed = after.filter(({ ntriples }, index) => ntriples !== before[index]?.ntriples)
    expect(changed.length / after.length).toBeGreaterThan(0.01)
    expect(changed.length / after.length).toBeLessThan(0.05)
  }
})

async function written(selection: Selection & { syntax: Syntax }) {
  const parts: Buffer[] = []
  const stream = new Writable({
    write(part: Buffer, _encoding, done) {
      parts.push(part)
      done()
    },
  })
  await writeCatalogue(stream, selection)
  return Buffer.concat(parts).toString()
}

test.for(syntaxNames)('a catalogue in %s is the same graph as in N-Triples', async (syntax) => {
  const selection = { count: 12, seed: 3 }
  const expected = await read(await written({ ...selection, syntax: 'n-triples' }), 'n-triples')
  const actual = await read(await written({ ...selection, syntax }), syntax)
  expect(await canonical(actual)).toBe(await canonical(expected))
})

test('a catalogue is written no faster than it is taken', async () => {
  let waiting = 0
  const slow = new Writable({
    highWaterMark: 1024,
    write(_part, _encoding, done) {
      waiting = Math.max(waiting, slow.writableLength)
      setImmediate(done)
    },
  })
  await writeCatalogue(slow, { count: 300, syntax: 'n-triples' })
  expect(waiting).toBeGreaterThan(0)
  expect(waiting).toBeLessThan(20_000) // one dataset, where all would be two million
})

const command = fileURLToPath(new URL('bench/generate.ts', import.meta.url))
const generate = (...words: string[]) =>
  execFileSync(process.execPath, [command, ...words], { encoding: 'utf8', stdio: 'pipe' })

test('the command writes the catalogue that was asked for', async () => {
  const text = generate('--datasets', '3', '--start', '5', '--seed', '2', '--format', 'nt')
  expect(text).toBe(await written({ count: 3, start: 5, seed: 2, syntax: 'n-triples' }))
})

test('the command says what is wrong with an option', () => {
  expect(() => generate('--datasets', 'many')).toThrow(/--datasets takes a whole number\./)
  expect(() => generate('--format', 'csv')).toThrow(/--format takes one of turtle, trig/)
})

import { expect, test } from 'vitest'
import { testRecords } from '../store.ts'
import { createCatalogue } from '../../src/catalogue/catalogue.ts'
import { base } from '../store.ts'
import {
  countOf,
  everything,
  generated,
  howManyDatasets,
  loggingGraph,
  select,
} from './index-kit.ts'

const mebibyte = 1024 * 1024

/** A catalogue that asks its index for room before it writes. */
function bounded(maxBytes: number, data?: string) {
  const { folder, records } = testRecords(data)
  const index = loggingGraph(folder, { maxBytes, timeoutMs: 20_000 })
  const catalogue = createCatalogue({
    records,
    base,
    now: () => Date.parse('2026-01-01'),
    committed: (quads) => index.graph.follow(quads),
    checkRoom: () => index.graph.checkRoom(),
  })
  return { ...index, folder, catalogue }
}

test('before the memory of the index ends, writes are refused and everything else goes on', async () => {
  const { graph, lines, catalogue } = bounded(128 * mebibyte)
  await graph.ready()
  const batch = 100
  let stored = 0
  let refusal: unknown
  while (refusal === undefined && stored < 20_000) {
    const submissions = await generated(batch, { start: stored })
    try {
      catalogue.accept(submissions)
      stored += batch
    } catch (error) {
      refusal = error
    }
    await countOf(graph, 'SELECT (1 AS ?n) {}')
  }
  expect(refusal).toMatchObject({ code: 'index-full', status: 507 })
  expect(lines.map(({ msg }) => msg)).toContain('index memory is running out')
  expect(lines.map(({ msg }) => msg)).not.toContain('index failed')
  expect(graph.status().bytes).toBeLessThanOrEqual(128 * mebibyte)

  expect(await countOf(graph, howManyDatasets)).toBe(stored)
  expect(catalogue.countEntries()).toBe(stored)
  const again = catalogue.accept(await generated(batch))
  expect(new Set(again.map(({ state }) => state))).toEqual(new Set(['unchanged']))
  catalogue.withdraw([...catalogue.ofSource('test')].slice(0, batch))
  expect(await countOf(graph, howManyDatasets)).toBe(stored - batch)
})

test('memory that a query has left behind is not taken for memory of quads', async () => {
  const { graph, lines, catalogue } = bounded(96 * mebibyte)
  await graph.ready()
  catalogue.accept(await generated(200))
  await countOf(graph, howManyDatasets)
  await graph.query(select(greedy))
  expect(graph.status().bytes).toBeGreaterThan(96 * mebibyte)
  expect(graph.status().bytesInUse).toBeLessThan(48 * mebibyte)

  catalogue.accept(await generated(100, { start: 200 }))
  expect(await countOf(graph, howManyDatasets)).toBe(300)
  expect(lines.map(({ msg }) => msg)).not.toContain('index failed')
})

test('quads that are put where a query has left memory are counted', async () => {
  const { graph, catalogue } = bounded(512 * mebibyte)
  await graph.ready()
  catalogue.accept(await generated(200))
  await graph.query(select(greedy))
  const { bytes, bytesInUse } = graph.status()
  for (let start = 200; start < 1200; start += 200) {
    catalogue.accept(await generated(200, { start }))
    await countOf(graph, howManyDatasets)
  }
  expect(graph.status().bytes).toBe(bytes)
  expect(graph.status().bytesInUse).toBeGreaterThan(bytesInUse + 10 * mebibyte)
})

test('while the index has no memory for the record, nothing is added to it', async () => {
  const first = testRecords()
  first.catalogue.accept(await generated(2500))
  first.records.close()
  const { graph, catalogue } = bounded(32 * mebibyte, first.folder)
  await expect.poll(() => graph.status().state).toBe('full')
  const more = await generated(1, { start: 2500 })
  expect(() => catalogue.accept(more)).toThrow(expect.objectContaining({ code: 'index-full' }))
  expect(graph.status().room).toBe(0)
})

/** 600,000 rows that have to be held at once. */
const greedy = `SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * {
  { SELECT ?a ?b ?c { ?a ?b ?c } LIMIT 1000 } { SELECT ?d ?e ?f { ?d ?e ?f } LIMIT 600 } } }`

test('a record that is too large for the index is served, but not asked', async () => {
  const { folder, catalogue } = testRecords()
  catalogue.accept(await generated(2500))
  const { graph, seen } = loggingGraph(folder, { maxBytes: 32 * mebibyte })
  expect(await seen('index failed')).toMatchObject({ err: { message: /no memory left/ } })
  await expect.poll(() => graph.status().state).toBe('full')
  await expect(everything(graph)).rejects.toMatchObject({ code: 'index-full', status: 503 })
  expect(catalogue.countEntries()).toBe(2500)
})

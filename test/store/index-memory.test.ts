import { expect, test } from 'vitest'
import { testRecords } from '../store.ts'
import { createCatalogue } from '../../src/catalogue/catalogue.ts'
import { base } from '../store.ts'
import { countOf, everything, generated, howManyDatasets, loggingGraph } from './index-kit.ts'

const mebibyte = 1024 * 1024

/** A catalogue that asks its index for room before it writes. */
function bounded(maxBytes: number) {
  const { folder, records } = testRecords()
  const index = loggingGraph(folder, { maxBytes })
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

test('a record that is too large for the index is served, but not asked', async () => {
  const { folder, catalogue } = testRecords()
  catalogue.accept(await generated(2500))
  const { graph, seen } = loggingGraph(folder, { maxBytes: 32 * mebibyte })
  expect(await seen('index failed')).toMatchObject({ err: { message: /no memory left/ } })
  await expect.poll(() => graph.status().state).toBe('full')
  await expect(everything(graph)).rejects.toMatchObject({ code: 'index-full', status: 503 })
  expect(catalogue.countEntries()).toBe(2500)
})

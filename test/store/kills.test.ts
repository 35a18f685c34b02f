import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { submission, testGraph, testRecords, testStore } from '../store.ts'
import { endless } from './index-kit.ts'

/** How often a thread is killed; the more, the smaller the leak that is found. */
const kills = Number(process.env['FINDBUCH_KILLS'] ?? 30)

const values = Array.from({ length: 300 }, (_, i) => `:d :p ${i} .`).join('\n')

const options = { timeout: 600_000 }

test(`after ${kills} queries that were stopped, nothing is left of them`, options, async () => {
  const { catalogue, graph } = await testStore({ timeoutMs: 20 })
  catalogue.accept([await submission(values)])
  await expectNoGrowth(kills, async () => {
    const { restarts } = graph.status()
    // On a busy machine so short a deadline may pass before the thread gets to the query.
    while (graph.status().restarts === restarts) {
      await expect(graph.query(endless)).rejects.toMatchObject({ name: 'FindbuchError' })
      await graph.ready()
    }
  })
  expect(graph.status()).toMatchObject({ restarts: kills, running: 0, waiting: 0 })
})

test('an index that is stopped leaves nothing', options, async () => {
  const { folder, catalogue } = testRecords()
  catalogue.accept([await submission(values)])
  await expectNoGrowth(Math.ceil(kills / 3), async () => {
    const graph = testGraph(folder, { replicas: 2 })
    await graph.ready()
    const running = expect(graph.query(endless)).rejects.toMatchObject({ status: 503 })
    await graph.stop()
    await running
  })
})

/** Does something often; the last fifth of the times must not take more than the first. */
async function expectNoGrowth(times: number, work: () => Promise<void>) {
  const seen: { memory: number; threads: number; resources: number }[] = []
  for (let time = 0; time < times; time += 1) {
    await work()
    seen.push({
      memory: process.memoryUsage().rss / (1024 * 1024),
      threads: readdirSync('/proc/self/task').length,
      resources: process.getActiveResourcesInfo().length,
    })
  }
  const fifth = Math.ceil(times / 5)
  const growth = (of: keyof (typeof seen)[number]) =>
    median(seen.slice(-fifth).map((each) => each[of])) -
    median(seen.slice(0, fifth).map((each) => each[of]))
  expect(growth('threads')).toBeLessThanOrEqual(1)
  expect(growth('resources')).toBeLessThanOrEqual(1)
  // A thread takes some 50 MB, so one in a hundred that stays would be seen.
  expect(growth('memory')).toBeLessThan(40 + times / 10)
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { difference } from './bench/answers.ts'
import { generateDatasets } from './bench/generator.ts'
import { load } from './bench/load.ts'
import { revised } from './bench/revised.ts'
import { startFeed } from './bench/feed-server.ts'
import { geometricMean, median, percentile } from './bench/table.ts'
import { temporaryFolder } from './store.ts'

const command = fileURLToPath(new URL('bench/bench.ts', import.meta.url))

const bench = (folder: string, ...words: string[]) =>
  promisify(execFile)(process.execPath, [command, ...words], {
    env: { ...process.env, TMPDIR: folder },
  })

test('small runs print what they found and leave nothing behind', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder()
  const sizes = ['--datasets', '100', '--startup', '30', '--writes', '4', '--changes', '2']
  const { stdout } = await bench(folder, '--only', 'start,writes,soak', ...sizes)
  expect(stdout).toMatch(/SPARQL ready, 30 datasets, no image +\d+ ms/)
  expect(stdout).toMatch(/next answer after a stopped query, 30 +\d+ ms/)
  expect(stdout).toMatch(/create, an index follows +[\d.]+ ms +p99 [\d.]+ ms; 4 times/)
  expect(stdout).toMatch(/memory after 20 datasets changed 2 times +[\d.]+ /)
  expect(stdout).toMatch(/time of the ten queries then +[\d.]+ /)
  expect(readdirSync(folder)).toEqual([])
})

test(
  'a run that is stopped takes its server and its folders with it',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder()
    const words = ['--only', 'queries', '--datasets', '50']
    const child = spawn(process.execPath, [command, ...words], {
      env: { ...process.env, TMPDIR: folder },
      stdio: 'ignore',
    })
    const exit = once(child, 'exit')
    const logs = () =>
      readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('log.jsonl'))
    await expect.poll(logs, { timeout: 30_000 }).toHaveLength(1)
    child.kill()
    expect(await exit).toEqual([1, null])
    expect(readdirSync(folder)).toEqual([])
  },
)

test('the bench says which parts it has', async () => {
  await expect(bench(temporaryFolder(), '--only', 'everything')).rejects.toThrow(
    /--only takes some of harvest,import,get,queries/,
  )
})

test('percentiles and the mean of ratios', () => {
  const values = [5, 1, 4, 2, 3]
  expect(median(values)).toBe(3)
  expect(percentile(values, 99)).toBe(5)
  expect(percentile(values, 0)).toBe(1)
  expect(geometricMean([2, 0.5])).toBeCloseTo(1)
})

test('a revised dataset differs in title and date alone, the same number of times the same way', () => {
  const [dataset] = generateDatasets({ count: 1 })
  if (!dataset) throw new Error('nothing generated')
  const before = dataset.ntriples.split('\n')
  const after = revised(dataset, 3).ntriples.split('\n')
  const changed = after.filter((line, index) => line !== before[index])
  expect(changed).toHaveLength(2)
  expect(changed[0]).toContain('title> "3. Fassung: ')
  expect(changed[1]).toContain('modified> "')
  expect(revised(dataset, 3)).toEqual(revised(dataset, 3))
})

const results = (vars: string[], ...rows: [type: string, value: string][][]) =>
  JSON.stringify({
    head: { vars },
    results: {
      bindings: rows.map((row) =>
        Object.fromEntries(row.map(([type, value], at) => [vars[at] ?? '', { type, value }])),
      ),
    },
  })

const query = { what: '', sparql: '', accept: 'application/sparql-results+json' }

test('answers are the same whatever the order, the blank nodes and the milliseconds', () => {
  const ours = results(
    ['a', 'b'],
    [
      ['uri', 'urn:1'],
      ['literal', '2020-01-01T00:00:00.000Z'],
    ],
    [
      ['uri', 'urn:2'],
      ['bnode', 'x'],
    ],
  )
  const theirs = results(
    ['a', 'b'],
    [
      ['uri', 'urn:2'],
      ['bnode', 'nodeID://b1'],
    ],
    [
      ['uri', 'urn:1'],
      ['literal', '2020-01-01T00:00:00Z'],
    ],
  )
  expect(difference(query, ours, theirs)).toBeUndefined()
})

test('an answer that is cut or says something else differs', () => {
  const ours = results(['n'], [['literal', '1']], [['literal', '2']])
  expect(difference(query, ours, results(['n'], [['literal', '1']]))).toBe('2 rows against 1')
  const theirs = results(['n'], [['literal', '1']], [['literal', '3']])
  expect(difference(query, ours, theirs)).toBe('["2"] against ["3"]')
})

test('only the firm variables of an answer are compared', () => {
  const [ours, theirs] = ['urn:1', 'urn:2'].map((iri) =>
    results(
      ['d', 'n'],
      [
        ['uri', iri],
        ['literal', '7'],
      ],
    ),
  )
  const firm = { ...query, firm: ['n'] }
  expect(difference(firm, ours ?? '', theirs ?? '')).toBeUndefined()
  expect(difference(query, ours ?? '', theirs ?? '')).toBeDefined()
})

test('the load generator counts answers by status, and tells of a wrong one', async () => {
  const feed = await startFeed({ datasets: 3 })
  const { origin: url } = new URL(feed.url)
  const settings = { url, clients: 2, ms: 50 }
  const paths = ['/catalog', '/nothing'].map((path) => ({ path }))
  const { statuses, durations } = await load({ ...settings, requests: paths })
  expect(Object.keys(statuses)).toEqual(['200', '404'])
  expect(durations).toHaveLength((statuses['200'] ?? 0) + (statuses['404'] ?? 0))
  const check = () => {
    throw new Error('another answer')
  }
  const wrong = load({ ...settings, requests: [{ path: '/catalog', check }] })
  await expect(wrong).rejects.toThrow('another answer')
  await feed.close()
})

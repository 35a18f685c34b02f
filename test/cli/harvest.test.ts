import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startFeed } from '../bench/feed-server.ts'
import { dataset, fileWith, prefixes } from '../harvest/harvest-kit.ts'
import { temporaryFolder, testRecords } from '../store.ts'
import { findbuch, startFindbuch } from './findbuch.ts'

const catalogue = prefixes + dataset('a') + dataset('b')

test('a harvest prints a report and ends with 0', async () => {
  const environment = { DATA_DIR: temporaryFolder() }
  const file = fileWith(catalogue)
  const first = await findbuch(['harvest', file], environment)
  expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('2 created') })
  expect(first.stderr).toContain('2 seen: 2 created')
  const second = await findbuch(['harvest', file], environment)
  expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('2 unchanged') })
})

test('the report as JSON says what happened to each dataset', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'report.json')
  const args = ['harvest', fileWith(catalogue), '--json', '--report', file]
  const { stdout } = await findbuch(args, { DATA_DIR: folder })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(stdout))
  expect(JSON.parse(stdout)).toMatchObject({
    source: expect.stringMatching(/^catalogue-[0-9a-f]{8}$/),
    state: 'complete',
    tally: { created: 2 },
    items: [
      { iri: 'http://example.org/a', outcome: 'created' },
      { iri: 'http://example.org/b', outcome: 'created' },
    ],
  })
})

test('resources that are not taken end it with 1, a broken source with 2', async () => {
  const environment = { DATA_DIR: temporaryFolder() }
  const twice = `${prefixes} [] a dcat:Dataset ; dct:identifier "1" . [] a dcat:Dataset ; dct:identifier "1" .`
  expect((await findbuch(['harvest', fileWith(twice)], environment)).code).toBe(1)
  const broken = await findbuch(['harvest', fileWith('this is not RDF')], environment)
  expect(broken.code).toBe(2)
  expect(broken.stdout).toMatch(/line 1, column 1/)
})

test('two files of one name are two sources', async () => {
  const environment = { DATA_DIR: temporaryFolder() }
  const file = fileWith(catalogue)
  const other = fileWith(`${prefixes}${dataset('c')}`)
  expect(basename(file)).toBe(basename(other))
  await findbuch(['harvest', file], environment)
  const { stdout } = await findbuch(['harvest', other, '--json'], environment)
  expect(JSON.parse(stdout).tally).toMatchObject({ created: 1, gone: 0 })
  const again = await findbuch(['harvest', file, '--json'], environment)
  expect(JSON.parse(again.stdout).tally).toMatchObject({ unchanged: 2 })
})

test('a harvest that cannot begin prints no half of a report', async () => {
  const environment = { DATA_DIR: temporaryFolder() }
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const server = createServer(() => begin()).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const args = ['harvest', `http://127.0.0.1:${port}/`, '--json']
  startFindbuch(args, environment)
  await begun
  const second = await findbuch(args, environment)
  expect(second).toMatchObject({ code: 2, stdout: '' })
  expect(second.stderr).toContain('being harvested already')
})

test.for([
  [['harvest', 'http://[::1'], 'http://[::1'],
  [['harvest'], 'source'],
  [['harvest', '/dev/null', '--report', '/nowhere/report.json'], '/nowhere/report.json'],
] as const)('a command that cannot be carried out ends with 2: %s', async ([args, named]) => {
  const { code, stderr } = await findbuch([...args], { DATA_DIR: temporaryFolder() })
  expect(code).toBe(2)
  expect(stderr).toContain(named)
  expect(stderr).not.toContain('    at ')
})

test('what is no source is told with the sources there are', async () => {
  const { code, stderr } = await findbuch(['harvest', 'nowhere'], { DATA_DIR: temporaryFolder() })
  expect(code).toBe(2)
  expect(stderr).toContain('wiesenthal')
})

test('a private address is refused with the setting that allows it', async () => {
  const { code, stdout } = await findbuch(['harvest', 'http://127.0.0.1:8099/catalog'], {
    DATA_DIR: temporaryFolder(),
    NETWORK_ALLOW: '',
  })
  expect(code).toBe(2)
  expect(stdout).toContain('NETWORK_ALLOW')
})

test('a wrong setting is told by its name and nothing is started', async () => {
  const { code, stderr } = await findbuch(['serve'], { PORT: 'eighty' })
  expect(code).toBe(2)
  expect(stderr).toBe('findbuch: Settings: PORT must be integer\n')
})

test('a source of SOURCES is harvested by its id', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'sources.json')
  writeFileSync(join(folder, 'kreis.ttl'), catalogue)
  const source = {
    id: 'kreis',
    kind: 'dcat-rdf',
    location: 'kreis.ttl',
    catalogue: { id: 'kreis' },
  }
  writeFileSync(file, JSON.stringify([source]))
  const { code } = await findbuch(['harvest', 'kreis'], { DATA_DIR: folder, SOURCES: file })
  expect(code).toBe(0)
  writeFileSync(file, JSON.stringify([{ ...source, id: 'Kreis!' }]))
  const wrong = await findbuch(['harvest', 'kreis'], { DATA_DIR: folder, SOURCES: file })
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('/0/id') })
})

test(
  'a harvest that is killed leaves whole datasets, and the next one completes it',
  { timeout: 120_000 },
  async () => {
    const datasets = 1500
    const feed = await startFeed({ datasets, pageSize: 100, syntax: 'n-triples', prerender: true })
    onTestFinished(() => feed.close())
    const folder = temporaryFolder()
    const args = ['harvest', feed.url, '--source', 'feed']
    let stored = 0
    for (const batches of [1, 4, 8]) {
      const { child, exit } = startFindbuch(args, { DATA_DIR: folder })
      stored = await storedAtLeast(folder, stored + batches * 100)
      child.kill('SIGKILL')
      await exit
    }
    const { code, stdout } = await findbuch([...args, '--json'], { DATA_DIR: folder })
    const { tally, state } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(state).toBe('complete')
    expect(tally.created + tally.unchanged).toBe(datasets)
    expect(tally.unchanged).toBeGreaterThanOrEqual(stored)
    const { catalogue: kept, records } = testRecords(folder)
    expect(kept.countEntries()).toBe(datasets)
    const again = records.database.prepare('SELECT count(DISTINCT iri) AS n FROM resource').get()
    expect(again).toEqual({ n: 2 * datasets + 1 })
  },
)

/** Waits until another process has stored so many entries. */
async function storedAtLeast(folder: string, count: number) {
  const { records, catalogue } = testRecords(folder)
  for (;;) {
    const stored = catalogue.countEntries()
    if (stored >= count) {
      records.close()
      return stored
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test(
  'what an index could not hold is not taken beside it either',
  { timeout: 60_000 },
  async () => {
    const feed = await startFeed({ datasets: 1500, pageSize: 500, syntax: 'n-triples' })
    onTestFinished(() => feed.close())
    const folder = temporaryFolder()
    const environment = { DATA_DIR: folder, INDEX_MAX_BYTES: String(32 * 1024 * 1024) }
    const { code, stdout } = await findbuch(['harvest', feed.url], environment)
    expect(code).toBe(2)
    expect(stdout).toContain('no memory left')
    const stored = testRecords(folder).catalogue.countEntries()
    expect(stored).toBeGreaterThan(500)
    expect(stored).toBeLessThan(1500)
  },
)

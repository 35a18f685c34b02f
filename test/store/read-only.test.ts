import { cpSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileWith, prefixes, dataset, testHarvest } from '../harvest/harvest-kit.ts'
import { serveFindbuch } from '../cli/findbuch.ts'
import { openRecords } from '../../src/store/records.ts'
import { submission, temporaryFolder, testRecords, testStore } from '../store.ts'
import { cannotMount, readOnlyView } from './disks.ts'

const readOnly = expect.objectContaining({ code: 'data-folder-read-only', status: 503 })
const id = 'd-http-example-org-d'

/** A folder with one dataset, closed properly. */
async function filledFolder() {
  const { folder, records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  records.close()
  return folder
}

test('from a read-only folder everything is read and nothing is taken', async ({ skip }) => {
  if (cannotMount) skip(cannotMount)
  const folder = readOnlyView(await filledFolder())
  const { records, catalogue, graph } = await testStore({ folder })
  expect(catalogue.graph(catalogue.get('dataset', id))).toContain('"1"')
  expect(graph.status().quads).toBeGreaterThan(1)
  const again = await submission(':d :p "2" .')
  expect(() => catalogue.accept([again])).toThrow(readOnly)
  expect(() => catalogue.withdraw([catalogue.get('dataset', id)])).toThrow(readOnly)
  expect(records.health()).toMatchObject({
    writable: false,
    reason: { code: 'data-folder-read-only' },
  })
})

test('what a killed process has left in the log is read from a read-only folder, too', async ({
  skip,
}) => {
  if (cannotMount) skip(cannotMount)
  const { folder, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  expect(readdirSync(copy)).toContain('findbuch.db-wal')
  const read = testRecords(readOnlyView(copy))
  expect(read.catalogue.graph(read.catalogue.get('dataset', id))).toContain('"1"')
})

test('what is changed elsewhere under a read-only folder is an error, not a wrong answer', async ({
  skip,
}) => {
  if (cannotMount) skip(cannotMount)
  const folder = await filledFolder()
  const { catalogue } = testRecords(readOnlyView(folder))
  const resource = catalogue.get('dataset', id)
  const elsewhere = testRecords(folder)
  elsewhere.catalogue.accept([await submission(':d :p "2" .')])
  expect(catalogue.graph(resource)).toContain('"1"')
  elsewhere.records.close()
  expect(() => catalogue.graph(resource)).toThrow(
    expect.objectContaining({ code: 'record-unavailable', status: 503 }),
  )
})

test('a read-only folder without a record is refused with its name', ({ skip }) => {
  if (cannotMount) skip(cannotMount)
  const folder = readOnlyView(temporaryFolder())
  expect(() => openRecords(folder)).toThrow(readOnly)
  expect(() => openRecords(folder)).toThrow(folder)
})

test('a harvest into a read-only folder is refused before the source is read', async ({ skip }) => {
  if (cannotMount) skip(cannotMount)
  const folder = readOnlyView(await filledFolder())
  const { run, stored } = testHarvest({}, folder)
  await expect(run(fileWith(prefixes + dataset('a')))).rejects.toEqual(readOnly)
  expect([...stored().keys()]).toEqual(['http://example.org/d'])
})

test('the server serves a read-only folder', { timeout: 60_000 }, async ({ skip }) => {
  if (cannotMount) skip(cannotMount)
  const folder = readOnlyView(await filledFolder())
  const server = serveFindbuch({ DATA_DIR: folder })
  const { url = '' } = await server.seen('listening')
  expect(await server.seen('record not writable')).toMatchObject({
    reason: { code: 'data-folder-read-only' },
  })
  expect(await (await fetch(`${url}/datasets/${id}.nt`)).text()).toContain('"1"')
  await server.seen('index ready')
  const answer = await fetch(`${url}/sparql?query=${encodeURIComponent('ASK { ?s ?p "1" }')}`, {
    headers: { accept: 'application/sparql-results+json' },
  })
  expect(await answer.json()).toMatchObject({ boolean: true })
  server.child.kill('SIGTERM')
  expect(await server.exit).toEqual([0, null])
})

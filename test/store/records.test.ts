import { constants, type DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { submission, testRecords } from '../store.ts'

const iri = 'http://example.org/d'
const id = 'd-http-example-org-d'

test('what was accepted is there after the file is opened again', async () => {
  const { folder, records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1", [ :q "ü" ] .')])
  const stored = records.graph(catalogue.get('dataset', id))
  records.close()

  const again = testRecords(folder)
  expect(again.catalogue.graph(again.catalogue.get('dataset', id))).toBe(stored)
  expect(stored).toContain('"ü"')
})

test('a batch is stored wholly or not at all', async () => {
  const { records, catalogue } = testRecords()
  const broken = await submission(':d :p "2" .', { iri: 'http://example.org/2' })
  Object.assign(broken.graph, { packed: undefined })
  const good = await submission(':d :p "1" .')
  expect(() => catalogue.accept([good, broken])).toThrow()
  expect(records.byIri(iri)).toBeUndefined()
  expect(records.revision()).toBe(0)
})

test('the same graph again is unchanged and writes nothing, whatever its blank nodes are called', async () => {
  const { records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p [ :q 1 ], [ :q 2 ] .')])
  const revision = records.revision()
  const outcomes = catalogue.accept([await submission(':d :p _:y, _:x . _:y :q 2 . _:x :q 1 .')])
  expect(outcomes).toEqual([{ state: 'unchanged', id }])
  expect(records.revision()).toBe(revision)
})

test('a change is logged as what went and what came', async () => {
  const { records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1", "2" .')])
  expect(catalogue.accept([await submission(':d :p "2", "3" .')])).toEqual([
    { state: 'updated', id },
  ])
  const resource = catalogue.get('dataset', id)
  expect(resource.modifiedAt).toBeGreaterThan(resource.createdAt)
  const rows = records.database.prepare('SELECT operation FROM log WHERE seq = ?').all(resource.seq)
  expect(rows).toEqual([{ operation: 'created' }, { operation: 'updated' }])
})

test('the record links to the dataset and says which catalogue it belongs to', async () => {
  const { records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .', { origin: 'urn:uuid:1' })])
  const record = records.byId(`${id}/record`)
  expect(record?.iri).toBe(`http://findbuch.test/datasets/${id}/record`)
  const graph = record && records.graph(record)
  expect(graph).toContain(`<http://xmlns.com/foaf/0.1/primaryTopic> <${iri}> .`)
  expect(graph).toContain('<http://purl.org/dc/terms/source> <urn:uuid:1> .')
  expect(graph).toContain(
    `<http://findbuch.test/catalogues/test> <http://www.w3.org/ns/dcat#dataset> <${iri}> .`,
  )
})

test('a dataset of one source is not overwritten by another', async () => {
  const { catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  const [outcome] = catalogue.accept([await submission(':d :p "2" .', { source: 'other' })])
  expect(outcome).toMatchObject({ state: 'rejected', reason: { code: 'iri-taken' } })
})

test('a deleted dataset is gone, keeps its id, and may come back from another source', async () => {
  const { records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  catalogue.withdraw([...catalogue.ofSource('test')])
  expect(() => catalogue.get('dataset', id)).toThrow(
    expect.objectContaining({ code: 'gone', status: 410 }),
  )
  expect(catalogue.countEntries()).toBe(0)
  const outcomes = catalogue.accept([
    await submission(':d :p "1" .', { source: 'other', id: 'another-id' }),
  ])
  expect(outcomes).toEqual([{ state: 'created', id }])
  expect(records.byId(`${id}/record`)?.deleted).toBe(false)
})

test('a dataset that becomes a series keeps its id', async () => {
  const { catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  expect(catalogue.accept([await submission(':d :p "1" .', { kind: 'series' })])).toEqual([
    { state: 'updated', id },
  ])
  expect(catalogue.get('series', id).iri).toBe(iri)
})

test('ids that two resources want are kept apart', async () => {
  const { catalogue } = testRecords()
  const one = await submission(':d :p "1" .', { iri: 'http://example.org/1', id: 'same' })
  const two = await submission(':d :p "2" .', { iri: 'http://example.org/2', id: 'same' })
  const ids = catalogue.accept([one, two]).map((outcome) => 'id' in outcome && outcome.id)
  expect(ids[0]).toBe('same')
  expect(ids[1]).toMatch(/^same-[0-9a-f]{8}$/)
})

test('resources whose IRI we made move with the public URL', async () => {
  const { catalogue } = testRecords()
  const before = `http://old.test/datasets/x`
  const after = `http://findbuch.test/datasets/x`
  catalogue.accept([await submission(`<${before}> :p "1" .`, { iri: before, id: 'x' })])
  const moved = await submission(`<${after}> :p "1" .`, { iri: after, id: 'x' })
  expect(catalogue.accept([moved])).toEqual([{ state: 'updated', id: 'x' }])
  expect(catalogue.get('dataset', 'x').iri).toBe(after)
  expect(catalogue.byIri(before)).toBeUndefined()
})

test('entries come in the order in which they were first stored, page by page', async () => {
  const { catalogue } = testRecords()
  const iris = ['c', 'a', 'b'].map((name) => `http://example.org/${name}`)
  for (const each of iris) catalogue.accept([await submission(`<${each}> :p "1" .`, { iri: each })])
  catalogue.accept([
    await submission('<http://example.org/c> :p "2" .', { iri: 'http://example.org/c' }),
  ])
  const pages = [0, 2].flatMap((offset) => catalogue.entries({ offset, limit: 2 }))
  expect(pages.map((entry) => entry.iri)).toEqual(iris)
  expect(catalogue.entries({ catalogue: 'other', offset: 0, limit: 2 })).toEqual([])
})

test('a write that has to wait too long for another process is to be tried again', async () => {
  const { folder, records, catalogue } = testRecords()
  records.database.exec('PRAGMA busy_timeout = 20')
  const other = testRecords(folder).records.database
  other.exec('BEGIN IMMEDIATE')
  const batch = [await submission(':d :p "1" .')]
  expect(() => catalogue.accept(batch)).toThrow(
    expect.objectContaining({ code: 'record-busy', status: 503, retryAfterSeconds: 5 }),
  )
  expect(records.health()).toEqual({ writable: true })
  other.exec('ROLLBACK')
  expect(catalogue.accept(batch)).toEqual([{ state: 'created', id }])
})

/** Has SQLite refuse a statement of this kind, as often as it is tried. */
function refuse(database: DatabaseSync, statement: 'COMMIT' | 'ROLLBACK') {
  database.setAuthorizer((action, name) =>
    action === constants.SQLITE_TRANSACTION && name === statement
      ? constants.SQLITE_DENY
      : constants.SQLITE_OK,
  )
}

test('a commit that fails leaves nothing behind, and the next one succeeds', async () => {
  const { records, catalogue } = testRecords()
  const batch = [await submission(':d :p "1" .')]
  refuse(records.database, 'COMMIT')
  expect(() => catalogue.accept(batch)).toThrow('not authorized')
  expect(records.database.isTransaction).toBe(false)
  expect(records.byIri(iri)).toBeUndefined()
  records.database.setAuthorizer(null)
  expect(catalogue.accept(batch)).toEqual([{ state: 'created', id }])
})

test('a write that can neither be kept nor taken back is never read', async () => {
  const { folder, records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  refuse(records.database, 'ROLLBACK')
  const broken = await submission(':e :p "2" .', { iri: 'http://example.org/e' })
  Object.assign(broken.graph, { packed: undefined })
  const change = await submission(':d :p "2" .')
  const unavailable = expect.objectContaining({ code: 'record-unavailable', status: 503 })
  expect(() => catalogue.accept([change, broken])).toThrow(unavailable)
  expect(() => catalogue.byIri(iri)).toThrow(unavailable)
  expect(() => catalogue.accept([change])).toThrow(unavailable)
  expect(records.health()).toMatchObject({
    writable: false,
    reason: { code: 'record-unavailable' },
  })
  const again = testRecords(folder).catalogue
  expect(again.graph(again.get('dataset', id))).toContain('"1"')
})

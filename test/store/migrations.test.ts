import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrate, migrations, schemaVersion } from '../../src/store/migrations.ts'
import { recordsFile } from '../../src/store/record-file.ts'
import { openRecords } from '../../src/store/records.ts'
import { submission, temporaryFolder, testRecords, testStore } from '../store.ts'

/** A dump of a record for each released schema, `v1.sql` and so on. */
const fixtures = new URL('../fixtures/store/', import.meta.url)
const released = readdirSync(fixtures).filter((name) => /^v\d+\.sql$/.test(name))

/** A data folder as a released version has left it. */
function folderOf(fixture: string) {
  const folder = temporaryFolder()
  const db = new DatabaseSync(recordsFile(folder))
  db.exec(readFileSync(new URL(fixture, fixtures), 'utf8'))
  db.exec('PRAGMA journal_mode = WAL')
  db.close()
  return folder
}

/** Every row of these tables, in the columns that they have. */
function contentsOf(db: DatabaseSync, tables = tablesOf(db)) {
  return Object.fromEntries(
    Object.entries(tables).map(([table, columns]) => [
      table,
      db.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid`).all(),
    ]),
  )
}

function tablesOf(db: DatabaseSync): Record<string, string[]> {
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all()
  return Object.fromEntries(
    tables.map(({ name }) => {
      const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all(name ?? null)
      return [String(name), columns.map((column) => String(column['name']))]
    }),
  )
}

test('there is a fixture of each released schema', () => {
  const versions = released.map((name) => Number(name.slice(1, -4))).sort((a, b) => a - b)
  expect(versions.length).toBeGreaterThanOrEqual(schemaVersion - 1)
  expect(versions).toEqual(versions.map((_, index) => index + 1))
})

test.for(released)('a record as of %s is taken over with all it has', (fixture) => {
  const folder = folderOf(fixture)
  const before = new DatabaseSync(recordsFile(folder), { readOnly: true })
  const tables = tablesOf(before)
  const contents = contentsOf(before, tables)
  before.close()

  const { records } = testRecords(folder)
  expect(contentsOf(records.database, tables)).toEqual(contents)
  expect(contents['log']?.length).toBeGreaterThan(10)
  const live = contents['resource']?.filter(({ graph }) => graph !== null) ?? []
  for (const { id, size } of live) {
    const resource = records.byId(String(id))
    expect(resource && records.graph(resource).split('\n')).toHaveLength(Number(size) + 1)
  }
  expect(records.database.prepare('PRAGMA integrity_check').all()).toEqual([
    { integrity_check: 'ok' },
  ])
  expect(records.database.prepare('PRAGMA user_version').get()).toEqual({
    user_version: schemaVersion,
  })
})

test.for(released)(
  'a record as of %s has the schema of a new one and goes on from there',
  async (fixture) => {
    const taken = await testStore({ folder: folderOf(fixture) })
    const made = testRecords().records.database
    expect(schemaOf(taken.records.database)).toEqual(schemaOf(made))
    const revision = taken.records.revision()
    taken.catalogue.accept([await submission(':d :p "1" .')])
    expect(taken.records.revision()).toBe(revision + 2)
  },
)

const schemaOf = (db: DatabaseSync) =>
  db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()

test.for([
  ['wrong SQL', 'DELETE FROM log; CREATE TABLE more (a); this is no SQL'],
  ['a reference to nothing', 'UPDATE log SET seq = 4711'],
])('a migration that fails for %s leaves the file as it was', ([, statements = '']) => {
  const folder = folderOf('v1.sql')
  openRecords(folder).close()
  const db = new DatabaseSync(recordsFile(folder))
  const before = { contents: contentsOf(db), schema: schemaOf(db) }
  expect(() => migrate(db, [...migrations, statements])).toThrow()
  expect({ contents: contentsOf(db), schema: schemaOf(db) }).toEqual(before)
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: schemaVersion })
  expect(db.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 })
  db.close()
  expect(testRecords(folder).records.revision()).toBe(17)
})

test('a file of a newer Findbuch is refused and left as it is', () => {
  const folder = temporaryFolder()
  openRecords(folder).close()
  const db = new DatabaseSync(recordsFile(folder))
  db.exec('PRAGMA user_version = 99')
  db.close()
  const before = readFileSync(recordsFile(folder))
  expect(() => openRecords(folder)).toThrow(
    expect.objectContaining({
      code: 'schema-too-new',
      message: expect.stringContaining(`${folder}: It was written by a newer Findbuch (schema 99`),
    }),
  )
  expect(readFileSync(recordsFile(folder))).toEqual(before)
})

test('a record has an id of its own, which a copy of it keeps', () => {
  const folder = temporaryFolder()
  const { id } = testRecords(folder).records
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(testRecords(folder).records.id).toBe(id)
  expect(testRecords().records.id).not.toBe(id)
})

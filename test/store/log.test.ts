import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { recordsFile } from '../../src/store/record-file.ts'
import { submission, temporaryFolder, testRecords } from '../store.ts'

/** `synchronous = FULL` (https://sqlite.org/pragma.html#pragma_synchronous). */
const full = 2

test('every commit is synced before it is acknowledged', () => {
  const { records } = testRecords()
  const settings = ['journal_mode', 'synchronous', 'fullfsync', 'checkpoint_fullfsync'].map(
    (name) => records.database.prepare(`PRAGMA ${name}`).get()?.[name],
  )
  expect(settings).toEqual(['wal', full, 1, 1])
})

test('after a stop the record is one file', async () => {
  const { folder, records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  records.close()
  expect(readdirSync(folder)).toEqual(['findbuch.db'])
})

test('processes that make a record at the same time get the same one', async () => {
  const folder = temporaryFolder()
  const script = `import('${import.meta.resolve('../../src/store/records.ts')}').then(({ openRecords }) => {
    console.log(openRecords('${folder}').id)
  })`
  const start = () => promisify(execFile)(process.execPath, ['-e', script])
  const ids = (await Promise.all(Array.from({ length: 6 }, start))).map(({ stdout }) => stdout)
  expect(ids).toEqual(ids.map(() => `${testRecords(folder).records.id}\n`))
  expect(readdirSync(folder).filter((name) => name.includes('new'))).toEqual([])
})

test('while a reader holds the log back it grows, and afterwards it is cut', async () => {
  const { folder, catalogue } = testRecords()
  const reader = new DatabaseSync(recordsFile(folder), { readOnly: true })
  onTestFinished(() => reader.close())
  const size = () => statSync(`${recordsFile(folder)}-wal`).size
  const write = async () =>
    catalogue.accept([await submission(`:d :p "${randomBytes(1 << 19).toString('hex')}" .`)])

  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM resource').get()
  while (size() < 20 << 20) await write()
  reader.exec('COMMIT')
  await write()
  await write()
  expect(size()).toBeLessThanOrEqual(9 << 20)
})

test('a log longer than the file is read after a kill', async () => {
  const { folder, records, catalogue } = testRecords()
  records.database.exec('PRAGMA wal_autocheckpoint = 0')
  const text = randomBytes(200_000).toString('hex')
  catalogue.accept([await submission(`:d :p "${text}" .`)])
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  const { catalogue: again } = testRecords(copy)
  expect(again.graph(again.get('dataset', 'd-http-example-org-d'))).toContain(text)
})

import { existsSync } from 'node:fs'
import { backup as copy, DatabaseSync } from 'node:sqlite'
import { FindbuchError } from '../errors.ts'
import { checkFile } from './check-file.ts'
import { migrate, schemaVersion } from './migrations.ts'
import { openToRead } from './open-to-read.ts'
import { recordFacts, type RecordFacts } from './record-facts.ts'

/**
 * A record is only ever put where there was none.
 *
 * @throws FindbuchError `record-exists`
 */
export function refuseRecordAt(file: string) {
  const found = [file, `${file}-wal`, `${file}-shm`, `${file}-journal`].find((name) =>
    existsSync(name),
  )
  if (found !== undefined) throw recordExists(found)
}

/** Between two steps of this many pages a signal gets its turn. */
const pagesAtOnce = 10_000

/**
 * Copies a backup, or a record with what is only in its log, to where it will be a record, once it is known to be whole, and brings it to the
 * schema of this program.
 *
 * @throws FindbuchError `not-a-record`, `schema-too-new` or `damaged-record`; the copy is then of no use
 */
export async function restoreRecord(
  backup: string,
  target: string,
  tell: (step: string) => void,
): Promise<RecordFacts> {
  const db = openBackup(backup)
  try {
    db.exec('BEGIN') // for what is checked is what is to be copied
    checkSchema(db, backup)
    tell('checking the backup')
    checkFile(db, backup, 'thorough')
    tell('copying')
    await copy(db, target, { rate: pagesAtOnce })
  } finally {
    db.close()
  }
  return settle(target)
}

function settle(target: string) {
  const db = new DatabaseSync(target)
  try {
    db.exec('PRAGMA journal_mode = DELETE')
    migrate(db)
    // The process that ran it then may be any process here.
    db.exec(`UPDATE harvest_run SET state = 'interrupted' WHERE state = 'running'`)
    return recordFacts(db)
  } finally {
    db.close()
  }
}

function checkSchema(db: DatabaseSync, file: string) {
  const version = versionOf(db)
  if (version === 0) throw notARecord(file)
  if (version > schemaVersion) throw tooNew(file, version)
}

function openBackup(file: string) {
  try {
    return openToRead(file)
  } catch (error) {
    // What was copied and then damaged is told by the check of the whole file.
    if (error instanceof FindbuchError && error.code === 'record-damaged') throw notARecord(file)
    throw error
  }
}

/** The schema's version; 0 for what is no record of Findbuch. */
function versionOf(db: DatabaseSync) {
  const tables = db
    .prepare(
      `SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name IN ('resource', 'log')`,
    )
    .get()
  if (tables?.['n'] !== 2) return 0
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
}

const recordExists = (file: string) =>
  new FindbuchError({
    code: 'record-exists',
    status: 409,
    message: `There is a record already: ${file}. Restore into an empty data folder (DATA_DIR), or move this one away.`,
  })

const notARecord = (file: string) =>
  new FindbuchError({
    code: 'not-a-record',
    status: 400,
    message: `${file} is no backup of Findbuch.`,
  })

const tooNew = (file: string, version: number) =>
  new FindbuchError({
    code: 'schema-too-new',
    status: 400,
    message: `${file} was written by a newer Findbuch (schema ${version}, this one knows ${schemaVersion}).`,
  })

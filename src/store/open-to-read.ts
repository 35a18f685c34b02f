import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FindbuchError } from '../errors.ts'
import { recordFailure } from './failures.ts'
import { isWritable, nameFolder } from './folder.ts'
import { immutable, sizeOf } from './record-file.ts'

/**
 * Opens a record that another process may be writing.
 *
 * @throws FindbuchError `no-record` when there is none, or what is wrong with it
 */
export function openToRead(file: string): DatabaseSync {
  if (!existsSync(file)) throw noRecord(file)
  // Beside the file SQLite would have to make what it reads the log with.
  const isAlone = !isWritable(dirname(file)) && sizeOf(`${file}-wal`) === undefined
  const db = new DatabaseSync(isAlone ? immutable(file) : file, { readOnly: true, timeout: 10_000 })
  try {
    db.exec('SELECT 1 FROM sqlite_schema')
    return db
  } catch (error) {
    db.close()
    throw nameFolder(recordFailure(error, dirname(file)), dirname(file))
  }
}

const noRecord = (file: string) =>
  new FindbuchError({ code: 'no-record', status: 404, message: `There is no record ${file}.` })

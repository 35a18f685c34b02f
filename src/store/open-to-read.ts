import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { FindbuchError } from '../errors.ts'

/**
 * Opens a record that another process may be writing.
 *
 * @throws FindbuchError `no-record` when there is none
 */
export function openToRead(file: string): DatabaseSync {
  if (!existsSync(file)) throw noRecord(file)
  return new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
}

const noRecord = (file: string) =>
  new FindbuchError({ code: 'no-record', status: 404, message: `There is no record ${file}.` })

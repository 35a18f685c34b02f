import type { SQLInputValue } from 'node:sqlite'
import { dataFolderReadOnly, sqlite, sqliteCode } from '../disk.ts'
import { FindbuchError } from '../errors.ts'
import { connect } from './connection.ts'
import {
  freeBytes,
  isOfTheDisk,
  recordDamaged,
  recordFailure,
  recordUnavailable,
} from './failures.ts'
import { nameFolder } from './folder.ts'
import { schemaVersion } from './migrations.ts'

export type Database = ReturnType<typeof openDatabase>

/** So long after a write has failed, another is tried to see whether it would succeed … */
const retryMs = 5_000

/** … unless there is so little space that the next real one would not. */
const minFreeBytes = 1 << 20

/**
 * The record's SQLite file, brought to this program's schema. In a folder that cannot be written to
 * it is opened for reading, and every write is refused.
 *
 * @throws FindbuchError that names the file and what to do when it cannot be used; it is left as it is
 */
export function openDatabase(folder: string) {
  const told = (error: unknown) => recordFailure(error, folder)
  const { connection, location, writable, check } = connect(folder)
  let failure = writable ? undefined : dataFolderReadOnly()
  let failedAt = -Infinity

  return {
    connection,
    /** What another connection of this process has to open. */
    location,

    /** As of `node:sqlite`, but a failure of the file is told as a FindbuchError. */
    prepare(text: string) {
      const statement = attempt(() => prepare(text))
      return {
        get: (...values: SQLInputValue[]) => attempt(() => statement.get(...values)),
        all: (...values: SQLInputValue[]) => attempt(() => statement.all(...values)),
        run: (...values: SQLInputValue[]) => attempt(() => statement.run(...values)),
        *iterate(...values: SQLInputValue[]) {
          try {
            checkConnection()
            yield* statement.iterate(...values)
          } catch (error) {
            throw told(error)
          }
        },
      }
    },

    transaction,

    /** For what belongs to opening: when it fails, the file is closed, and the message names the folder. */
    opening<T>(work: () => T): T {
      try {
        return work()
      } catch (error) {
        connection.close()
        throw nameFolder(told(error), folder)
      }
    },

    /** Whether writes succeed, as far as is known; asking costs nothing while they do. */
    health() {
      if (isWorthTrying()) tryToWrite()
      return failure
        ? { writable: false as const, reason: { code: failure.code, message: failure.message } }
        : { writable: true as const, reason: undefined }
    },

    close() {
      if (connection.isOpen) connection.close()
    },
  }

  /** The statements are always the same, so it is the tables that are not. */
  function prepare(text: string) {
    try {
      return connection.prepare(text)
    } catch (error) {
      if (sqliteCode(error) !== sqlite.ERROR) throw error
      throw recordDamaged({ why: ' (its tables are not as they were)', cause: error })
    }
  }

  function transaction<T>(work: () => T): T {
    if (!writable) throw dataFolderReadOnly()
    try {
      checkConnection()
      connection.exec('BEGIN IMMEDIATE')
      const result = work()
      connection.exec('COMMIT')
      failure = undefined
      return result
    } catch (error) {
      const reason = told(rolledBack(error))
      if (isOfTheDisk(reason)) {
        failure = reason
        failedAt = performance.now()
      }
      throw reason
    }
  }

  /** After a full disk and the like SQLite has rolled back by itself, and ROLLBACK would be an error. */
  function rolledBack(error: unknown) {
    try {
      if (connection.isOpen && connection.isTransaction) connection.exec('ROLLBACK')
      return error
    } catch (second) {
      connection.close() // which rolls back for certain; nothing half done may be read meanwhile
      const message = 'a write could not be taken back; start again'
      return recordUnavailable(new AggregateError([error, second], message))
    }
  }

  function isWorthTrying() {
    if (!writable || !failure || performance.now() - failedAt < retryMs) return false
    return failure.code !== 'disk-full' || freeBytes(folder) > minFreeBytes
  }

  function tryToWrite() {
    try {
      // The one statement that writes a page although it changes nothing.
      transaction(() => connection.exec(`PRAGMA user_version = ${schemaVersion}`))
    } catch (error) {
      if (!(error instanceof FindbuchError)) throw error
    }
  }

  function attempt<T>(work: () => T): T {
    try {
      checkConnection()
      return work()
    } catch (error) {
      throw told(error)
    }
  }

  function checkConnection() {
    if (failure && !connection.isOpen) throw failure
    check()
  }
}

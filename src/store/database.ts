import { resolve } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { dataFolderReadOnly, sqlite, sqliteCode } from '../disk.ts'
import { FindbuchError } from '../errors.ts'
import { freeBytes, isOfTheDisk, recordDamaged, recordFailure } from './failures.ts'
import { isWritable, nameFolder } from './folder.ts'
import { migrate, schemaVersion } from './migrations.ts'
import { ensureRecordFile, recordsFile, sizeOf } from './record-file.ts'

export type Database = ReturnType<typeof openDatabase>

/** How long one process waits for another to finish its transaction. */
const busyMs = 10_000

/** So long after a write has failed, another is tried to see whether it would succeed … */
const retryMs = 5_000

/** … unless there is so little space that the next real one would not. */
const minFreeBytes = 1 << 20

/** After a long reader has kept the log from being written back, it is cut to this. */
const maxLogBytes = 8 << 20

/**
 * The record's SQLite file, brought to this program's schema. In a folder that cannot be written to
 * it is opened for reading, and every write is refused.
 *
 * @throws FindbuchError that names the file and what to do when it cannot be used; it is left as it is
 */
export function openDatabase(folder: string) {
  const told = (error: unknown, what?: string) => recordFailure(error, folder, what)
  const writable = isWritable(folder) && isWritable(recordsFile(folder))
  const location = writable ? recordsFile(folder) : readOnlyLocation(folder)
  const connection = writable ? open(folder) : openReadOnly(location, folder)
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
        : { writable: true as const }
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
      if (connection.isTransaction) connection.exec('ROLLBACK')
      return error
    } catch (second) {
      return new AggregateError([error, second], 'A transaction could not be rolled back.')
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
      return work()
    } catch (error) {
      throw told(error)
    }
  }
}

function open(folder: string) {
  try {
    ensureRecordFile(folder, (draft) => {
      setUp(draft)
      migrate(draft)
    })
    return opened(recordsFile(folder), {}, (db) => {
      setUp(db)
      migrate(db)
    })
  } catch (error) {
    throw nameFolder(recordFailure(error, folder), folder)
  }
}

/**
 * A commit is on disk when COMMIT returns: the log is synced at each (https://sqlite.org/pragma.html#pragma_synchronous),
 * on macOS down to the platter.
 */
const setUp = (db: DatabaseSync) =>
  db.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
    PRAGMA journal_size_limit = ${maxLogBytes}`)

/** A file without a log can only be read when SQLite need not expect one (https://sqlite.org/wal.html#readonly). */
function readOnlyLocation(folder: string) {
  const file = recordsFile(folder)
  if (sizeOf(`${file}-wal`) !== undefined) return file
  const url = pathToFileURL(resolve(file))
  url.searchParams.set('immutable', '1')
  return url.href
}

function openReadOnly(location: string, folder: string) {
  try {
    if (sizeOf(recordsFile(folder)) === undefined) throw dataFolderReadOnly()
    return opened(location, { readOnly: true }, migrate)
  } catch (error) {
    throw nameFolder(recordFailure(error, folder), folder)
  }
}

function opened(location: string, options: object, check: (db: DatabaseSync) => void) {
  const db = new DatabaseSync(location, { timeout: busyMs, ...options })
  try {
    check(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

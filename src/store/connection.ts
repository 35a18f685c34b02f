import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { dataFolderReadOnly } from '../disk.ts'
import { recordFailure, recordUnavailable } from './failures.ts'
import { isWritable, nameFolder } from './folder.ts'
import { migrate } from './migrations.ts'
import { ensureRecordFile, immutable, recordsFile, sizeOf } from './record-file.ts'

/** How long one process waits for another to finish its transaction. */
const busyMs = 10_000

/** After a long reader has kept the log from being written back, it is cut to this. */
const maxLogBytes = 8 << 20

export type Connection = {
  connection: DatabaseSync
  /** What another connection of this process has to open. */
  location: string
  writable: boolean
  /** @throws FindbuchError `record-unavailable` when what would be read now may be wrong */
  check(): void
}

/** Opens the file for writing, or for reading where the folder allows no more. */
export function connect(folder: string): Connection {
  try {
    const file = recordsFile(folder)
    if (isWritable(folder) && isWritable(file)) return connectForWriting(folder, file)
    if (sizeOf(file) === undefined) throw dataFolderReadOnly()
    // Only with a log, and what belongs to it, can SQLite see what others do (https://sqlite.org/wal.html#readonly).
    return sizeOf(`${file}-wal`) === undefined ? connectToUnchanging(file) : connectForReading(file)
  } catch (error) {
    throw nameFolder(recordFailure(error, folder), folder)
  }
}

function connectForWriting(folder: string, file: string) {
  const bringUp = (db: DatabaseSync) => {
    setUp(db)
    migrate(db)
  }
  ensureRecordFile(folder, bringUp)
  const connection = open(file, {}, bringUp)
  return { connection, location: file, writable: true, check() {} }
}

const connectForReading = (location: string) => ({
  connection: open(location, { readOnly: true }, migrate),
  location,
  writable: false,
  check() {},
})

/** SQLite takes the file as one that nobody changes, so that has to be seen to. */
function connectToUnchanging(file: string) {
  const { mtimeMs } = statSync(file)
  return {
    ...connectForReading(immutable(file)),
    check() {
      if (statSync(file).mtimeMs !== mtimeMs) throw recordUnavailable('it was changed; start again')
    },
  }
}

/** A commit is on disk when COMMIT returns: the log is synced at each, on macOS down to the platter. */
const setUp = (db: DatabaseSync) =>
  db.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
    PRAGMA journal_size_limit = ${maxLogBytes}`)

function open(location: string, options: object, check: (db: DatabaseSync) => void) {
  const db = new DatabaseSync(location, { timeout: busyMs, ...options })
  try {
    check(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sqlite, sqliteCode } from '../disk.ts'
import { FindbuchError } from '../errors.ts'
import { recordFailure } from './failures.ts'
import { isWritable, makeFolder, nameFolder } from './folder.ts'

/** A connection that nobody holds is closed by the garbage collector, and the lock with it. */
const held = new Set<DatabaseSync>()

/**
 * Takes the data folder for this process. The lock is one of the operating system on `findbuch.lock`:
 * it goes with the process however that ends, and the file means nothing by itself.
 *
 * @returns what gives the folder free again
 * @throws FindbuchError `folder-in-use` when another process has it
 */
export function lockFolder(folder: string): () => void {
  // Where nobody can write, nobody is in another's way.
  if (!isWritable(folder)) return () => {}
  try {
    makeFolder(folder)
    return lock(join(folder, 'findbuch.lock'))
  } catch (error) {
    throw nameFolder(recordFailure(error, folder), folder)
  }
}

function lock(file: string) {
  const db = new DatabaseSync(file, { timeout: 0 })
  try {
    // Without a journal the file stays empty, and nothing has to be recovered after a kill.
    db.exec('PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw sqliteCode(error) === sqlite.BUSY ? folderInUse() : notLockable(error)
  }
  held.add(db)
  return () => {
    if (held.delete(db)) db.close()
  }
}

const folderInUse = () =>
  new FindbuchError({
    code: 'folder-in-use',
    status: 503,
    message:
      'It is in use by another Findbuch. Stop that one first, or give this one a folder of its own (DATA_DIR).',
  })

const notLockable = (cause: unknown) =>
  new FindbuchError({
    code: 'folder-not-lockable',
    status: 503,
    message:
      `It cannot be locked (${cause instanceof Error ? cause.message : String(cause)}). Findbuch needs ` +
      'a local disk with free space; network file systems often have no locks that can be relied on.',
    cause,
  })

import { backup, DatabaseSync } from 'node:sqlite'
import { checkFile } from './check-file.ts'
import { openToRead } from './open-to-read.ts'
import { recordFacts, type RecordFacts } from './record-facts.ts'

export type BackupOptions = {
  signal: AbortSignal
  onProgress(done: number, total: number): void
}

/** Between two steps of this many pages other processes get their turn. */
const pagesAtOnce = 1000

/**
 * Copies the record as it is at this instant into one plain SQLite file, and checks the copy. Nobody
 * has to wait: the reading transaction keeps the state in view while others go on writing, and without
 * it each commit of another process would make SQLite begin anew.
 *
 * @returns what the copy holds
 */
export async function backupRecord(
  file: string,
  target: string,
  { signal, onProgress }: BackupOptions,
): Promise<RecordFacts> {
  const db = openToRead(file)
  try {
    db.exec('BEGIN')
    const facts = recordFacts(db)
    await backup(db, target, {
      rate: pagesAtOnce,
      progress({ totalPages, remainingPages }) {
        signal.throwIfAborted()
        onProgress(totalPages - remainingPages, totalPages)
      },
    })
    onProgress(1, 1)
    settle(target)
    return facts
  } finally {
    db.close()
  }
}

/** Leaves WAL mode, so that the file is all there is. */
function settle(target: string) {
  const copy = new DatabaseSync(target)
  try {
    copy.exec('PRAGMA journal_mode = DELETE')
    checkFile(copy, target, 'quick')
  } finally {
    copy.close()
  }
}

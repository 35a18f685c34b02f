import type { DatabaseSync } from 'node:sqlite'
import { FindbuchError } from '../errors.ts'

const pragmas = { quick: 'quick_check', thorough: 'integrity_check' }

/**
 * Has SQLite look through the whole file; `thorough` compares the indexes with their tables as well.
 *
 * @throws FindbuchError `damaged-record` with what SQLite found first
 */
export function checkFile(db: DatabaseSync, file: string, how: keyof typeof pragmas) {
  const found = look(db, how)
  if (found !== 'ok') throw damaged(file, found)
}

function look(db: DatabaseSync, how: keyof typeof pragmas) {
  try {
    return String(Object.values(db.prepare(`PRAGMA ${pragmas[how]}(1)`).get() ?? {})[0])
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const damaged = (file: string, what: string) =>
  new FindbuchError({
    code: 'damaged-record',
    status: 500,
    message: `${file} is damaged: ${what.trim()}.`,
  })

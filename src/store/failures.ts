import { statfsSync } from 'node:fs'
import {
  diskFailure,
  diskFull,
  dataFolderReadOnly,
  sqlite,
  sqliteCode,
  systemCode,
} from '../disk.ts'
import { FindbuchError } from '../errors.ts'

/** With less than this, SQLite fails in ways that do not name the full disk: it cannot make its files. */
const leastFreeBytes = 64 * 1024

/** What made the record fail, as an error that says what to do; a bug stays what it is. */
export function recordFailure(error: unknown, folder: string): unknown {
  if (error instanceof FindbuchError) return error
  const known = diskFailure(error)
  if (known) return known
  const code = sqliteCode(error)
  if (code === undefined) return systemFailure(error)
  switch (code) {
    case sqlite.BUSY:
    case sqlite.LOCKED:
      return recordBusy(error)
    case sqlite.CORRUPT:
    case sqlite.NOTADB:
      return recordDamaged({ cause: error })
    case sqlite.IOERR:
    case sqlite.CANTOPEN:
    case sqlite.PROTOCOL:
    case sqlite.NOLFS:
      return freeBytes(folder) < leastFreeBytes ? diskFull(error) : recordUnavailable(error)
    default:
      return error
  }
}

/** Failures of the machine rather than of the request: the next write would meet them, too. */
export const isOfTheDisk = (error: unknown): error is FindbuchError =>
  error instanceof FindbuchError &&
  ['disk-full', 'data-folder-read-only', 'record-damaged', 'record-unavailable'].includes(
    error.code,
  )

type Damage = { what?: string | undefined; why?: string; cause?: unknown }

export const recordDamaged = ({ what = 'The record', why = '', cause }: Damage = {}) =>
  new FindbuchError({
    code: 'record-damaged',
    status: 503,
    message:
      `${what} cannot be read: the database file is damaged${why}. It is left as it is. ` +
      '"findbuch verify" tells what is affected; restore a backup to mend it.',
    cause,
  })

function systemFailure(error: unknown) {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return dataFolderReadOnly(error)
    case undefined:
      return error
    default:
      return recordUnavailable(error)
  }
}

const recordBusy = (cause: unknown) =>
  new FindbuchError({
    code: 'record-busy',
    status: 503,
    message: 'Another process is writing to the record; what was sent is not stored. Try again.',
    retryAfterSeconds: 5,
    cause,
  })

export const recordUnavailable = (cause: unknown) =>
  new FindbuchError({
    code: 'record-unavailable',
    status: 503,
    message:
      'The database file cannot be read or written at the moment' +
      ` (${cause instanceof Error ? cause.message : String(cause)}). ` +
      'Look after the disk of the data folder and the rights to it.',
    retryAfterSeconds: 30,
    cause,
  })

export function freeBytes(folder: string) {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return Infinity // no answer is no reason to say that the disk is full
  }
}

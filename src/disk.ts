import { FindbuchError } from './errors.ts'

/** Primary result codes of SQLite (https://sqlite.org/rescode.html); node:sqlite gives the extended ones. */
export const sqlite = {
  ERROR: 1,
  BUSY: 5,
  LOCKED: 6,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  PROTOCOL: 15,
  NOLFS: 22,
  NOTADB: 26,
} as const

/** The primary result code, if it was SQLite that failed. */
export const sqliteCode = (error: unknown) =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined

/** The name of the error, such as ENOSPC, if it was a system call that failed. */
export const systemCode = (error: unknown) =>
  error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined

/** A full or read-only disk told as such, whoever met it first; undefined for any other failure. */
export function diskFailure(error: unknown): FindbuchError | undefined {
  const code = sqliteCode(error) ?? systemCode(error)
  if (code === sqlite.FULL || code === 'ENOSPC' || code === 'EDQUOT') return diskFull(error)
  if (code === sqlite.READONLY || code === 'EROFS') return dataFolderReadOnly(error)
  return undefined
}

export const diskFull = (cause?: unknown) =>
  new FindbuchError({
    code: 'disk-full',
    status: 507,
    message:
      'The disk of the data folder is full: what is sent is not stored until there is space again.',
    cause,
  })

export const dataFolderReadOnly = (cause?: unknown) =>
  new FindbuchError({
    code: 'data-folder-read-only',
    status: 503,
    message:
      'The data folder cannot be written to: what is sent is not stored. ' +
      'It has to be writable for the user that Findbuch runs as.',
    cause,
  })

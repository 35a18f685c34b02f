import { randomUUID } from 'node:crypto'
import {
  closeSync,
  linkSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { systemCode } from '../disk.ts'
import { FindbuchError } from '../errors.ts'
import { recordDamaged } from './failures.ts'
import { makeFolder, syncFolder } from './folder.ts'

export const recordsFile = (folder: string) => join(folder, 'findbuch.db')
/** Where the image of the index is; it may be deleted at any time. */
export const imageFile = (folder: string) => join(folder, 'findbuch.index')

/**
 * Nothing else may take the place of what the service has in its data folder, least of all of the record.
 *
 * @throws FindbuchError `file-of-service`
 */
export function refuseInPlaceOfRecord(folder: string, target: string) {
  const into = dirname(target)
  if (sizeOf(into) === undefined || sizeOf(folder) === undefined) return
  const isOurs = /^findbuch\.(?:db|lock|index)/i.test(basename(target))
  if (isOurs && realpathSync(into) === realpathSync(folder)) throw fileOfService(target)
}

/** What SQLite has to open to read a file that nobody changes from a folder that nobody can write to. */
export function immutable(file: string) {
  const url = pathToFileURL(resolve(file))
  url.searchParams.set('immutable', '1')
  return url.href
}

/** Every SQLite file has a header of this size; SQLite takes a shorter file for one that it may fill. */
const headerBytes = 100

/**
 * Makes sure that there is a file which SQLite may open, and looks for what it would not see by itself.
 * All of it costs the same whatever the size of the record. What is there is never overwritten.
 *
 * @param fill makes a new file a record
 */
export function ensureRecordFile(folder: string, fill: (draft: DatabaseSync) => void) {
  const file = recordsFile(folder)
  const log = sizeOf(`${file}-wal`) ?? 0 // first, as another process may be making both
  const size = sizeOf(file)
  // SQLite would begin a new database and throw the log away, with what was acknowledged last.
  if (size === undefined && log > 0) throw fileMissing(file)
  if (size === undefined) return create(folder, fill)
  if (size < headerBytes) throw recordDamaged({ what: file, why: ` (it has ${size} bytes)` })
  // Without a log SQLite sees by itself that pages are missing. With one, they may all be in the log, as
  // after a kill while it was being written back: only then it is worth to look at all of it.
  if (log > 0 && size < sizeInHeader(file)) checkWholly(file)
}

/** The file appears whole or not at all, so that one without content is always one that was damaged. */
function create(folder: string, fill: (draft: DatabaseSync) => void) {
  makeFolder(folder)
  const file = recordsFile(folder)
  const draft = `${file}.${randomUUID()}.new`
  try {
    const db = new DatabaseSync(draft)
    try {
      fill(db)
    } finally {
      db.close()
    }
    publish(draft, file)
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true })
  }
  syncFolder(folder)
}

/** A process that was faster has its file kept. */
function publish(draft: string, file: string) {
  try {
    linkSync(draft, file)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return
    // File systems without hard links (exFAT, some network shares).
    if (sizeOf(file) === undefined) renameSync(draft, file)
  }
}

/** What the file has to be long, by its header (https://sqlite.org/fileformat2.html, section 1.3). */
function sizeInHeader(file: string) {
  const header = Buffer.alloc(headerBytes)
  const descriptor = openSync(file, 'r')
  readSync(descriptor, header, 0, headerBytes, 0)
  closeSync(descriptor)
  const pageSize = header.readUInt16BE(16)
  return header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize)
}

/** Reads only: a connection that may write would put the log into the damaged file. */
function checkWholly(file: string) {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const first = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
    if (first !== 'ok') throw recordDamaged({ what: file, why: ' (its end is missing)' })
  } finally {
    db.close()
  }
}

export const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size

const fileOfService = (file: string) =>
  new FindbuchError({
    code: 'file-of-service',
    status: 400,
    message: `${file} is a file of the service itself. Give the copy another name, best on another disk.`,
  })

const fileMissing = (file: string) =>
  new FindbuchError({
    code: 'record-damaged',
    status: 503,
    message:
      `${file} is missing, but ${file}-wal is there, which holds the latest changes to it. ` +
      'Put the file back to where it was, or restore a backup; nothing was changed.',
  })

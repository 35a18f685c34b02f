import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, linkSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { diskFailure, systemCode } from '../disk.ts'
import { FindbuchError } from '../errors.ts'

/**
 * Makes a file that is whole or not there: it is written under another name beside its place, and gets
 * its own once it is on disk.
 *
 * @throws FindbuchError `file-exists`, unless that is `force`d
 */
export async function wholeFile<T>(
  file: string,
  { force = false }: { force?: boolean },
  write: (temporary: string) => Promise<T> | T,
): Promise<T> {
  if (!force && existsSync(file)) throw fileExists(file)
  const folder = dirname(file)
  if (!existsSync(folder)) throw noFolder(folder)
  const temporary = join(folder, `.${basename(file)}-${randomUUID()}.part`)
  try {
    const result = await write(temporary)
    sync(temporary)
    if (force) renameSync(temporary, file)
    else publish(temporary, file)
    sync(folder)
    return result
  } catch (error) {
    throw isDiskFull(error) ? noSpace(folder, error) : error
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) {
      rmSync(temporary + suffix, { force: true })
    }
  }
}

/** What somebody else has put there meanwhile stays. */
function publish(temporary: string, file: string) {
  try {
    linkSync(temporary, file)
  } catch (error) {
    if (systemCode(error) === 'EEXIST' || existsSync(file)) throw fileExists(file)
    renameSync(temporary, file) // file systems without hard links
  }
}

const isDiskFull = (error: unknown) => diskFailure(error)?.code === 'disk-full'

function sync(path: string) {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const fileExists = (file: string) =>
  new FindbuchError({
    code: 'file-exists',
    status: 409,
    message: `${file} is there already; --force replaces it.`,
  })

const noFolder = (folder: string) =>
  new FindbuchError({ code: 'no-folder', status: 404, message: `There is no folder ${folder}.` })

const noSpace = (folder: string, cause: unknown) =>
  new FindbuchError({
    code: 'disk-full',
    status: 507,
    message: `${folder} has no space left; nothing was written.`,
    cause,
  })

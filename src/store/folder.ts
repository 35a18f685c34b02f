import { accessSync, closeSync, constants, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname, resolve } from 'node:path'
import { systemCode } from '../disk.ts'
import { FindbuchError } from '../errors.ts'

/** Makes the data folder, and whatever it is in, so that it survives a loss of power. */
export function makeFolder(folder: string) {
  const made = mkdirSync(folder, { recursive: true })
  if (made === undefined) return
  const last = dirname(resolve(made))
  for (let each = dirname(resolve(folder)); ; each = dirname(each)) {
    syncFolder(each)
    if (each === last) return
  }
}

/** A new file survives a loss of power once the folder that names it was synced, too (fsync(2)). */
export function syncFolder(folder: string) {
  if (platform() === 'win32') return // folders cannot be opened there
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

/** Whether a file or folder may be written to; one that does not exist may be made. */
export function isWritable(path: string) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch (error) {
    return systemCode(error) === 'ENOENT'
  }
}

/** Whoever starts a process has to be told which folder it is about; answers over HTTP do not tell. */
export function nameFolder(error: unknown, folder: string) {
  if (!(error instanceof FindbuchError)) return error
  const { code, status, message } = error
  return new FindbuchError({
    code,
    status,
    message: `Data folder ${resolve(folder)}: ${message}`,
    cause: error,
  })
}

import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
} from 'node:fs'
import { platform } from 'node:os'
import { dirname, resolve } from 'node:path'
import { systemCode } from '../disk.ts'
import { FindbuchError } from '../errors.ts'

/** Makes the data folder, and whatever it is in, so that it survives a loss of power. */
export function makeFolder(folder: string) {
  if (existsSync(folder)) return
  // One by one: Node's own way never ends where a folder exists and nothing can be made in it (/proc).
  const parent = dirname(resolve(folder))
  makeFolder(parent)
  try {
    mkdirSync(folder)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error // else another process was faster
  }
  syncFolder(parent)
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

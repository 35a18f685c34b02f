import { execFileSync } from 'node:child_process'
import { openSync, closeSync, mkdtempSync, rmdirSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Why no file system can be mounted here; undefined when one can. */
export const cannotMount = tryToMount()

function tryToMount() {
  try {
    mount(['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs'], mkdtempSync(join(tmpdir(), 'findbuch-')))()
    return undefined
  } catch (error) {
    return `no mount here: ${String(error)}`
  }
}

/** A folder on a disk of its own that is so large; gone when the test ends. */
export function smallDisk(kilobytes: number) {
  const folder = mkdtempSync(join(tmpdir(), 'findbuch-disk-'))
  onTestFinished(mount(['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs'], folder))
  return folder
}

/** The same folder under another name, where nobody can write, root included. */
export function readOnlyView(folder: string) {
  const view = mkdtempSync(join(tmpdir(), 'findbuch-view-'))
  onTestFinished(mount(['--bind', folder], view))
  execFileSync('mount', ['-o', 'remount,ro,bind', view], { stdio: 'pipe' })
  return view
}

function mount(what: string[], folder: string) {
  execFileSync('mount', [...what, folder], { stdio: 'pipe' })
  return () => {
    execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
    rmdirSync(folder)
  }
}

/** Takes the disk's last byte. */
export function fillDisk(folder: string) {
  const descriptor = openSync(join(folder, 'filler'), 'w')
  for (const size of [1 << 20, 4096, 1]) {
    const piece = Buffer.alloc(size)
    try {
      for (;;) writeSync(descriptor, piece)
    } catch (error) {
      if (!String(error).includes('ENOSPC')) throw error
    }
  }
  closeSync(descriptor)
}

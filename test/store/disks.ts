import { execFileSync } from 'node:child_process'
import { openSync, closeSync, mkdtempSync, rmSync, writeSync } from 'node:fs'
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

/** Makes what is in a folder read-only for everybody, root included. */
export function makeReadOnly(folder: string) {
  const end = mount(['--bind', folder], folder, { keep: true })
  onTestFinished(end)
  execFileSync('mount', ['-o', 'remount,ro,bind', folder], { stdio: 'pipe' })
}

function mount(what: string[], folder: string, { keep = false } = {}) {
  execFileSync('mount', [...what, folder], { stdio: 'pipe' })
  return () => {
    execFileSync('umount', ['--lazy', folder], { stdio: 'pipe' })
    if (!keep) rmSync(folder, { recursive: true, force: true })
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

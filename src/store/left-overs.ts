import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Nothing that is still in use has lain untouched for so long. */
const oldMs = 24 * 3600 * 1000

/** What is written beside the files that it is to become: a restore, a new record, an image. */
const isUnfinished = (name: string) =>
  /^(?:\.findbuch\.db-.*\.part|findbuch\.db\..*\.new|findbuch\.index\.tmp)/.test(name)

/** Removes what processes that were killed have left in the data folder. */
export function removeLeftOvers(folder: string, now: number) {
  const files = [
    ...filesIn(folder).filter(isUnfinished),
    ...filesIn(join(folder, 'tmp')).map((name) => join('tmp', name)),
  ].map((name) => join(folder, name))
  for (const file of files) if (isOld(file, now)) rmSync(file, { force: true })
}

const filesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])

/** Another process may have removed it by now. */
function isOld(file: string, now: number) {
  const found = statSync(file, { throwIfNoEntry: false })
  return found?.isFile() === true && now - found.mtimeMs > oldMs
}

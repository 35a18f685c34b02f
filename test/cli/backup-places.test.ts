import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wholeFile } from '../../src/cli/whole-file.ts'
import { recordsFile } from '../../src/store/record-file.ts'
import { cannotMount, fillDisk, readOnlyView, smallDisk } from '../store/disks.ts'
import { submission, temporaryFolder, testRecords } from '../store.ts'
import { findbuch } from './findbuch.ts'

/** A folder whose record a server has open; its last change is in the log of SQLite only. */
async function beingServed() {
  const { folder, catalogue } = testRecords()
  catalogue.accept([await submission(':d a dcat:Dataset .')])
  return { folder, catalogue, file: recordsFile(folder) }
}

test('a backup never takes the place of the record or what belongs to it', async () => {
  const { folder, file, catalogue } = await beingServed()
  const other = join(temporaryFolder(), 'by-another-name')
  symlinkSync(folder, other)
  const before = readFileSync(file)
  for (const target of [file, join(other, 'findbuch.db-wal')]) {
    const { code, stderr } = await findbuch(['backup', '--force', target], { DATA_DIR: folder })
    expect({ target, code }).toEqual({ target, code: 2 })
    expect(stderr).toContain('of the service itself')
  }
  expect(readFileSync(file)).toEqual(before)
  catalogue.accept([await submission(':e a dcat:Dataset .', { iri: 'http://example.org/e' })])
  const { stdout } = await findbuch(['verify'], { DATA_DIR: folder })
  expect(stdout).toContain('all is as it has to be: revision 4,')
})

test('a record that is in use is restored with what is only in its log', async () => {
  const { file } = await beingServed()
  const restored = { DATA_DIR: join(temporaryFolder(), 'data') }
  const { code, stdout } = await findbuch(['restore', file], restored)
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('revision 2,'),
  })
  expect(await findbuch(['verify'], restored)).toMatchObject({ code: 0 })
})

test('who puts a file there while another is written loses nothing', async () => {
  const file = join(temporaryFolder(), 'findbuch.db')
  const late = wholeFile(file, {}, (temporary) => {
    writeFileSync(temporary, 'restored')
    linkSync(temporary, file)
    writeFileSync(temporary, 'acknowledged meanwhile')
  })
  await expect(late).rejects.toMatchObject({ code: 'file-exists' })
  expect(readdirSync(join(file, '..'))).toEqual(['findbuch.db'])
})

test.for(['backup full/b.db', 'export full/b.nq', 'export full/b.nq.gz'])(
  '%s on a full disk says so, and leaves nothing there',
  async (command, { skip }) => {
    if (cannotMount) skip(cannotMount)
    const { folder } = await beingServed()
    const disk = smallDisk(8)
    fillDisk(disk)
    const args = command.replace('full', disk).split(' ')
    const { code, stderr } = await findbuch(args, { DATA_DIR: folder })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `findbuch: ${disk} has no space left; nothing was written.\n`,
    })
    expect(readdirSync(disk)).toEqual(['filler'])
  },
)

test('a read-only folder is backed up, exported and verified', async ({ skip }) => {
  if (cannotMount) skip(cannotMount)
  const { folder, catalogue, records } = testRecords()
  catalogue.accept([await submission(':d a dcat:Dataset .')])
  records.close()
  const settings = { DATA_DIR: readOnlyView(folder) }
  const file = join(temporaryFolder(), 'backup.db')
  expect(await findbuch(['backup', file], settings)).toMatchObject({ code: 0 })
  expect(existsSync(file)).toBe(true)
  expect(await findbuch(['verify'], settings)).toMatchObject({ code: 0 })
  expect(await findbuch(['export', '-'], settings)).toMatchObject({ code: 0 })
})

test.for(['verify', 'export -', 'backup elsewhere.db'])(
  '%s of a file that is no database names it in one line',
  async (command) => {
    const folder = temporaryFolder()
    writeFileSync(recordsFile(folder), 'this is no record'.repeat(100))
    const { code, stderr } = await findbuch(command.split(' '), { DATA_DIR: folder })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^findbuch: Data folder .* damaged.*\n$/),
    })
  },
)

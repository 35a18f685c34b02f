import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findbuch } from '../cli/findbuch.ts'
import { submission, temporaryFolder, testRecords } from '../store.ts'

test('what killed processes have left goes when it is a day old, and nothing else', async () => {
  const { folder, catalogue, records } = testRecords()
  catalogue.accept([await submission(':d a dcat:Dataset .')])
  records.close()
  const make = (name: string, hours: number) => {
    const file = join(folder, name)
    writeFileSync(file, 'left')
    const at = Date.now() / 1000 - hours * 3600
    utimesSync(file, at, at)
    return file
  }
  mkdirSync(join(folder, 'tmp'))
  const left = [
    'tmp/import-1.nq',
    'tmp/page-2',
    '.findbuch.db-3.part',
    'findbuch.db.4.new',
    'findbuch.index.tmp',
  ].map((name) => make(name, 25))
  const others = [make('tmp/import-5.nq', 23), make('backup.db', 25), make('.other.part', 25)]

  const source = join(temporaryFolder(), 'empty.nq')
  writeFileSync(source, '<urn:a> <urn:b> <urn:c> <urn:g> .\n')
  await findbuch(['import', source], { DATA_DIR: folder })
  expect(left.filter((file) => existsSync(file))).toEqual([])
  expect(others.filter((file) => existsSync(file))).toEqual(others)
  expect(await findbuch(['verify'], { DATA_DIR: folder })).toMatchObject({ code: 0 })
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRecords } from '../../src/store/records.ts'
import { temporaryFolder } from '../store.ts'

test('the data folder is made with all that it is in', () => {
  const folder = join(temporaryFolder(), 'a', 'b', 'c')
  openRecords(folder).close()
  expect(existsSync(join(folder, 'findbuch.db'))).toBe(true)
})

test.runIf(existsSync('/proc/self'))('where no folder can be made, that is said at once', () => {
  expect(() => openRecords('/proc/findbuch/data')).toThrow(
    expect.objectContaining({ name: 'FindbuchError', message: expect.stringContaining('/proc/') }),
  )
})

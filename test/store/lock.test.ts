import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { findbuch, serveFindbuch } from '../cli/findbuch.ts'
import { dataset, fileWith, prefixes } from '../harvest/harvest-kit.ts'
import { lockFolder } from '../../src/store/lock.ts'
import { temporaryFolder } from '../store.ts'

const inUse = expect.objectContaining({ code: 'folder-in-use', status: 503 })

test('a folder is taken once, and again when it was given back', () => {
  const folder = join(temporaryFolder(), 'new')
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(inUse)
  expect(() => lockFolder(folder)).toThrow(folder)
  unlock()
  lockFolder(folder)()
  expect(readdirSync(folder)).toEqual(['findbuch.lock'])
  expect(statSync(join(folder, 'findbuch.lock')).size).toBe(0)
})

test('a folder is free at once when the process that has it is killed', async () => {
  const folder = temporaryFolder()
  const script = fileURLToPath(new URL('torture-child.ts', import.meta.url))
  for (let round = 0; round < 3; round++) {
    const child = fork(script, [folder], { execArgv: [] })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child, 'message')
    expect(() => lockFolder(folder)).toThrow(inUse)
    child.kill('SIGKILL')
    await once(child, 'exit')
    lockFolder(folder)()
  }
})

test(
  'a second server on a folder ends with 2 and says why; a harvest beside the first is taken',
  { timeout: 60_000 },
  async () => {
    const environment = { DATA_DIR: temporaryFolder() }
    const first = serveFindbuch(environment)
    const { url = '' } = await first.seen('listening')
    const { code, stderr } = await findbuch(['serve'], { ...environment, PORT: '0' })
    expect(code).toBe(2)
    expect(stderr).toBe(
      `findbuch: Data folder ${environment.DATA_DIR}: It is in use by another Findbuch. ` +
        'Stop that one first, or give this one a folder of its own (DATA_DIR).\n',
    )
    expect((await findbuch(['harvest', fileWith(prefixes + dataset('a'))], environment)).code).toBe(
      0,
    )
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    first.child.kill('SIGTERM')
    expect(await first.exit).toEqual([0, null])
  },
)

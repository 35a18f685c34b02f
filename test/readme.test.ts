import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { serveFindbuch } from './cli/findbuch.ts'
import { hasProgram, python, rdflib } from './external.ts'
import { temporaryFolder } from './store.ts'

const readme = readFileSync('README.md', 'utf8')
const run = promisify(execFile)
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

const blocks = (language: string) =>
  Array.from(
    readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms')),
    ([, code = '']) => code,
  )

const curls = blocks('sh').filter((code) => code.startsWith('curl'))

/** The example portal on a free port, and a block of the README as it would be pasted, but for the port. */
async function served() {
  const server = serveFindbuch({ DATA_DIR: temporaryFolder() })
  const { url = '' } = await server.seen('listening')
  await server.seen('index ready')
  return (code: string) => code.replaceAll('http://127.0.0.1:8080', url)
}

test('the README has examples for curl and Python', () => {
  expect(curls.length).toBeGreaterThanOrEqual(3)
  expect(blocks('python').length).toBeGreaterThanOrEqual(2)
})

test.skipIf(!hasProgram('curl', '--version'))(
  'the curl commands of the README work (needs curl)',
  async () => {
    const here = await served()
    for (const code of curls) {
      const { stdout } = await run('bash', ['-c', here(code).replaceAll('curl ', 'curl -sSf ')])
      expect(stdout).toMatch(
        /a dcat:Dataset|"bindings":\[\{"datasets":\{"type":"literal","value":"2\d"/,
      )
    }
  },
)

test(
  'the commands that back up, restore and move work while Findbuch serves',
  { timeout: 60_000 },
  async () => {
    const [code = ''] = blocks('sh').filter((block) => block.includes('findbuch backup'))
    const folder = temporaryFolder()
    const server = serveFindbuch({ DATA_DIR: join(folder, 'data') })
    await server.seen('harvest finished')
    const command = `set -e\n${code.replaceAll('npx findbuch', `"${process.execPath}" "${main}"`)}`
    const env = { PATH: process.env['PATH'], DATA_DIR: './data' }
    const { stdout } = await run('bash', ['-c', command], { cwd: folder, env })
    expect(stdout).toMatch(/all is as it has to be: revision 55, 55 graphs/)
    expect(stdout).toMatch(/27 created, 0 updated, 0 unchanged, 0 not taken/)
    expect(readdirSync(folder).sort()).toEqual([
      'catalogue.nq.zst',
      'data',
      'findbuch-backup.db',
      'moved',
      'restored',
    ])
  },
)

test.skipIf(!rdflib)(
  'the Python of the README works (needs FINDBUCH_PYTHON with rdflib)',
  async () => {
    const here = await served()
    for (const code of blocks('python')) {
      const { stdout } = await run(python, ['-c', here(code)])
      expect(stdout).toMatch(/^\d{4} triples\n$|^(.+\n){5}$/)
    }
  },
)

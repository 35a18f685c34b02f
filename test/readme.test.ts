import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { serveFindbuch } from './cli/findbuch.ts'
import { hasProgram, python, rdflib } from './external.ts'
import { temporaryFolder } from './store.ts'

const readme = readFileSync('README.md', 'utf8')
const run = promisify(execFile)

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

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

const launcher = new URL('../src/findbuch.js', import.meta.url)

/** Says what it was started with, once it is ready for a signal. */
const main = `
const [, script, ...words] = process.argv
if (words[0] === 'fail') process.exitCode = 3
if (words[0] === 'wait' || words[0] === 'hang') {
  const waiting = setInterval(() => {}, 60_000)
  const stop = () => {
    clearInterval(waiting)
    process.exitCode = 4
  }
  if (words[0] === 'wait') process.once('SIGTERM', stop)
}
const pretended = process.versions.node === '20.19.0'
console.log(JSON.stringify({ script: script.endsWith('main.ts'), words, pretended }))
`

/** Makes a process report an older Node; its children are as they are. */
const pretence = `Object.defineProperty(process.versions, 'node', { value: '20.19.0' })`

function checkout({ installed }: { installed: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), 'findbuch-launcher-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'src/main.ts'), main)
  cpSync(launcher, join(folder, 'src/findbuch.js'))
  if (installed) {
    mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true })
    symlinkSync(process.execPath, join(folder, 'node_modules/node/bin/node'))
  }
  return join(folder, 'src/findbuch.js')
}

function launch(script: string, words: string[], { old }: { old: boolean }) {
  const flags = old ? ['--import', `data:text/javascript,${encodeURIComponent(pretence)}`] : []
  const child = spawn(process.execPath, [...flags, script, ...words])
  const exit = once(child, 'exit')
  return { child, exit, output: text(child.stdout), errors: text(child.stderr) }
}

const started = (words: string[]) =>
  `${JSON.stringify({ script: true, words, pretended: false })}\n`

test('the launcher is executable, or npx would change it in the checkout', () => {
  expect(statSync(launcher).mode & 0o111).toBe(0o111)
})

test('the launcher runs main.ts on a Node that can', async () => {
  const { output, exit } = launch(checkout({ installed: false }), ['a', 'b c'], { old: false })
  expect(await output).toBe(started(['a', 'b c']))
  expect(await exit).toEqual([0, null])
})

test('on an older Node the launcher runs main.ts with the installed one', async () => {
  const { output, exit } = launch(checkout({ installed: true }), ['a', 'b c'], { old: true })
  expect(await output).toBe(started(['a', 'b c']))
  expect(await exit).toEqual([0, null])
})

test('the launcher ends with the code of the service', async () => {
  const { exit } = launch(checkout({ installed: true }), ['fail'], { old: true })
  expect(await exit).toEqual([3, null])
})

test('the launcher hands a signal on and waits for the end', async () => {
  const { child, exit } = launch(checkout({ installed: true }), ['wait'], { old: true })
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await exit).toEqual([4, null])
})

test('the launcher ends by the signal that ended the service', async () => {
  const { child, exit } = launch(checkout({ installed: true }), ['hang'], { old: true })
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await exit).toEqual([null, 'SIGTERM'])
})

test('without a fitting Node the launcher says what to do', async () => {
  const { errors, exit } = launch(checkout({ installed: false }), ['serve'], { old: true })
  expect(await errors).toMatch(/needs Node 24\.12 or later; this is 20\.19\.0\.\n.*npm ci/)
  expect(await exit).toEqual([1, null])
})

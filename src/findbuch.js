#!/usr/bin/env node
// Plain JavaScript, as it must start on a Node that does not run TypeScript.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const main = new URL('./main.ts', import.meta.url)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 24 || (major === 24 && minor >= 12)) {
  process.argv[1] = fileURLToPath(main)
  await import(main.href)
} else {
  const node = installedNode()
  if (node) runWith(node)
  else refuse()
}

/** The Node of the development dependency `node`, where that is installed. */
function installedNode() {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    return undefined // not installed: the caller says what to do
  }
}

/** @param {string} node */
function runWith(node) {
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' })
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    // Ctrl-C reaches every process of the terminal; a second one from here could cut its stop short.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  process.on('SIGINT', forward).on('SIGTERM', forward)
  child.on('error', (error) => refuse(`, and ${node} does not start (${error.message})`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function refuse(reason = '') {
  process.stderr.write(
    `Findbuch needs Node 24.12 or later; this is ${process.versions.node}${reason}.\n` +
      'Install it, or run "npm ci" in the checkout, which brings a fitting one.\n',
  )
  process.exit(1)
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

type Environment = Record<string, string>

/** Starts Findbuch as a process of its own; it is ended with the test at the latest. */
export function startFindbuch(args: string[], environment: Environment) {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', NETWORK_ALLOW: '127.0.0.1', ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>
  return { child, exit }
}

/** Runs a command to its end. */
export async function findbuch(args: string[], environment: Environment) {
  const { child, exit } = startFindbuch(args, environment)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))
  const [code] = await exit
  return { code, ...output }
}

/** A line of the log as pino writes it. */
export type LogLine = { msg: string; url?: string; [name: string]: unknown }

/** Serves on a free port; `seen` resolves with the log line that has this message. */
export function serveFindbuch(environment: Environment) {
  const { child, exit } = startFindbuch(['serve'], { PORT: '0', ...environment })
  const lines: LogLine[] = []
  let wake = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as LogLine)
    wake()
  })
  async function seen(message: string): Promise<LogLine> {
    for (;;) {
      const found = lines.find(({ msg }) => msg === message)
      if (found) return found
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`Findbuch ended with ${child.exitCode ?? child.signalCode}`)
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), exit])
    }
  }
  return { child, exit, lines, seen }
}

import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { argumentsOf, copied, execForm, healthCommand, readDockerfile } from './dockerfile.ts'

// An image cannot be built everywhere, so the Dockerfile is carried out line by line in a folder.
const installing = process.env['FINDBUCH_INSTALL_TESTS'] !== undefined
const minutes = 60_000
const root = fileURLToPath(new URL('../', import.meta.url))

test.skipIf(!installing)(
  'what the Dockerfile installs starts, is healthy and stops on SIGTERM (needs FINDBUCH_INSTALL_TESTS)',
  { timeout: 8 * minutes },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'findbuch-image-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const tree = join(folder, 'tree')
    copyTree(tree)
    const dockerfile = readDockerfile(join(tree, 'Dockerfile'))
    const app = join(folder, 'app')
    install(app, { tree, folder })
    expect(existsSync(join(app, 'node_modules/fastify'))).toBe(true)
    expect(existsSync(join(app, 'node_modules/vitest'))).toBe(false)

    const environment = {
      PATH: process.env['PATH'],
      ...Object.fromEntries(argumentsOf(dockerfile, 'ENV').map((setting) => setting.split('='))),
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
    }
    const [, ...command] = argumentsOf(dockerfile, 'CMD').flatMap(execForm)
    const service = spawn(process.execPath, command, {
      cwd: app,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void service.kill('SIGKILL'))
    const url = await listening(service)
    await ready(url)
    const [, ...check] = healthCommand(dockerfile)
    const health = () =>
      spawnSync(process.execPath, check, { env: { ...environment, PORT: url.port } }).status
    expect(health()).toBe(0)

    const stopped = once(service, 'exit', { signal: AbortSignal.timeout(10_000) })
    service.kill('SIGTERM')
    expect(await stopped).toEqual([0, null])
    expect(health()).toBe(1)
  },
)

function copyTree(target: string) {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0')
  for (const file of files.filter((path) => path !== '' && existsSync(join(root, path)))) {
    mkdirSync(dirname(join(target, file)), { recursive: true })
    cpSync(join(root, file), join(target, file))
  }
}

/** Does what COPY and `RUN npm …` do; what else the Dockerfile runs is for the image only. */
function install(app: string, { tree, folder }: { tree: string; folder: string }) {
  mkdirSync(app)
  // A cache of its own, as the Dockerfile empties it.
  const env = { ...process.env, npm_config_cache: join(folder, 'npm-cache') }
  for (const { name, argument } of readDockerfile(join(tree, 'Dockerfile'))) {
    if (name === 'COPY') copy(argument, { tree, app })
    if (name === 'RUN' && argument.startsWith('npm '))
      execFileSync('sh', ['-c', argument], {
        cwd: app,
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      })
  }
}

function copy(argument: string, { tree, app }: { tree: string; app: string }) {
  const { sources, target } = copied(argument)
  for (const source of sources) {
    const name = target.endsWith('/') ? join(target, source) : target
    cpSync(join(tree, source), join(app, name), { recursive: true })
  }
}

async function listening(service: ChildProcess): Promise<URL> {
  if (!service.stdout) throw new Error('the service has no output')
  for await (const line of createInterface({ input: service.stdout })) {
    const entry: unknown = JSON.parse(line)
    const { msg, url } = entry as { msg?: string; url?: string }
    if (msg === 'listening' && url !== undefined) {
      service.stdout.resume() // or the service would wait once the pipe is full
      return new URL(url)
    }
  }
  throw new Error('the service ended before it listened')
}

async function ready(url: URL) {
  const deadline = AbortSignal.timeout(minutes)
  for (;;) {
    const { ok } = await fetch(new URL('/health/ready', url), { signal: deadline })
    if (ok) return
    await delay(100, undefined, { signal: deadline })
  }
}

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createRandom, seedOf } from '../bench/random.ts'
import { submission, temporaryFolder } from '../store.ts'
import { checkState, type Expected } from './torture-check.ts'
import { randomTurtle } from './torture-graphs.ts'
import type { Command, State } from './torture-protocol.ts'

/** 20 show that the test works; the gate does 200. */
const rounds = Number(process.env['FINDBUCH_TORTURE_ROUNDS'] || 20)
const clients = 4
const iris = Array.from({ length: 200 }, (_, i) => `http://example.org/${i}`)

test(
  `every acknowledged write survives ${rounds} kills, and nothing half written does`,
  { timeout: 60_000 + rounds * 5000 },
  async () => {
    const random = createRandom(seedOf(rounds))
    const folder = temporaryFolder()
    const expected: Expected = new Map(iris.map((iri) => [iri, { acknowledged: undefined }]))
    const counts = { acknowledged: 0, inFlight: 0, killedAtStart: 0 }
    let startMs = 500
    for (let round = 1; round <= rounds; round++) {
      const child = startChild(folder)
      if (random.chance(25)) {
        await killAfter(child, random.below(startMs))
        counts.killedAtStart += 1
        continue
      }
      const started = performance.now()
      const origin = await child.origin
      startMs = performance.now() - started
      await checkState(await stateOf(origin, round % 20 === 0), expected)
      const writers = startWriters(origin, expected, round)
      await writers.acknowledged(1 + random.below(80))
      if (round % 10 === 0) {
        await writers.pause()
        await checkState(await stateOf(origin), expected)
        writers.resume()
      }
      await killAfter(child, random.below(6))
      await writers.ended
      counts.acknowledged += writers.count()
      counts.inFlight += [...expected.values()].filter(({ sent }) => sent).length
    }
    const last = startChild(folder)
    await checkState(await stateOf(await last.origin, true), expected)
    await killAfter(last, 0)
    expect(counts.acknowledged).toBeGreaterThan(rounds)
    console.log(`${rounds} kills: ${JSON.stringify(counts)}`)
  },
)

const script = fileURLToPath(new URL('torture-child.ts', import.meta.url))

type Child = ReturnType<typeof startChild>

function startChild(folder: string) {
  const process: ChildProcess = fork(script, [folder], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = once(process, 'exit')
  onTestFinished(() => void process.kill('SIGKILL'))
  const origin = Promise.race([once(process, 'message'), exit]).then(([port]) => {
    return `http://127.0.0.1:${port}`
  })
  return { process, exit, origin }
}

async function killAfter({ process, exit }: Child, ms: number) {
  await new Promise((resolve) => setTimeout(resolve, ms))
  process.kill('SIGKILL')
  await exit
  expect(process.signalCode, 'it was not dead before').toBe('SIGKILL')
}

async function stateOf(origin: string, checked = false) {
  const answer = await fetch(origin + (checked ? '/checked' : '/'))
  const body = await answer.text()
  expect(answer.status, body).toBe(200)
  return JSON.parse(body) as State
}

/** Clients that write without a pause, each to resources of its own, until the process is gone. */
function startWriters(origin: string, expected: Expected, round: number) {
  let count = 0
  let paused: Promise<void> | undefined
  let goOn = () => {}
  let goal = { count: Infinity, reached: () => {} }
  let idle: (() => void)[] = []

  const write = async (client: number) => {
    const random = createRandom(seedOf(rounds, round, client))
    for (let step = 0; ; step++) {
      if (paused) {
        idle.pop()?.()
        await paused
      }
      const iri = iris[clients * random.below(iris.length / clients) + client] ?? ''
      const { acknowledged } = expected.get(iri) ?? {}
      const isDeletion = acknowledged !== undefined && random.chance(20)
      const number = seedOf(round, client, step) >>> 0
      const turtle = isDeletion ? undefined : randomTurtle(iri, number, random)
      const { id, graph } = await submission(turtle ?? '', { iri })
      const version = isDeletion ? undefined : graph.hash
      expected.set(iri, { acknowledged, sent: { version } })
      if (!(await send(origin, { iri, id, turtle }))) return
      expected.set(iri, { acknowledged: version })
      count += 1
      if (count >= goal.count) goal.reached()
    }
  }
  const ended = Promise.all(Array.from({ length: clients }, (_, client) => write(client)))

  return {
    ended,
    count: () => count,
    acknowledged: (wanted: number) =>
      Promise.race([
        new Promise<void>((reached) => {
          goal = { count: wanted, reached }
        }),
        ended.then(() => {
          throw new Error('The process ended by itself.')
        }),
      ]),
    async pause() {
      paused = new Promise((resolve) => (goOn = resolve))
      const all = Array.from(
        { length: clients },
        () => new Promise<void>((resolve) => idle.push(resolve)),
      )
      await Promise.all(all)
    },
    resume() {
      paused = undefined
      goOn()
    },
  }
}

/** False when the process was gone before it had said yes. */
async function send(origin: string, command: Command) {
  let answer: Response
  try {
    answer = await fetch(origin, { method: 'POST', body: JSON.stringify(command) })
  } catch {
    return false // whether it was stored is open
  }
  expect(answer.status).toBe(200)
  return true
}

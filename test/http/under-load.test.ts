import { Agent, get } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { testApp } from '../app.ts'

const crossProduct = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }'

test(
  'datasets are read while a SPARQL cross product runs into its deadline',
  { timeout: 60_000 },
  async () => {
    const { listen, keep, graph } = await testApp({
      environment: { SPARQL_TIMEOUT_SECONDS: '1' },
    })
    const triples = Array.from({ length: 2000 }, (_, n) => `:s${n} :p "${n}" .`).join('\n')
    const id = await keep(triples)
    const url = await listen()
    const ask = (query: string) => fetch(`${url}/sparql?query=${encodeURIComponent(query)}`)
    expect((await ask('ASK {}')).status).toBe(200)

    const late = ask(crossProduct)
    const end = late.then(() => 'end' as const)
    const agent = new Agent({ keepAlive: true, maxSockets: 100 })
    const durations: number[] = []
    for (let state = 'running'; state !== 'end';) {
      const suffixes = ['', '.ttl', '.rdf', '.jsonld', '.nt']
      const hundred = Array.from({ length: 100 }, (_, n) =>
        timed(`${url}/datasets/${id}${suffixes[n % suffixes.length]}`, agent),
      )
      durations.push(...(await Promise.all(hundred)))
      state = await Promise.race([end, Promise.resolve('running')])
    }
    agent.destroy()

    expect(durations.length).toBeGreaterThanOrEqual(100)
    expect(Math.max(...durations)).toBeLessThan(1000)
    const answer = await late
    expect(answer.status).toBe(504)
    expect(await answer.json()).toMatchObject({ type: 'urn:findbuch:problem:query-timeout' })
    await graph.ready()
    expect((await ask('ASK {}')).status).toBe(200)
  },
)

async function timed(url: string, agent: Agent) {
  const start = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  get(url, { agent }, (response) => {
    if (response.statusCode === 200) text(response).then(() => resolve(), reject)
    else reject(new Error(`${response.statusCode} at ${url}`))
  }).on('error', reject)
  await promise
  return performance.now() - start
}

test('more queries than may wait are told when to come again', async () => {
  const { app, keep } = await testApp({
    environment: { SPARQL_TIMEOUT_SECONDS: '0.5', SPARQL_MAX_WAITING: '1' },
  })
  await keep(Array.from({ length: 300 }, (_, n) => `:s${n} :p ${n} .`).join('\n'))
  const ask = () => app.inject({ url: `/sparql?query=${encodeURIComponent(crossProduct)}` })
  const answers = await Promise.all([ask(), ask(), ask(), ask()])
  const refused = answers.filter(({ body }) => body.includes('too-many-queries'))
  expect(refused).toHaveLength(2)
  for (const { statusCode, headers } of refused) {
    expect(statusCode).toBe(503)
    expect(headers['retry-after']).toBe('2')
  }
})

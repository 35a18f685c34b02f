import autocannon from 'autocannon'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startServer } from './server.ts'
import { median, round, type Row } from './table.ts'

const rounds = 3
const seconds = 4

/** Datasets by id against a bare route that answers with as much, in turns. */
export async function benchGet(folder: string, ids: readonly string[]): Promise<Row[]> {
  const server = await startServer(folder)
  const { url } = await server.listening()
  await server.indexReady()
  const sample = await (await fetch(`${url}/datasets/${ids[0]}`)).text()
  const bare = await startBare(sample.length)
  try {
    const rates: Record<'one' | 'many' | 'bare', number[]> = { one: [], many: [], bare: [] }
    for (let turn = 0; turn < rounds; turn += 1) {
      rates.bare.push(await rate(bare.url, ['/']))
      rates.one.push(await rate(url, [`/datasets/${ids[0]}`]))
      rates.many.push(
        await rate(
          url,
          ids.map((id) => `/datasets/${id}`),
        ),
      )
    }
    const reference = median(rates.bare)
    const row = (what: string, values: number[]): Row => ({
      what,
      figure: `${round(median(values))} requests/s`,
      beside: `${round((100 * median(values)) / reference)} % of a bare route (${round(reference)}/s, ${sample.length} bytes)`,
    })
    return [
      row('GET one dataset, Turtle', rates.one),
      row(`GET ${ids.length} datasets in turn, Turtle`, rates.many),
    ]
  } finally {
    await server.stop()
    await bare.stop()
  }
}

async function rate(url: string, paths: string[]) {
  const result = await autocannon({
    url,
    connections: 20,
    duration: seconds,
    requests: paths.map((path) => ({ path })),
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} not 2xx at ${url}`)
  return result.requests.average
}

async function startBare(length: number) {
  const file = fileURLToPath(new URL('bare-server.ts', import.meta.url))
  const child = spawn(process.execPath, [file, String(length)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return {
    url,
    async stop() {
      child.kill()
      await exit
    },
  }
}

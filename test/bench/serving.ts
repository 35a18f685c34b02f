import autocannon from 'autocannon'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { atEnd } from './endings.ts'
import type { Filled } from './folders.ts'
import { startServer } from './server.ts'
import { median, round, type Row } from './table.ts'

const rounds = 3
const seconds = 4
/** So many different datasets are asked for. */
const inTurn = 2000

/**
 * Datasets by id against a bare route that answers with as much, in turns. Findbuch writes its log to a
 * file meanwhile; the bare routes log nothing, and only the second has headers beside the usual ones.
 */
export async function benchGet({ folder, ids }: Filled): Promise<Row[]> {
  const server = await startServer(folder)
  const { url } = await server.listening()
  await server.indexReady()
  const paths = ids.slice(0, inTurn).map((id) => `/datasets/${id}`)
  const sample = await fetch(`${url}${paths[0]}`)
  const { length } = await sample.text()
  const bare = await startBare(length)
  const withHeaders = await startBare(length, ownHeaders(sample))
  const series = [
    { what: 'bare route', url: bare.url, paths: ['/'], rates: [] as number[] },
    { what: 'bare route with the same headers', url: withHeaders.url, paths: ['/'], rates: [] },
    { what: 'GET one dataset, Turtle', url, paths: paths.slice(0, 1), rates: [] },
    { what: `GET ${paths.length} datasets in turn, Turtle`, url, paths, rates: [] },
  ]
  try {
    for (let turn = 0; turn < rounds; turn += 1)
      for (const one of series) one.rates.push(await rate(one.url, one.paths))
  } finally {
    await Promise.all([server.stop(), bare.stop(), withHeaders.stop()])
  }
  const reference = median(series[0]?.rates ?? [])
  return series.map(({ what, rates }) => ({
    what,
    figure: `${round(median(rates))} requests/s`,
    beside: `${round((100 * median(rates)) / reference)} % of a bare route, ${length} characters`,
  }))
}

/** What a bare route does not send of itself. */
const ownHeaders = ({ headers }: Response) =>
  Object.fromEntries(
    [...headers].filter(
      ([name]) => !['connection', 'content-length', 'date', 'keep-alive'].includes(name),
    ),
  )

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

async function startBare(length: number, headers: Record<string, string> = {}) {
  const file = fileURLToPath(new URL('bare-server.ts', import.meta.url))
  const child = spawn(process.execPath, [file, String(length), JSON.stringify(headers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = atEnd(() => child.kill())
  const exit = once(child, 'exit').finally(ended)
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return {
    url,
    async stop() {
      child.kill()
      await exit
    },
  }
}

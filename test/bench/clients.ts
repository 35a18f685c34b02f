import type { Filled, Folders } from './folders.ts'
import { expectAll200, load, type Load, type Request } from './load.ts'
import { ask, catalogueQueries, queryUrl } from './queries.ts'
import { startServer } from './server.ts'
import { percentile, round, type Row } from './table.ts'

const turns = 2
const msPerTurn = 3000

/** The ten queries, by several clients at once, with one replica and with two. */
export async function benchClients(folders: Folders, datasets: number): Promise<Row[]> {
  const one = await start(await folders.copied(datasets), 1)
  const two = await start(await folders.copied(datasets), 2)
  try {
    const cells = [1, 8, 32].flatMap((clients) =>
      [one, two].map((server) => ({ ...server, clients, loads: [] as Load[] })),
    )
    for (let turn = 0; turn < turns; turn += 1)
      for (const { url, clients, requests, loads } of cells)
        loads.push(await load({ url, clients, ms: msPerTurn, requests }))
    return cells.map(row)
  } finally {
    await Promise.all([one.stop(), two.stop()])
  }
}

async function start({ folder, iris }: Filled, replicas: number) {
  const server = await startServer(folder, {
    environment: {
      INDEX_REPLICAS: String(replicas),
      SPARQL_MAX_PER_CLIENT: '64',
      SPARQL_TIMEOUT_SECONDS: '60',
    },
  })
  const { url } = await server.listening()
  await server.event('index ready', replicas)
  return { url, replicas, requests: await requestsTo(url, iris[0] ?? ''), stop: server.stop }
}

/** With a check that the answers have as many lines as the first one had. */
const requestsTo = (url: string, dataset: string) =>
  Promise.all(
    catalogueQueries(dataset).map(async (query): Promise<Request> => {
      const parts = (text: string) => text.split(/\n|\{/).length
      const expected = parts(await ask(`${url}/sparql`, query))
      return {
        path: queryUrl('/sparql', query.sparql),
        headers: { accept: query.accept },
        check(body) {
          if (parts(body) !== expected) throw new Error(`${query.what}: another answer`)
        },
      }
    }),
  )

function row({ clients, replicas, loads }: { clients: number; replicas: number; loads: Load[] }) {
  loads.forEach(expectAll200)
  const durations = loads.flatMap((load) => load.durations)
  const seconds = loads.reduce((sum, load) => sum + load.seconds, 0)
  return {
    what: `ten queries, ${plural(clients, 'client')}, ${plural(replicas, 'replica')}`,
    figure: `${round(durations.length / seconds)} queries/s`,
    beside: `p50 ${round(percentile(durations, 50), 1)} ms, p99 ${round(percentile(durations, 99), 1)} ms; all ${durations.length} answers complete`,
  }
}

const plural = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : 's'}`

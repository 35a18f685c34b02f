import { performance } from 'node:perf_hooks'
import { Pool } from 'undici'

export type Request = {
  path: string
  headers?: Record<string, string>
  /** Throws if the body is not what it has to be. */
  check?: (body: string) => void
}

export type LoadSettings = {
  /** Without a path. */
  url: string
  clients: number
  ms: number
  requests: readonly Request[]
}

export type Load = {
  durations: number[]
  /** Answers by status. */
  statuses: Record<string, number>
  bytes: number
  seconds: number
}

/** Clients that each put one request after the other, over connections that are kept, for so long. */
export async function load({ url, clients, ms, requests }: LoadSettings): Promise<Load> {
  const pool = new Pool(url, { connections: clients, pipelining: 1 })
  const start = performance.now()
  const found: Load = { durations: [], statuses: {}, bytes: 0, seconds: 0 }
  try {
    await Promise.all(Array.from({ length: clients }, (_, client) => go(client)))
  } finally {
    await pool.close()
  }
  found.seconds = (performance.now() - start) / 1000
  return found

  async function go(client: number) {
    // Each begins elsewhere in the list, so that they do not all ask the same.
    for (let turn = client; performance.now() - start < ms; turn += 1) {
      const request = requests[turn % requests.length]
      if (request) await put(request)
    }
  }

  async function put({ path, headers = {}, check }: Request) {
    const begun = performance.now()
    const { statusCode, body } = await pool.request({ path, method: 'GET', headers })
    const text = await body.text()
    found.durations.push(performance.now() - begun)
    found.statuses[statusCode] = (found.statuses[statusCode] ?? 0) + 1
    found.bytes += text.length
    if (statusCode === 200) check?.(text)
  }
}

/** @throws Error unless all answers were a 200 */
export function expectAll200({ statuses }: Load): void {
  const others = Object.entries(statuses).filter(([status]) => status !== '200')
  if (others.length > 0) throw new Error(`Not all answers were a 200: ${JSON.stringify(statuses)}`)
}

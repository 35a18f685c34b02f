import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { syntaxes } from '../../src/rdf/syntax.ts'
import { syntaxNamed, wholeNumber } from './arguments.ts'
import { atEnd } from './endings.ts'
import { feedPage, pageCount, type FeedOptions } from './feed-page.ts'

export type FeedSettings = Partial<FeedOptions> & {
  /** Writes all pages before the first request, so that a measurement is not one of this server. */
  prerender?: boolean
}

/** A running feed; `{url}?version=1` is a later state of it, in which some datasets have changed. */
export type Feed = { url: string; close(): Promise<void> }

const defaults: FeedOptions = {
  datasets: 1000,
  pageSize: 100,
  syntax: 'turtle',
  paging: 'view',
  seed: 1,
}

/** Serves a generated catalogue as a paged feed on a free port of this machine. */
export async function startFeed({ prerender = false, ...settings }: FeedSettings): Promise<Feed> {
  const options = { ...defaults, ...settings }
  const server = createServer((request, response) => answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on a port has no other address
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/catalog`
  const prerendered = new Map<number, string>()
  if (prerender)
    for (let page = 1; page <= pageCount(options); page++)
      prerendered.set(page, feedPage({ url, page, version: 0 }, options))

  function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const page = Number(searchParams.get('page') ?? 1)
    const version = Number(searchParams.get('version') ?? 0)
    const isPage = Number.isInteger(page) && page >= 1 && page <= pageCount(options)
    if (pathname !== '/catalog' || !isPage || !Number.isInteger(version)) {
      response.writeHead(404).end()
      return
    }
    const known = version === 0 ? prerendered.get(page) : undefined
    const body = Buffer.from(known ?? feedPage({ url, page, version }, options))
    const { mediaType } = syntaxes[options.syntax]
    response.writeHead(200, { 'content-type': mediaType, 'content-length': body.length })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  return {
    url,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The same in a process of its own, so that what it does is not measured with the harvester. */
export async function spawnFeed(settings: FeedSettings): Promise<Feed> {
  const { datasets, pageSize, syntax, paging, seed } = { ...defaults, ...settings }
  const flags = [
    `--datasets=${datasets}`,
    `--page-size=${pageSize}`,
    `--format=${syntax}`,
    `--seed=${seed}`,
    ...(paging === 'legacy' ? ['--legacy'] : []),
    ...(settings.prerender ? ['--prerender'] : []),
  ]
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = atEnd(() => child.kill())
  const exit = once(child, 'exit').finally(ended)
  for await (const url of createInterface({ input: child.stdout })) {
    return {
      url,
      async close() {
        child.kill()
        await exit
      },
    }
  }
  throw new Error('the feed server ended before it listened')
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      datasets: { type: 'string', default: String(defaults.datasets) },
      'page-size': { type: 'string', default: String(defaults.pageSize) },
      format: { type: 'string', default: defaults.syntax },
      seed: { type: 'string', default: String(defaults.seed) },
      legacy: { type: 'boolean', default: false },
      prerender: { type: 'boolean', default: false },
    },
  })
  const { url } = await startFeed({
    datasets: wholeNumber(values.datasets, 'datasets'),
    pageSize: wholeNumber(values['page-size'], 'page-size'),
    syntax: syntaxNamed(values.format),
    seed: wholeNumber(values.seed, 'seed'),
    paging: values.legacy ? 'legacy' : 'view',
    prerender: values.prerender,
  })
  process.stdout.write(`${url}\n`)
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { RunOptions } from '../../src/harvest/harvest.ts'
import type { Item } from '../../src/harvest/report.ts'
import type { SourceDefinition } from '../../src/harvest/sources.ts'
import { openParts } from '../../src/parts.ts'
import { base, temporaryFolder } from '../store.ts'

/** The real engine with its reading thread on a record of its own. */
export function testHarvest(environment: Record<string, string> = {}, folder = temporaryFolder()) {
  const config = readConfig({
    DATA_DIR: folder,
    NETWORK_ALLOW: '127.0.0.1',
    HARVEST_TIMEOUT_SECONDS: '5',
    ...environment,
  })
  const parts = openParts({
    config,
    base,
    log: pino({ level: 'silent' }),
    environment: { process: process.pid, isAlive: () => false, now: () => Date.now() },
  })
  onTestFinished(() => parts.records.close())
  return {
    ...parts,
    folder,
    async run(location: string, options: RunOptions = {}, source: Partial<SourceDefinition> = {}) {
      const items: Item[] = []
      const report = await parts.harvest.run(
        { id: 'test', kind: 'dcat-rdf', location, catalogue: { id: 'test' }, ...source },
        { ...options, onItem: (item) => items.push(item) },
      )
      return { report, items, outcomes: outcomesOf(items) }
    },
    /** The stored form of each dataset, series and service, by IRI. */
    stored: () =>
      new Map(
        parts.catalogue
          .entries({ offset: 0, limit: 100_000 })
          .map((entry) => [entry.iri, parts.catalogue.graph(entry)]),
      ),
  }
}

const outcomesOf = (items: Item[]) =>
  items
    .filter(({ kind }) => kind !== 'catalogue')
    .map(({ iri, outcome }) => `${outcome} ${iri.replace(/^.*[/]/, '')}`)
    .sort()

export function fileWith(text: string | Uint8Array, name = 'catalogue.ttl') {
  const file = join(temporaryFolder(), name)
  writeFileSync(file, text)
  return file
}

type Reply = { body: string; type?: string; status?: number }

/** A source on loopback; `answer` is asked for each request with its path and query. */
export async function testSource(answer: (path: string, origin: string) => Reply | undefined) {
  const paths: string[] = []
  let origin = ''
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    paths.push(request.url ?? '')
    const {
      body,
      type = 'text/turtle',
      status = 200,
    } = answer(request.url ?? '', origin) ?? {
      body: 'no such page',
      status: 404,
    }
    response.writeHead(status, { 'content-type': type }).end(body)
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return { origin, paths }
}

export const prefixes = `
  @prefix : <http://example.org/> .
  @prefix dcat: <http://www.w3.org/ns/dcat#> .
  @prefix dct: <http://purl.org/dc/terms/> .
  @prefix foaf: <http://xmlns.com/foaf/0.1/> .
  @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
  @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
`

/** A small dataset, the name being the last part of its IRI. */
export const dataset = (name: string, title = name) =>
  `:${name} a dcat:Dataset ; dct:title "${title}"@de ; dct:identifier "${name}" .\n`

/** Datasets of these names. */
export const page = (...names: string[]) => names.map((name) => dataset(name)).join('')

/** A paged feed with these resources on its pages; `last` is where the last page leads. */
export const feed = (pages: string[], options: { total?: number; last?: string } = {}) =>
  testSource((path, origin) => {
    const number = Number(new URL(path, origin).searchParams.get('page') ?? 1)
    const body = pages[number - 1]
    if (body === undefined) return undefined
    const link = number < pages.length ? `${origin}/catalog?page=${number + 1}` : options.last
    const next = link === undefined ? '' : `; hydra:next <${link.replace('ORIGIN', origin)}>`
    const total =
      options.total === undefined
        ? ''
        : `:c a hydra:Collection ; hydra:totalItems ${options.total} .`
    return {
      body: `${prefixes}${body} <${origin}/catalog?page=${number}> a hydra:PartialCollectionView ${next} . ${total}`,
    }
  })

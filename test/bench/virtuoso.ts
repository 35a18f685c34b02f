import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { createChangeReader } from '../../src/store/changes.ts'
import { recordsFile } from '../../src/store/record-file.ts'
import { difference } from './answers.ts'
import type { Folders } from './folders.ts'
import { expectAll200, load } from './load.ts'
import { ask, catalogueQueries, queryUrl, type CatalogueQuery } from './queries.ts'
import { startServer } from './server.ts'
import { geometricMean, median, round, type Row } from './table.ts'
import { hasVirtuoso, startVirtuoso, virtuosoGraph, virtuosoPackage } from './virtuoso-server.ts'

const times = 7
const clients = 8
const msPerLoad = 1000
const loads = 2

type Side = { endpoint: string; parameters: Record<string, string> }
type Sides = { ours: Side; theirs: Side }

/** The ten queries on Findbuch and on Virtuoso, with the same data, in turns; below 1, Findbuch is faster. */
export async function benchVirtuoso(folders: Folders, datasets: number): Promise<Row[]> {
  const what = `Findbuch beside Virtuoso, ${datasets} datasets`
  if (!hasVirtuoso()) {
    return [{ what, figure: 'SKIPPED', beside: `needs the Debian package ${virtuosoPackage}` }]
  }
  const { folder, iris } = await folders.filled(datasets)
  const virtuoso = await startVirtuoso(folders.empty())
  try {
    await virtuoso.ready()
    await exportTriples(recordsFile(folder), join(virtuoso.data, 'all.nt'))
    virtuoso.loadAll()
    const server = await startServer(folder, { environment: { SPARQL_MAX_PER_CLIENT: '64' } })
    try {
      const { url } = await server.listening()
      await server.indexReady()
      const ours = { endpoint: `${url}/sparql`, parameters: {} }
      const parameters = { 'default-graph-uri': virtuosoGraph }
      const theirs = { endpoint: virtuoso.endpoint, parameters }
      return await compareAll(catalogueQueries(iris[0] ?? ''), { ours, theirs }, what)
    } finally {
      await server.stop()
    }
  } finally {
    await virtuoso.stop()
  }
}

async function exportTriples(record: string, file: string) {
  const db = new DatabaseSync(record, { readOnly: true })
  const stream = createWriteStream(file)
  for (const { added } of createChangeReader(db).all())
    if (!stream.write(added)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'finish')
  db.close()
}

async function compareAll(queries: readonly CatalogueQuery[], sides: Sides, what: string) {
  const rows: Row[] = []
  const ratios: { single: number; loaded: number }[] = []
  for (const query of queries) {
    const { single, loaded, isSame, beside } = await compare(query, sides)
    if (isSame) ratios.push({ single, loaded })
    rows.push({ what: `beside Virtuoso: ${query.what}`, figure: round(single, 2), beside })
  }
  rows.push({
    what,
    figure: round(geometricMean(ratios.map(({ single }) => single)), 2),
    beside: `times its time, geometric mean of the ${ratios.length} queries with the same answer; with ${clients} clients ${round(geometricMean(ratios.map(({ loaded }) => loaded)), 2)}`,
  })
  return rows
}

async function compare(query: CatalogueQuery, { ours, theirs }: Sides) {
  const answers = [await askSide(ours, query), await askSide(theirs, query)] as const
  const differs = difference(query, ...answers)
  const one = { ours: [] as number[], theirs: [] as number[] }
  for (let turn = 0; turn < times; turn += 1) {
    one.ours.push(await timed(ours, query))
    one.theirs.push(await timed(theirs, query))
  }
  const many = { ours: [] as number[], theirs: [] as number[] }
  for (let turn = 0; turn < loads; turn += 1) {
    many.ours.push(await rate(ours, query))
    many.theirs.push(await rate(theirs, query))
  }
  const [time, otherTime] = [median(one.ours), median(one.theirs)]
  const [perSecond, otherPerSecond] = [median(many.ours), median(many.theirs)]
  const loaded = otherPerSecond / perSecond
  return {
    single: time / otherTime,
    loaded,
    isSame: differs === undefined,
    beside: `${round(time, 1)} ms against ${round(otherTime, 1)} ms; ${clients} clients: ${round(loaded, 2)}, ${round(perSecond)} against ${round(otherPerSecond)} queries/s; ${differs ? `ANSWERS DIFFER: ${differs}` : 'same answer'}`,
  }
}

const askSide = ({ endpoint, parameters }: Side, query: CatalogueQuery) =>
  ask(endpoint, query, parameters)

async function timed(side: Side, query: CatalogueQuery) {
  const start = performance.now()
  await askSide(side, query)
  return performance.now() - start
}

async function rate({ endpoint, parameters }: Side, { sparql, accept }: CatalogueQuery) {
  const { origin, pathname, search } = new URL(queryUrl(endpoint, sparql, parameters))
  const requests = [{ path: pathname + search, headers: { accept } }]
  const result = await load({ url: origin, clients, ms: msPerLoad, requests })
  expectAll200(result)
  return result.durations.length / result.seconds
}

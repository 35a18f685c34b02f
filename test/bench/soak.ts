import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Graph } from '../../src/store/graph.ts'
import { needsRebuild } from '../../src/store/upkeep.ts'
import type { Folders } from './folders.ts'
import { generateDatasets, type GeneratedDataset } from './generator.ts'
import { catalogueQueries, type CatalogueQuery } from './queries.ts'
import { revised } from './revised.ts'
import { submission } from './server.ts'
import { openStore, startIndex } from './store.ts'
import { geometricMean, median, round, type Row } from './table.ts'

const batchSize = 100
const times = 15
/** After this rest of the record, an index of this size is renewed if it is due. */
const restMs = 12_000
const leastQuads = 20_000
const settleMs = 40_000
/** What an old index may take of a new one, in memory and in time. */
const aim = 1.2

export type Soak = { datasets: number; changes: number }

/** An index through which every dataset has gone many times, beside a new one of the same record. */
export async function benchSoak(folders: Folders, { datasets, changes }: Soak): Promise<Row[]> {
  const store = openStore(folders.empty(), { replicas: 1 })
  const { graph: old } = store
  if (!old) throw new Error('A store with a replica has an index.')
  try {
    await store.ready()
    const generated = [...generateDatasets({ count: datasets })]
    const queries = catalogueQueries(generated[0]?.iri ?? '')
    await write(store, generated, 0)
    await takenUp(store, old)
    const before = { bytes: old.status().bytes, ms: await timeOf(old, queries) }
    const highest = await changeAll(store, old, { generated, changes })
    const settled = await settle(old)
    const image = join(folders.empty(), 'findbuch.index')
    const fresh = startIndex({ file: store.file, image, replicas: 1 })
    try {
      await fresh.ready()
      const found = await compare({ old, fresh }, queries)
      return rowsOf({ before, highest, settled, ...found }, { datasets, changes })
    } finally {
      await fresh.stop()
    }
  } finally {
    await store.close()
  }
}

type Store = ReturnType<typeof openStore>

type Work = { generated: readonly GeneratedDataset[]; changes: number }

/** @returns the most that a replica has taken, in bytes */
async function changeAll(store: Store, graph: Graph, { generated, changes }: Work) {
  let highest = graph.status().bytes
  for (let change = 1; change <= changes; change += 1) {
    await write(store, generated, change)
    highest = Math.max(highest, graph.status().bytes)
  }
  await takenUp(store, graph)
  return Math.max(highest, graph.status().bytes)
}

async function write({ catalogue }: Store, generated: readonly GeneratedDataset[], change: number) {
  for (let from = 0; from < generated.length; from += batchSize) {
    const batch = generated
      .slice(from, from + batchSize)
      .map((dataset, index) =>
        submission(change === 0 ? dataset : revised(dataset, change), `d${from + index}`),
      )
    catalogue.accept(await Promise.all(batch))
    await setImmediate()
  }
}

async function takenUp({ catalogue }: Store, graph: Graph) {
  while (graph.status().revision < catalogue.revision()) await setTimeout(20)
}

/** Until nothing is left that the index would be renewed for. */
async function settle(graph: Graph) {
  const start = performance.now()
  if (graph.status().quads > leastQuads) await setTimeout(restMs)
  const isDue = () => {
    const { state, ...account } = graph.status()
    return (
      state !== 'ready' || needsRebuild({ ...account, swollen: 0, unsaved: 0 }, { quiet: true })
    )
  }
  while (isDue()) {
    if (performance.now() - start > settleMs) throw new Error('The index was not renewed.')
    await setTimeout(100)
  }
  return { ms: performance.now() - start, garbage: graph.status().garbage }
}

type Indexes = { old: Graph; fresh: Graph }

async function compare({ old, fresh }: Indexes, queries: readonly CatalogueQuery[]) {
  const ratios: number[] = []
  const ms = { old: 0, fresh: 0 }
  let slowest = { what: '', ratio: 0 }
  for (const query of queries) {
    const durations = { old: [] as number[], fresh: [] as number[] }
    for (let turn = 0; turn < times; turn += 1) {
      durations.old.push(await timed(old, query))
      durations.fresh.push(await timed(fresh, query))
    }
    const ratio = median(durations.old) / median(durations.fresh)
    ratios.push(ratio)
    if (ratio > slowest.ratio) slowest = { what: query.what, ratio }
    ms.old += median(durations.old)
    ms.fresh += median(durations.fresh)
  }
  return { ratios, slowest, ms, bytes: { old: old.status().bytes, fresh: fresh.status().bytes } }
}

async function timeOf(graph: Graph, queries: readonly CatalogueQuery[]) {
  let sum = 0
  for (const query of queries) {
    const durations: number[] = []
    for (let turn = 0; turn < times; turn += 1) durations.push(await timed(graph, query))
    sum += median(durations)
  }
  return sum
}

async function timed(graph: Graph, { sparql, accept: mediaType }: CatalogueQuery) {
  const start = performance.now()
  await graph.query({
    sparql,
    mediaType,
    baseIri: 'http://127.0.0.1:8080/sparql',
    maxResultBytes: 64 << 20,
  })
  return performance.now() - start
}

type Found = Awaited<ReturnType<typeof compare>> & {
  before: { bytes: number; ms: number }
  highest: number
  settled: { ms: number; garbage: number }
}

function rowsOf({ before, highest, settled, ...found }: Found, { datasets, changes }: Soak): Row[] {
  const { bytes, ms, ratios, slowest } = found
  const memory = bytes.old / bytes.fresh
  const time = geometricMean(ratios)
  const mb = (value: number) => `${round(value / 1e6)} MB`
  return [
    {
      what: `memory after ${datasets} datasets changed ${changes} times`,
      figure: round(memory, 2),
      beside: `of a fresh index; aim ${aim}${verdict(memory)}; ${mb(bytes.old)} against ${mb(bytes.fresh)}, ${mb(before.bytes)} before the changes, ${mb(highest)} at most`,
    },
    {
      what: 'time of the ten queries then',
      figure: round(time, 2),
      beside: `of a fresh index, geometric mean, at worst ${round(slowest.ratio, 2)} (${slowest.what}); aim ${aim}${verdict(time)}; in all ${round(ms.old)} ms against ${round(ms.fresh)} ms, ${round(before.ms)} ms before the changes; ${settled.garbage} quads of garbage, settled after ${round(settled.ms / 1000)} s`,
    },
  ]
}

const verdict = (ratio: number) => (ratio > aim ? ', MISSED' : '')

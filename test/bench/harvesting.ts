import { performance } from 'node:perf_hooks'
import { parseRdf } from '../../src/rdf/parse.ts'
import type { Syntax } from '../../src/rdf/syntax.ts'
import { spawnFeed } from './feed-server.ts'
import { benchParts, temporaryFolder } from './server.ts'
import { round, type Row } from './table.ts'

const source = (location: string) => ({
  id: 'bench',
  kind: 'dcat-rdf',
  location,
  catalogue: { id: 'bench', title: { de: 'Messung' } },
})

/** A feed over loopback HTTP from another process, read into a new record, then once more. */
export async function benchHarvest(syntax: Syntax, datasets: number): Promise<Row[]> {
  const feed = await spawnFeed({ syntax, datasets, pageSize: 500, prerender: true })
  const { folder, remove } = temporaryFolder()
  const { harvest, records } = benchParts(folder)
  try {
    const heap = watchHeap()
    const first = await timed(() => harvest.run(source(feed.url)))
    const peak = heap.stop()
    const again = await timed(() => harvest.run(source(feed.url)))
    if (first.result.tally.created !== datasets)
      throw new Error(`${first.result.tally.created} created`)
    if (again.result.tally.unchanged !== datasets)
      throw new Error(`${again.result.tally.unchanged} unchanged`)
    const parsing = await parseAlone(feed.url, syntax)
    return [
      {
        what: `harvest ${syntax}, ${datasets} datasets`,
        figure: `${round(datasets / first.seconds)} datasets/s`,
        beside: `parsing alone takes ${round((100 * parsing) / first.seconds)} % of that time; main-thread heap grew by ${round(peak / 1e6)} MB`,
      },
      {
        what: `the same again, all unchanged`,
        figure: `${round(datasets / again.seconds)} datasets/s`,
      },
    ]
  } finally {
    records.close()
    remove()
    await feed.close()
  }
}

async function timed<T>(work: () => Promise<T>) {
  const start = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - start) / 1000 }
}

/** How far the heap of this thread gets above where it is now. */
function watchHeap() {
  const before = process.memoryUsage().heapUsed
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed)
  }, 50)
  return {
    stop() {
      clearInterval(timer)
      return peak - before
    },
  }
}

/** Seconds that reading the same pages takes when nothing is done with the triples. */
async function parseAlone(start: string, contentType: Syntax) {
  let seconds = 0
  let url: string | undefined = start
  while (url !== undefined) {
    const body = new Uint8Array(await (await fetch(url)).arrayBuffer())
    let next: string | undefined
    const { seconds: taken } = await timed(() =>
      parseRdf(pieces(body), {
        base: start,
        name: `page.${suffixes[contentType]}`,
        onQuad({ predicate, object }) {
          if (predicate.value === 'http://www.w3.org/ns/hydra/core#next') next = object.value
        },
        onWarning(warning) {
          throw new Error(warning.message)
        },
      }),
    )
    seconds += taken
    url = next
  }
  return seconds
}

const suffixes: Record<Syntax, string> = {
  turtle: 'ttl',
  trig: 'trig',
  'n-triples': 'nt',
  'n-quads': 'nq',
  'rdf-xml': 'rdf',
  'json-ld': 'jsonld',
}

async function* pieces(body: Uint8Array) {
  yield body
}

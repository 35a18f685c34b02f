import { parseArgs } from 'node:util'
import { wholeNumber } from './arguments.ts'
import { benchHarvest } from './harvesting.ts'
import { benchImport } from './importing.ts'
import { benchQueries } from './queries.ts'
import { fill, startServer, temporaryFolder } from './server.ts'
import { benchGet } from './serving.ts'
import { printTable, round, type Row } from './table.ts'

const parts = ['harvest', 'import', 'get', 'queries', 'start'] as const
type Part = (typeof parts)[number]

const usage = `Measures Findbuch on this machine and prints one table.

  npm run bench -- --datasets 10000 --startup 1000,10000,50000
  npm run bench -- --only get,start

  --datasets N    size of the feeds and of the catalogue that is read (10000)
  --startup LIST  sizes at which the start is measured (1000,10000,50000)
  --only LIST     of ${parts.join(', ')}: only these
`

const { values } = parseArgs({
  options: {
    datasets: { type: 'string', default: '10000' },
    startup: { type: 'string', default: '1000,10000,50000' },
    only: { type: 'string', default: parts.join() },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(usage)
else {
  const datasets = wholeNumber(values.datasets, 'datasets')
  const sizes = values.startup.split(',').map((size) => wholeNumber(size, 'startup'))
  await bench(datasets, sizes, values.only.split(',').map(partNamed))
}

function partNamed(value: string): Part {
  const part = parts.find((known) => known === value)
  if (!part) throw new RangeError(`--only takes some of ${parts.join(', ')}.`)
  return part
}

async function bench(datasets: number, sizes: number[], only: readonly Part[]) {
  const rows: Row[] = []
  if (only.includes('harvest')) rows.push(...(await benchHarvests(datasets)))
  if (only.includes('import')) rows.push(...(await benchImport(datasets)))
  if (only.includes('get') || only.includes('queries'))
    rows.push(...(await benchReads(datasets, only)))
  if (only.includes('start')) rows.push(...(await benchStart(sizes)))
  printTable(`Findbuch, ${process.version}, medians`, rows)
}

async function benchHarvests(datasets: number) {
  const rows: Row[] = []
  for (const syntax of ['n-triples', 'turtle', 'rdf-xml', 'json-ld'] as const) {
    rows.push(...(await benchHarvest(syntax, datasets)))
  }
  return rows
}

async function benchReads(datasets: number, only: readonly Part[]) {
  const { folder, remove } = temporaryFolder()
  try {
    const ids = await fill(folder, datasets)
    const get = only.includes('get') ? await benchGet(folder, ids.slice(0, 2000)) : []
    const queries = only.includes('queries') ? await benchQueries(folder) : []
    return [...get, ...queries]
  } finally {
    remove()
  }
}

/** Start-up, and the memory that a catalogue takes above that of an empty one. */
async function benchStart(sizes: number[]): Promise<Row[]> {
  const empty = await measureStart(0)
  const rows: Row[] = []
  for (const size of sizes) {
    const { listening, ready, memory } = await measureStart(size)
    rows.push({
      what: `start at ${size} datasets`,
      figure: `${round(listening)} ms`,
      beside: `until reads are answered; SPARQL after ${round(ready)} ms; ${round((memory - empty.memory) / 1e6 / (size / 1000), 1)} MB resident per 1,000 datasets`,
    })
  }
  return rows
}

async function measureStart(size: number) {
  const { folder, remove } = temporaryFolder()
  try {
    await fill(folder, size)
    const server = await startServer(folder)
    const { ms: listening } = await server.listening()
    const { ms: ready } = await server.indexReady()
    const memory = server.memory()
    await server.stop()
    return { listening, ready, memory }
  } finally {
    remove()
  }
}

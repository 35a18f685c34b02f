import { parseArgs } from 'node:util'
import { wholeNumber } from './arguments.ts'
import { benchHarvest } from './harvesting.ts'
import { benchImport } from './importing.ts'
import { benchQueries } from './queries.ts'
import { fill, startServer, temporaryFolder } from './server.ts'
import { benchGet } from './serving.ts'
import { printTable, round, type Row } from './table.ts'

const usage = `Measures Findbuch on this machine and prints one table.

  npm run bench -- --datasets 10000 --startup 1000,10000,50000

  --datasets N    size of the feeds and of the catalogue that is read (10000)
  --startup LIST  sizes at which the start is measured (1000,10000,50000)
`

const { values } = parseArgs({
  options: {
    datasets: { type: 'string', default: '10000' },
    startup: { type: 'string', default: '1000,10000,50000' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(usage)
else await bench(wholeNumber(values.datasets, 'datasets'), values.startup.split(','))

async function bench(datasets: number, sizes: string[]) {
  const rows: Row[] = []
  for (const syntax of ['n-triples', 'turtle', 'rdf-xml', 'json-ld'] as const) {
    rows.push(...(await benchHarvest(syntax, datasets)))
  }
  rows.push(...(await benchImport(datasets)))
  const { folder, remove } = temporaryFolder()
  try {
    const ids = await fill(folder, datasets)
    rows.push(...(await benchGet(folder, ids.slice(0, 2000))), ...(await benchQueries(folder)))
  } finally {
    remove()
  }
  rows.push(...(await benchStart(sizes.map((size) => wholeNumber(size, 'startup')))))
  printTable(`Findbuch, ${process.version}, medians`, rows)
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

import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { wholeNumber } from './arguments.ts'
import { benchClients } from './clients.ts'
import { openFolders, type Folders } from './folders.ts'
import { benchHarvest } from './harvesting.ts'
import { benchImport } from './importing.ts'
import { benchLoop } from './loop.ts'
import { benchQueries } from './queries.ts'
import { benchGet } from './serving.ts'
import { benchSoak } from './soak.ts'
import { benchStart } from './starting.ts'
import { printTable, round, type Row } from './table.ts'
import { benchVirtuoso } from './virtuoso.ts'
import { benchWrites } from './writing.ts'

type Sizes = { datasets: number; startup: number[]; writes: number; changes: number }

/** What can be asked for with --only. */
const parts = {
  harvest: (_, { datasets }) => benchHarvests(datasets),
  import: (_, { datasets }) => benchImport(datasets),
  get: async (folders, { datasets }) => benchGet(await folders.filled(datasets)),
  queries: async (folders, { datasets }) => benchQueries(await folders.filled(datasets)),
  start: (folders, { startup }) => benchStart(folders, startup),
  writes: (folders, { writes }) => benchWrites(folders, writes),
  clients: (folders, { datasets }) => benchClients(folders, datasets),
  virtuoso: (folders, { datasets }) => benchVirtuoso(folders, datasets),
  loop: (folders, { datasets }) => benchLoop(folders, datasets),
  soak: (folders, { datasets, changes }) =>
    benchSoak(folders, { datasets: Math.round(datasets / 5), changes }),
} satisfies Record<string, (folders: Folders, sizes: Sizes) => Promise<Row[]>>

const names = Object.keys(parts).join(',')

const usage = `Measures Findbuch on this machine and prints one table. All of it takes ten to fifteen minutes.

  npm run bench -- --datasets 10000 --startup 1000,10000
  npm run bench -- --only get,start

  --datasets N    size of the feeds and of the catalogue that is read; a fifth of it is soaked (10000)
  --startup LIST  sizes at which the start is measured (1000,10000,100000)
  --writes N      how often one dataset is written each way (500)
  --changes N     how often each dataset is changed in the soak test (100)
  --only LIST     of ${names}: only these

  harvest   feeds in four syntaxes, beside parsing alone
  import    an export of N-Quads, beside the engine's own loader
  get       one dataset by id, beside a bare route
  queries   ten queries, one at a time
  start     until SPARQL answers, from the record and from the image of the index; the loss of a replica
  writes    until one dataset is durable, beside a bare write and fsync
  clients   the ten queries by 1, 8 and 32 clients, with 1 and 2 replicas
  virtuoso  the ten queries beside Virtuoso, if virtuoso-t of the Debian package virtuoso-opensource is there
  loop      delay of the event loop while a feed is harvested and 20 clients send heavy queries
  soak      memory and query time after many changes, beside a fresh index
`

const { values } = parseArgs({
  options: {
    datasets: { type: 'string', default: '10000' },
    startup: { type: 'string', default: '1000,10000,100000' },
    writes: { type: 'string', default: '500' },
    changes: { type: 'string', default: '100' },
    only: { type: 'string', default: names },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(usage)
else {
  const sizes = {
    datasets: wholeNumber(values.datasets, 'datasets'),
    startup: values.startup.split(',').map((size) => wholeNumber(size, 'startup')),
    writes: wholeNumber(values.writes, 'writes'),
    changes: wholeNumber(values.changes, 'changes'),
  }
  await bench(values.only.split(',').map(partNamed), sizes)
}

function partNamed(value: string) {
  if (!isPart(value)) throw new RangeError(`--only takes some of ${names}.`)
  return value
}

function isPart(value: string): value is keyof typeof parts {
  return Object.hasOwn(parts, value)
}

/** What was found is printed even if a later part fails. */
async function bench(only: readonly (keyof typeof parts)[], sizes: Sizes) {
  const rows: Row[] = []
  const folders = openFolders()
  try {
    for (const name of only) {
      process.stderr.write(`${name} …\n`)
      rows.push(...(await parts[name](folders, sizes)))
    }
  } finally {
    folders.remove()
    const load = round(loadavg()[0] ?? NaN, 1)
    printTable(`Findbuch, ${process.version}, medians, load average ${load} at the end`, rows)
  }
}

async function benchHarvests(datasets: number) {
  const rows: Row[] = []
  for (const syntax of ['n-triples', 'turtle', 'rdf-xml', 'json-ld'] as const) {
    rows.push(...(await benchHarvest(syntax, datasets)))
  }
  return rows
}

import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import oxigraph from 'oxigraph'
import { fill, temporaryFolder } from './server.ts'
import { median, round, type Row } from './table.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const run = promisify(execFile)

/** Runs of each kind, one after the other in turn, as the machine may be busy with other things. */
const runs = 3

/** The export of a catalogue, imported into an empty folder, beside what the engine alone needs to load it. */
export async function benchImport(datasets: number): Promise<Row[]> {
  const { folder, remove } = temporaryFolder()
  try {
    await fill(folder, datasets)
    const file = join(folder, 'export.nq')
    const exported = await timed(() => findbuch(folder, 'export', file))
    const raw: number[] = []
    const imported: number[] = []
    let quads = 0
    for (let n = 0; n < runs; n++) {
      const loaded = await timed(() => loadAlone(file))
      quads = loaded.result
      raw.push(quads / loaded.seconds)
      imported.push(quads / (await importAfresh(file)))
    }
    const again = await timed(() => findbuch(folder, 'import', file))
    const share = median(imported.map((rate, n) => rate / (raw[n] ?? NaN)))
    return [
      {
        what: `import ${datasets} datasets, ${quads} quads`,
        figure: `${round(median(imported) / 1000)} thousand quads/s`,
        beside: `${round(100 * share)} % of the engine's own loading, ${round(median(raw) / 1000)} thousand quads/s`,
      },
      {
        what: 'the same again, all unchanged',
        figure: `${round(quads / again.seconds / 1000)} thousand quads/s`,
        beside: `with the start of the program; export ${round(quads / exported.seconds / 1000)} thousand quads/s`,
      },
    ]
  } finally {
    remove()
  }
}

async function importAfresh(file: string) {
  const { folder, remove } = temporaryFolder()
  try {
    const { stdout } = await findbuch(folder, 'import', file, '--json')
    const start = stdout.lastIndexOf('"durationMs":')
    return Number(/\d+/.exec(stdout.slice(start))?.[0]) / 1000
  } finally {
    remove()
  }
}

const findbuch = (folder: string, ...args: string[]) =>
  run(process.execPath, [main, ...args], {
    env: { ...process.env, DATA_DIR: folder },
    maxBuffer: 1 << 30,
  })

/** As fast as the engine goes: whole lines, a megabyte at once, without a transaction. */
async function loadAlone(file: string) {
  const store = new oxigraph.Store()
  let rest = ''
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, encoding: 'utf8' })) {
    const text = rest + String(chunk)
    const end = text.lastIndexOf('\n') + 1
    load(store, text.slice(0, end))
    rest = text.slice(end)
  }
  load(store, rest)
  return store.size
}

const load = (store: oxigraph.Store, text: string) =>
  store.load(text, { format: 'application/n-quads', lenient: true, no_transaction: true })

async function timed<T>(work: () => Promise<T>) {
  const start = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - start) / 1000 }
}

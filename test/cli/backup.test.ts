import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { recordsFile } from '../../src/store/record-file.ts'
import { submission, temporaryFolder, testRecords } from '../store.ts'
import { findbuch, serveFindbuch } from './findbuch.ts'
import { graphsIn } from './quads.ts'
import type { Written } from './writer.ts'

const script = fileURLToPath(new URL('writer.ts', import.meta.url))

/** A process that writes until it is asked to stop; it then says how long its longest write took. */
async function startWriter(folder: string) {
  const journal = join(temporaryFolder(), 'journal')
  const child = spawn(process.execPath, [script, folder, journal], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  return {
    async stop() {
      child.kill('SIGTERM')
      const longest = Number((await lines.next()).value)
      await once(child, 'exit')
      const written = readFileSync(journal, 'utf8').trim().split('\n')
      return { longest, written: written.map((line) => JSON.parse(line) as Written) }
    },
  }
}

/** What the writer had written at a revision, by graph. */
function stateAt(revision: number, written: readonly Written[]) {
  const state = new Map<string, string>()
  for (const { iri, ntriples } of written.filter((line) => line.revision <= revision)) {
    if (ntriples === null) state.delete(iri)
    else state.set(iri, ntriples)
  }
  return state
}

const revisionIn = (stdout: string) => Number(/revision (\d+)/.exec(stdout)?.[1])

test(
  'the restore of a backup taken under load is the state at its revision, quad by quad',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder()
    const writer = await startWriter(folder)
    const files = ['first.db', 'second.db'].map((name) => join(temporaryFolder(), name))
    const backups = []
    for (const file of files) {
      backups.push({ file, ...(await findbuch(['backup', file], { DATA_DIR: folder })) })
    }
    const { longest, written } = await writer.stop()
    expect(longest).toBeLessThan(1000)
    for (const { file, code, stdout } of backups) {
      expect(code).toBe(0)
      const revision = revisionIn(stdout)
      expect(written.map((line) => line.revision)).toContain(revision)
      expect(written.at(-1)?.revision).toBeGreaterThan(revision)
      const restored = { DATA_DIR: join(temporaryFolder(), 'data') }
      const restore = await findbuch(['restore', file], restored)
      expect(restore).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`revision ${revision},`),
      })
      expect(await findbuch(['verify'], restored)).toMatchObject({ code: 0 })
      const { stdout: quads } = await findbuch(['export', '-'], restored)
      const graphs = graphsIn(quads)
      const records = [...graphs.keys()].filter((name) => name.endsWith('/record'))
      for (const name of records) graphs.delete(name)
      expect(graphs).toEqual(stateAt(revision, written))
      expect(records).toHaveLength(graphs.size)
    }
  },
)

test('a backup is taken while the catalogue is served, and is one plain file', async () => {
  const folder = temporaryFolder()
  const server = serveFindbuch({ DATA_DIR: folder })
  await server.seen('index ready')
  const file = join(temporaryFolder(), 'backup.db')
  const { code, stdout } = await findbuch(['backup', file], { DATA_DIR: folder })
  expect(code).toBe(0)
  expect(stdout).toMatch(/backup\.db: revision 55, 55 graphs, \d{4} quads\n$/)
  expect(readdirSync(join(file, '..'))).toEqual(['backup.db'])
  const copy = new DatabaseSync(file)
  expect(copy.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' })
  copy.close()
})

async function backedUp() {
  const folder = temporaryFolder()
  const { catalogue, records } = testRecords(folder)
  catalogue.accept([await submission(':d a dcat:Dataset ; :p [ :q "1" ], "01"^^xsd:integer .')])
  records.close()
  const file = join(temporaryFolder(), 'backup.db')
  await findbuch(['backup', file], { DATA_DIR: folder })
  return { folder, file }
}

test('a file that is there is replaced only when that is said', async () => {
  const { folder, file } = await backedUp()
  writeFileSync(file, 'something else')
  const refused = await findbuch(['backup', file], { DATA_DIR: folder })
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') })
  expect(readFileSync(file, 'utf8')).toBe('something else')
  expect((await findbuch(['backup', '--force', file], { DATA_DIR: folder })).code).toBe(0)
})

test('without a record there is nothing to back up, and none is made', async () => {
  const folder = temporaryFolder()
  const { code, stderr } = await findbuch(['backup', join(folder, 'b.db')], { DATA_DIR: folder })
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('no record') })
  expect(readdirSync(folder)).toEqual([])
})

test('nothing is restored over a record', async () => {
  const { folder, file } = await backedUp()
  const { code, stderr } = await findbuch(['restore', file], { DATA_DIR: folder })
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('record already'),
  })
})

/** A backup that something has happened to. */
const ills: [string, (file: string) => void, RegExp][] = [
  ['no database', (file) => writeFileSync(file, 'this is no backup'), /no backup of Findbuch/],
  [
    'another database',
    (file) => {
      writeFileSync(file, '')
      const db = new DatabaseSync(file)
      db.exec('CREATE TABLE resource (a)')
      db.close()
    },
    /no backup of Findbuch/,
  ],
  [
    'of a newer schema',
    (file) => {
      const db = new DatabaseSync(file)
      db.exec('PRAGMA user_version = 999')
      db.close()
    },
    /newer Findbuch \(schema 999/,
  ],
  [
    'damaged',
    (file) => {
      const bytes = readFileSync(file)
      bytes.fill(0x55, 8192, 12_288)
      writeFileSync(file, bytes)
    },
    /damaged/,
  ],
]

test.for(ills)('a backup that is %s is not restored', async ([, harm, message]) => {
  const { file } = await backedUp()
  harm(file)
  const folder = join(temporaryFolder(), 'data')
  const { code, stderr } = await findbuch(['restore', file], { DATA_DIR: folder })
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
  expect(readdirSync(folder)).toEqual(['findbuch.lock'])
})

test('a harvest that ran when the backup was taken does not run in the restored record', async () => {
  const { file } = await backedUp()
  const db = new DatabaseSync(file)
  db.exec(
    `INSERT INTO harvest_run (source, state, process, started_at) VALUES ('s', 'running', 1, 0)`,
  )
  db.close()
  const folder = temporaryFolder()
  expect((await findbuch(['restore', file], { DATA_DIR: folder })).code).toBe(0)
  const { records } = testRecords(folder)
  const runs = records.database.prepare('SELECT state FROM harvest_run').all()
  expect(runs).toEqual([{ state: 'interrupted' }])
})

/** Something wrong in a record, and what is said of it. */
const faults: [string, string, RegExp][] = [
  [
    'a hash',
    `UPDATE resource SET hash = 'x' WHERE kind = 'dataset'`,
    /example\.org\/d: .*hash differs/,
  ],
  [
    'a size',
    `UPDATE resource SET size = 9 WHERE kind = 'dataset'`,
    /example\.org\/d: it has 4 triples, and not 9/,
  ],
  [
    'a graph',
    `UPDATE resource SET graph = x'00' WHERE kind = 'dataset'`,
    /example\.org\/d: .*cannot be unpacked/,
  ],
  [
    'a record',
    `DELETE FROM resource WHERE kind = 'record'`,
    /example\.org\/d: it has no catalogue record/,
  ],
  [
    'a revision',
    `UPDATE resource SET revision = 7 WHERE kind = 'dataset'`,
    /at revision 7, but the log at 1/,
  ],
  [
    'the log',
    `UPDATE log SET operation = 'deleted' WHERE revision = 1`,
    /the log says "deleted" last, but it is not/,
  ],
]

test.for(faults)('verify finds %s that is wrong, and says where', async ([, statement, line]) => {
  const { folder } = await backedUp()
  const db = new DatabaseSync(recordsFile(folder))
  db.exec(`PRAGMA foreign_keys = OFF; ${statement}`)
  db.close()
  const { code, stdout } = await findbuch(['verify'], { DATA_DIR: folder })
  expect(code).toBe(1)
  expect(stdout).toMatch(line)
})

test('a damaged file is told by verify', async () => {
  const { file } = await backedUp()
  const folder = temporaryFolder()
  copyFileSync(file, recordsFile(folder))
  const db = new DatabaseSync(recordsFile(folder))
  db.exec('PRAGMA writable_schema = ON')
  const page = db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'log_by_resource'`).get()
  const { page_size: size } = db.prepare('PRAGMA page_size').get() as { page_size: number }
  db.close()
  const bytes = readFileSync(recordsFile(folder))
  bytes.fill(0, (Number(page?.['rootpage']) - 1) * size + 100, Number(page?.['rootpage']) * size)
  writeFileSync(recordsFile(folder), bytes)
  const { code, stdout } = await findbuch(['verify'], { DATA_DIR: folder })
  expect(code).toBe(1)
  expect(stdout).toContain('is damaged')
  expect(existsSync(recordsFile(folder))).toBe(true)
})

import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Origin } from '../../catalogue/read-record.ts'
import type { Run } from '../../rdf/graph-runs.ts'

export type Scratch = ReturnType<typeof openScratch>

/**
 * What an import has to remember of its file, on disk, so that memory does not grow with it. The file
 * is of no worth to anyone else and goes with `close`.
 */
export function openScratch(folder: string) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `import-${randomUUID()}.db`)
  const db = new DatabaseSync(file)
  db.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
    CREATE TABLE graph (name TEXT PRIMARY KEY, apart INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE TABLE run (graph TEXT NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL, unreadable INTEGER);
    CREATE INDEX run_by_graph ON run (graph);
    CREATE TABLE record (graph TEXT PRIMARY KEY, resource TEXT NOT NULL, base TEXT NOT NULL, origin TEXT NOT NULL)
      WITHOUT ROWID;
    CREATE INDEX record_by_resource ON record (resource);
    BEGIN`)
  const meet = db.prepare('INSERT OR IGNORE INTO graph (name) VALUES (?)')
  const setApart = db.prepare('UPDATE graph SET apart = 1 WHERE name = ?')
  const isApart = db.prepare('SELECT 1 FROM graph WHERE name = ? AND apart = 1')
  const apart = db.prepare('SELECT name FROM graph WHERE apart = 1 ORDER BY name')
  const addRun = db.prepare('INSERT INTO run VALUES (?, ?, ?, ?)')
  const runs = db.prepare('SELECT line, text, unreadable FROM run WHERE graph = ? ORDER BY rowid')
  const addRecord = db.prepare('INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)')
  const recordOf = db.prepare('SELECT origin FROM record WHERE resource = ?')
  const isRecord = db.prepare('SELECT 1 FROM record WHERE graph = ?')
  const anyRecord = db.prepare('SELECT 1 FROM record LIMIT 1')
  const isBase = db.prepare('SELECT 1 FROM record WHERE base = ? LIMIT 1')
  const idle = db.prepare(
    `SELECT origin FROM record WHERE '<' || resource || '>' NOT IN (SELECT name FROM graph)`,
  )
  const counts = db.prepare(
    `SELECT (SELECT count(*) FROM graph) AS graphs, (SELECT count(*) FROM record) AS records,
       (SELECT count(*) FROM graph WHERE apart = 1) AS apart`,
  )

  return {
    /** @returns whether the graph was not met before */
    meet: (graph: string) => meet.run(graph).changes === 1,
    /** Notes that the graph is not in one piece, or too large for one. */
    setApart: (graph: string) => void setApart.run(graph),
    isApart: (graph: string) => isApart.get(graph) !== undefined,
    apart: () => apart.all().map(({ name }) => String(name)),

    addRun: ({ graph, line, text, unreadable }: Run) =>
      void addRun.run(graph, line, text, unreadable ?? null),
    *runs(graph: string): Generator<Run> {
      for (const { line, text, unreadable } of runs.iterate(graph)) {
        const run = { graph, line: Number(line), text: String(text) }
        yield typeof unreadable === 'number' ? { ...run, unreadable } : run
      }
    },

    addRecord: (graph: string, origin: Origin) =>
      void addRecord.run(graph, origin.resource, origin.base, JSON.stringify(origin)),
    hasRecords: () => anyRecord.get() !== undefined,
    isRecord: (graph: string) => isRecord.get(graph) !== undefined,
    /** What the records of the file say of a resource; more than one contradict each other. */
    recordsOf: (resource: string): Origin[] =>
      recordOf.all(resource).map(({ origin }) => originFrom(origin)),
    isBase: (base: string) => isBase.get(base) !== undefined,
    /** Records whose resource is not in the file. */
    *idleRecords(): Generator<Origin> {
      for (const { origin } of idle.iterate()) yield originFrom(origin)
    },

    counts() {
      const { graphs, records, apart: scattered } = counts.get() ?? {}
      return { graphs: Number(graphs), records: Number(records), apart: Number(scattered) }
    },
    close() {
      db.close()
      rmSync(file, { force: true })
    },
  }
}

/** As `addRecord` has put it there. */
const originFrom = (json: unknown): Origin => JSON.parse(String(json))

import type { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { pack, unpack, type PackedGraph } from '../rdf/packed.ts'
import { openDatabase, type Database } from './database.ts'
import { difference } from './difference.ts'
import { recordDamaged } from './failures.ts'
import { unpackChecked } from './stored-graph.ts'
import { resourceColumns, toResource, type Kind, type Resource } from './resource.ts'

export type Records = ReturnType<typeof openRecords>

/** One graph to be kept, under the IRI it describes. */
export type Entry = {
  id: string
  kind: Kind
  iri: string
  catalogue: string
  source: string | null
  graph: PackedGraph
}

/** Milliseconds since the epoch, of a resource that was kept elsewhere before. */
export type Dates = { createdAt?: number | undefined; modifiedAt?: number | undefined }

/** A part of a listing; `after` is the `seq` of the resource that came before it. */
export type Slice = {
  catalogue?: string | undefined
  after?: number | undefined
  offset: number
  limit: number
}

/** Opens the store of record: one SQLite file (WAL, every commit synced to disk) in the data folder. */
export function openRecords(folder: string) {
  const db = openDatabase(folder)
  const { sql, id } = db.opening(() => {
    const sql = prepare(db)
    return { sql, id: String(sql.id.get()?.['value']) }
  })
  const recent = createRecent(db.connection)

  return {
    /** Runs `work` in one transaction; when this returns, what it wrote is on disk. */
    transaction<T>(work: () => T): T {
      try {
        return db.transaction(work)
      } finally {
        recent.forget()
      }
    },

    /** Stores a graph for the first time, or again after its resource was deleted. */
    create({ id, kind, iri, catalogue, source, graph }: Entry, at: number, dates: Dates = {}) {
      const { hash, size, packed } = graph
      const seq = Number(sql.nextSeq.get()?.['seq'])
      const revision = log(seq, 'created', at)
      const { createdAt = at, modifiedAt = at } = dates
      const who = [id, kind, iri, catalogue, source]
      sql.insert.run(seq, ...who, createdAt, modifiedAt, revision, hash, size, packed)
    },

    /** Stores the graph of a resource that was deleted; it keeps its id. */
    restore(resource: Resource, entry: Entry, at: number) {
      write(resource, entry, at, log(resource.seq, 'created', at))
    },

    /** Replaces a graph and keeps what changed in the log. */
    update(resource: Resource, entry: Entry, at: number) {
      const { removed, added } = difference(graphOf(resource), unpack(entry.graph.packed))
      const change = { removed: pack(removed), added: pack(added) }
      write(resource, entry, at, log(resource.seq, 'updated', at, change))
    },

    /** Gives a resource another IRI, as when the base of the IRIs that we mint has changed. */
    move(resource: Resource, entry: Entry, at: number) {
      const change = { removed: pack(graphOf(resource)), movedFrom: resource.iri }
      sql.rename.run(entry.iri, resource.seq)
      write(resource, entry, at, log(resource.seq, 'moved', at, change))
    },

    /** Deletes a graph; its identity stays, and its last state is kept in the log. */
    remove(resource: Resource, at: number) {
      const removed = pack(graphOf(resource))
      sql.erase.run(at, log(resource.seq, 'deleted', at, { removed }), resource.seq)
    },

    byId: (id: string) => recent.get(id) ?? recent.keep(one(sql.byId.get(id), 'id', id)),
    byIri: (iri: string) => one(sql.byIri.get(iri), 'iri', iri),
    /** The stored form of a graph (N-Triples); empty once deleted. */
    graph: graphOf,

    /** Datasets, series and services, of one catalogue or all, in the order in which they were first stored. */
    entries: ({ catalogue, after = 0, offset, limit }: Slice) =>
      (catalogue === undefined
        ? sql.entries.all(after, limit, offset)
        : sql.entriesOf.all(catalogue, after, limit, offset)
      ).map(toResource),
    countEntries: (catalogue?: string) =>
      Number((catalogue === undefined ? sql.count.get() : sql.countOf.get(catalogue))?.['n']),
    catalogues: () => sql.catalogues.all().map(toResource),
    /** Live resources of one harvest source, records excepted. */
    *ofSource(source: string) {
      for (let after = 0; ;) {
        // No statement is left open while whoever reads this does something else.
        const page = sql.ofSource.all(source, after, pageOfSource).map(toResource)
        yield* page
        if (page.length < pageOfSource) return
        after = page.at(-1)?.seq ?? after
      }
    },

    /** Triples in all graphs. It looks at every row, but at no graph. */
    triples: () => Number(sql.triples.get()?.['n']),
    /** The number of the last change; 0 when nothing was ever stored. */
    revision: () => Number(sql.revision.get()?.['revision'] ?? 0),
    /** Names this record among all; a copy of it keeps the name. */
    id,
    /** Whether what is sent can be stored, and if not, why. */
    health: db.health,
    /** What the index has to open, in a thread of its own. */
    location: db.location,
    /** Statements and transactions on the same connection, with failures told as FindbuchErrors. */
    db,
    database: db.connection,
    close: db.close,
  }

  function log(seq: number, operation: string, at: number, change: Change = {}) {
    const { removed = null, added = null, movedFrom = null } = change
    return Number(sql.log.run(seq, operation, at, removed, added, movedFrom).lastInsertRowid)
  }

  function write({ seq }: Resource, entry: Entry, at: number, revision: number) {
    const { kind, catalogue, source, graph } = entry
    const { hash, size, packed } = graph
    sql.write.run(kind, catalogue, source, at, revision, hash, size, packed, seq)
  }

  function graphOf({ seq, id, iri }: Resource): string {
    return unpackChecked({ id, iri }, () => sql.graph.get(seq))
  }
}

const pageOfSource = 500

/** Commits of other processes are looked for this often; asking SQLite costs as much as a look-up. */
const foreignCommitsMs = 50

/**
 * What was looked up lately. Commits of this process are seen at once, those of others (the CLI) after
 * `foreignCommitsMs`; within a transaction nothing is kept.
 */
function createRecent(db: DatabaseSync) {
  const resources = new LRUCache<string, Resource>({ max: 10_000 })
  const dataVersion = db.prepare('PRAGMA data_version')
  let version: unknown
  let checkedAt = -Infinity

  return {
    get(id: string) {
      const now = performance.now()
      if (now - checkedAt > foreignCommitsMs) check(now)
      return db.isTransaction ? undefined : resources.get(id)
    },
    keep(resource: Resource | undefined) {
      if (resource && !db.isTransaction) resources.set(resource.id, resource)
      return resource
    },
    forget: () => resources.clear(),
  }

  function check(now: number) {
    const latest = dataVersion.get()?.['data_version']
    if (latest !== version) resources.clear()
    version = latest
    checkedAt = now
  }
}

type Change = { removed?: Uint8Array; added?: Uint8Array; movedFrom?: string }

/** A damaged index may lead to the row of another resource. */
function one(row: Record<string, unknown> | undefined, name: 'id' | 'iri', asked: string) {
  if (!row) return undefined
  if (row[name] !== asked) throw recordDamaged({ what: `The resource ${asked}` })
  return toResource(row)
}

/** As the partial indexes have it, word for word, so that SQLite can use them. */
const isEntry = `graph IS NOT NULL AND kind IN ('dataset', 'series', 'service')`

const prepare = (db: Pick<Database, 'prepare'>) => ({
  nextSeq: db.prepare('SELECT coalesce(max(seq), 0) + 1 AS seq FROM resource'),
  insert: db.prepare(`
    INSERT INTO resource
      (seq, id, kind, iri, catalogue, source, created_at, modified_at, revision, hash, size, graph)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  write: db.prepare(`
    UPDATE resource SET kind = ?, catalogue = ?, source = ?, modified_at = ?, revision = ?,
      hash = ?, size = ?, graph = ? WHERE seq = ?`),
  rename: db.prepare('UPDATE resource SET iri = ? WHERE seq = ?'),
  erase: db.prepare(
    `UPDATE resource SET modified_at = ?, revision = ?, hash = '', size = 0, graph = NULL WHERE seq = ?`,
  ),
  log: db.prepare(
    'INSERT INTO log (seq, operation, at, removed, added, moved_from) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  byId: db.prepare(`SELECT ${resourceColumns} FROM resource WHERE id = ?`),
  byIri: db.prepare(`SELECT ${resourceColumns} FROM resource WHERE iri = ?`),
  graph: db.prepare('SELECT id, graph, hash FROM resource WHERE seq = ?'),
  // Left to itself, SQLite would walk over the table, where the graphs are.
  entries: db.prepare(`
    SELECT ${resourceColumns} FROM resource INDEXED BY entry WHERE ${isEntry} AND seq > ?
    ORDER BY seq LIMIT ? OFFSET ?`),
  entriesOf: db.prepare(`
    SELECT ${resourceColumns} FROM resource INDEXED BY entry_by_catalogue
    WHERE catalogue = ? AND ${isEntry} AND seq > ? ORDER BY seq LIMIT ? OFFSET ?`),
  triples: db.prepare('SELECT coalesce(sum(size), 0) AS n FROM resource WHERE graph IS NOT NULL'),
  count: db.prepare(`SELECT count(*) AS n FROM resource WHERE ${isEntry}`),
  countOf: db.prepare(`SELECT count(*) AS n FROM resource WHERE catalogue = ? AND ${isEntry}`),
  catalogues: db.prepare(
    `SELECT ${resourceColumns} FROM resource WHERE graph IS NOT NULL AND kind = 'catalogue' ORDER BY seq`,
  ),
  ofSource: db.prepare(`
    SELECT ${resourceColumns} FROM resource
    WHERE source = ? AND seq > ? AND graph IS NOT NULL AND kind <> 'record' ORDER BY seq LIMIT ?`),
  revision: db.prepare('SELECT max(revision) AS revision FROM log'),
  id: db.prepare(`SELECT value FROM meta WHERE name = 'id'`),
})

import type { DatabaseSync } from 'node:sqlite'

/** What a record file holds, for a person to compare. */
export type RecordFacts = { revision: number; graphs: number; quads: number }

export function recordFacts(db: DatabaseSync): RecordFacts {
  const graphs = db
    .prepare('SELECT count(*) AS n, total(size) AS quads FROM resource WHERE graph IS NOT NULL')
    .get()
  const log = db.prepare('SELECT coalesce(max(revision), 0) AS revision FROM log').get()
  return {
    revision: Number(log?.['revision']),
    graphs: Number(graphs?.['n']),
    quads: Number(graphs?.['quads']),
  }
}

import type { DatabaseSync } from 'node:sqlite'
import { unpack } from '../rdf/packed.ts'
import { openToRead } from './open-to-read.ts'

/** A graph in stored form. */
export type StoredGraph = {
  iri: string
  ntriples: string
  isRecord: boolean
  /** The harvest source that owns the resource. */
  source: string | null
}

/**
 * All graphs of a record file, or those of one catalogue, as of one instant, in the order in which they
 * were first stored; a catalogue record follows its resource.
 */
export function openAllGraphs(file: string, catalogue?: string) {
  const db = openToRead(file)
  db.exec('BEGIN')
  const which = catalogue === undefined ? '' : 'AND catalogue = ?'
  const values = catalogue === undefined ? [] : [catalogue]
  const count = db.prepare(`SELECT count(*) AS n FROM resource WHERE graph IS NOT NULL ${which}`)
  return {
    count: Number(count.get(...values)?.['n']),
    graphs: () => graphs(db, which, values),
    close: () => db.close(),
  }
}

function* graphs(db: DatabaseSync, which: string, values: string[]): Generator<StoredGraph> {
  const rows = db.prepare(
    `SELECT iri, kind, source, graph FROM resource WHERE graph IS NOT NULL ${which} ORDER BY seq`,
  )
  for (const { iri, kind, source, graph } of rows.iterate(...values)) {
    if (!(graph instanceof Uint8Array)) continue
    yield {
      iri: String(iri),
      ntriples: unpack(graph),
      isRecord: kind === 'record',
      source: typeof source === 'string' ? source : null,
    }
  }
}

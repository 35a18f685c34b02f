import type { DatabaseSync } from 'node:sqlite'
import { unpack } from '../rdf/packed.ts'
import type { Finding } from './check-graph.ts'
import { lines } from './difference.ts'

/** Of the resources that were changed last, so many are followed back through the log. */
const followedBack = 1000

/** Whether the log and the graphs tell the same story; yields once for each check: what was found. */
export function* checkLog(record: DatabaseSync): Generator<Finding[]> {
  yield* record
    .prepare(
      `SELECT iri, revision, graph IS NULL AS deleted,
         (SELECT max(revision) FROM log WHERE seq = resource.seq) AS last,
         (SELECT operation FROM log WHERE seq = resource.seq ORDER BY revision DESC LIMIT 1) AS operation
       FROM resource WHERE revision IS NOT last OR (graph IS NULL) <> (operation = 'deleted')`,
    )
    .all()
    .map((row) => [
      {
        where: String(row['iri']),
        what:
          row['revision'] === row['last']
            ? `the log says "${String(row['operation'])}" last, but it is ${row['deleted'] ? '' : 'not '}deleted`
            : `it is at revision ${String(row['revision'])}, but the log at ${String(row['last'])}`,
      },
    ])
  const latest = record.prepare(
    `SELECT seq, iri, graph FROM resource WHERE seq IN
       (SELECT DISTINCT seq FROM (SELECT seq FROM log ORDER BY revision DESC LIMIT ${followedBack}))`,
  )
  const history = record.prepare(
    'SELECT revision, operation, removed, added FROM log WHERE seq = ? ORDER BY revision DESC',
  )
  for (const { seq, iri, graph } of latest.iterate()) {
    const wrong = followBack(graph, history.iterate(seq ?? null))
    yield wrong === undefined ? [] : [{ where: String(iri), what: wrong }]
  }
}

/** Undoes the changes one by one; what one has added has to be there, and what it has removed must not. */
function followBack(graph: unknown, history: Iterable<Record<string, unknown>>) {
  let state = new Set(textLines(graph))
  for (const { revision, operation, removed, added } of history) {
    if (operation !== 'updated') {
      state = new Set(textLines(removed))
      continue
    }
    const isMissing = textLines(added).some((line) => !state.delete(line))
    const isStillThere = textLines(removed).some((line) => state.has(line))
    if (isMissing || isStillThere) {
      return `the change of revision ${String(revision)} does not fit what came of it`
    }
    for (const line of textLines(removed)) state.add(line)
  }
  return undefined
}

/** What cannot be unpacked fits nothing. */
function textLines(packed: unknown) {
  try {
    return packed instanceof Uint8Array ? lines(unpack(packed)) : []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

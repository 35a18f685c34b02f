import type { DatabaseSync } from 'node:sqlite'
import { unpack } from '../rdf/packed.ts'
import { unpackChecked } from './stored-graph.ts'
import { fold, lines, type Difference } from './difference.ts'

/** What an index that stands at some revision has to do to one graph; texts are N-Triples in stored form. */
export type Change = Difference & {
  /** Graphs to be emptied first. */
  dropped: string[]
  /** All quads of the graph that hold a blank node have to go before `added` comes. */
  renewBlankNodes: boolean
  iri: string
}

export type ChangeReader = ReturnType<typeof createChangeReader>

/** Reads from the record what an index needs, whichever engine the index has. */
export function createChangeReader(db: DatabaseSync) {
  const everything = db.prepare(
    'SELECT id, iri, hash, graph FROM resource WHERE graph IS NOT NULL ORDER BY seq',
  )
  const name = db.prepare(`SELECT value FROM meta WHERE name = 'id'`)
  const latest = db.prepare('SELECT coalesce(max(revision), 0) AS revision FROM log')
  const touched = db.prepare('SELECT DISTINCT seq FROM log WHERE revision > ? ORDER BY seq')
  const current = db.prepare('SELECT id, iri, hash, graph FROM resource WHERE seq = ?')
  const entry = db.prepare('SELECT seq, operation, at FROM log WHERE revision IN (1, ?)')
  const steps = db.prepare(
    `SELECT operation, removed, added, moved_from AS movedFrom FROM log
     WHERE seq = ? AND revision > ? ORDER BY revision`,
  )

  /** The same for two records only where they have one history up to `revision`. */
  const fingerprint = (revision: number) => JSON.stringify([name.get(), ...entry.all(revision)])

  return {
    revision: () => Number(latest.get()?.['revision']),

    fingerprint,

    /** Whether an index was made of this record as it was at a revision. */
    isHistoryOf: ({ revision, record }: { revision: number; record: string }) =>
      fingerprint(revision) === record,

    /** Takes what follows as of one instant, whatever is written meanwhile. */
    *snapshot<T>(read: () => Iterable<T>): Generator<T> {
      db.exec('BEGIN')
      try {
        yield* read()
      } finally {
        db.exec('COMMIT')
      }
    },

    /** @param onDamage is told of a graph that cannot be read, which is then left out; without it, that is thrown */
    *all(onDamage?: (error: unknown) => void): Generator<Change> {
      for (const row of everything.iterate()) {
        try {
          yield whole(String(row['iri']), graphOf(row))
        } catch (error) {
          if (!onDamage) throw error
          onDamage(error)
        }
      }
    },

    /** One change for each graph that is not as it was at `revision`. */
    *since(revision: number): Generator<Change> {
      for (const { seq } of touched.iterate(revision)) {
        const row = current.get(seq ?? null) ?? {}
        yield changeOf(String(row['iri']), graphOf(row), steps.all(seq ?? null, revision))
      }
    },
  }
}

type Step = Record<string, unknown>

const whole = (iri: string, added: string, dropped: string[] = []): Change => ({
  iri,
  dropped,
  removed: '',
  added,
  renewBlankNodes: false,
})

function changeOf(iri: string, state: string, history: Step[]): Change {
  if (history[0]?.['operation'] === 'created') return whole(iri, state)
  if (history.some(({ operation }) => operation !== 'updated')) {
    const before = history
      .map(({ movedFrom }) => movedFrom)
      .find((name) => typeof name === 'string')
    return whole(iri, state, [before ?? iri])
  }
  const net = fold(
    history.map(({ removed, added }) => ({ removed: text(removed), added: text(added) })),
  )
  return { iri, dropped: [], ...forEngine(net, state) }
}

/**
 * Two things an engine does make plain differences wrong. It names blank nodes anew, so they can only
 * be replaced together; and it keeps literals by value ("01" and "1" are one), so taking one away may
 * take another of the same subject and predicate with it, which is therefore put again.
 */
function forEngine({ removed, added }: Difference, state: string) {
  const gone = lines(removed)
  const come = lines(added)
  const renewBlankNodes = gone.some(hasBlankNode) || come.some(hasBlankNode)
  const weakened = new Set(gone.filter(isKeptByValue).map(subjectAndPredicate))
  const again = lines(state).filter(
    (line) => (renewBlankNodes && hasBlankNode(line)) || weakened.has(subjectAndPredicate(line)),
  )
  return {
    removed: gone.filter((line) => !hasBlankNode(line)).join(''),
    added: [...new Set([...come, ...again])].join(''),
    renewBlankNodes,
  }
}

const hasBlankNode = (line: string) => /^(?:\S+ \S+ )?_:/.test(line)

const isKeptByValue = (line: string) => /"(?:@[^ "]+|\^\^<[^>]*>) \.\n$/.test(line)

const subjectAndPredicate = (line: string) => line.split(' ', 2).join(' ')

const graphOf = (row: Record<string, unknown>) =>
  unpackChecked({ id: String(row['id']), iri: String(row['iri']) }, () => row)

const text = (packed: unknown) => (packed instanceof Uint8Array ? unpack(packed) : '')

import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { FindbuchError } from '../errors.ts'
import type { Database } from './database.ts'

export type Runs = ReturnType<typeof createRuns>

const Run = Type.Object({
  run: Type.Integer(),
  state: Type.String(),
  process: Type.Integer(),
  startedAt: Type.Integer(),
  /** Nothing while it runs, and where its process has died. */
  endedAt: Type.Union([Type.Integer(), Type.Null()]),
})
export type Run = Static<typeof Run>

const row = Compile(Run)
const tally = Compile(Type.Record(Type.String(), Type.Integer()))

/** Runs of a source whose events are kept. */
const keptRuns = 20

export type RunsParts = {
  database: Pick<Database, 'prepare' | 'transaction'>
  now(): number
  /** The process that this is … */
  process: number
  /** … and whether another one still lives. */
  isAlive(process: number): boolean
}

/** What happened in harvest runs. A run whose process is gone was interrupted, however it ended. */
export function createRuns({ database, now, process, isAlive }: RunsParts) {
  const insert = database.prepare(
    `INSERT INTO harvest_run (source, state, process, started_at) VALUES (?, 'running', ?, ?)`,
  )
  const running = database.prepare(
    `SELECT run, process FROM harvest_run WHERE source = ? AND state = 'running'`,
  )
  const end = database.prepare(
    'UPDATE harvest_run SET state = ?, ended_at = ?, summary = ? WHERE run = ?',
  )
  const insertItem = database.prepare('INSERT INTO harvest_item VALUES (?, ?, ?, ?)')
  const forget = database.prepare(`
    DELETE FROM harvest_run WHERE source = ?1 AND run <=
      (SELECT run FROM harvest_run WHERE source = ?1 ORDER BY run DESC LIMIT 1 OFFSET ${keptRuns})`)
  const complete = database.prepare(
    `SELECT 1 FROM harvest_run WHERE source = ? AND state = 'complete' LIMIT 1`,
  )
  const { transaction } = database
  const list = database.prepare(`
    SELECT run, state, process, started_at AS startedAt, ended_at AS endedAt
    FROM harvest_run WHERE source = ? ORDER BY run DESC`)
  const tallyOf = database.prepare(
    `SELECT json_extract(summary, '$.tally') AS tally FROM harvest_run WHERE run = ?`,
  )
  const ownRuns = new Set<number>()

  return {
    /** @throws FindbuchError `harvest-running` (409) */
    begin(source: string): number {
      return transaction(() => {
        for (const { run, process: owner } of running.all(source)) {
          if (isStillRunning(Number(run), Number(owner))) throw alreadyRunning(source)
          end.run('interrupted', now(), null, run ?? null)
        }
        forget.run(source)
        const run = Number(insert.run(source, process, now()).lastInsertRowid)
        ownRuns.add(run)
        return run
      })
    },

    keepItems(run: number, items: readonly { iri: string; outcome: string }[]) {
      if (items.length === 0) return
      transaction(() => {
        for (const { iri, outcome, ...detail } of items) {
          insertItem.run(run, iri, outcome, JSON.stringify(detail))
        }
      })
    },

    finish(run: number, state: string, report: object) {
      ownRuns.delete(run)
      transaction(() => end.run(state, now(), JSON.stringify(report), run))
    },

    /** Whether a source was ever read to its end. */
    wasCompleted: (source: string) => complete.get(source) !== undefined,

    /** The runs of a source that are kept, those of other processes included, the last one first. */
    ofSource: (source: string): Run[] => list.all(source).map((found) => asItIs(row.Parse(found))),

    /** What a run that has ended did, by outcome. */
    tally(run: number): Record<string, number> {
      const counts = tallyOf.get(run)?.['tally']
      return typeof counts === 'string' ? tally.Parse(JSON.parse(counts)) : {}
    },
  }

  function asItIs(found: Run): Run {
    const isDead = found.state === 'running' && !isStillRunning(found.run, found.process)
    return isDead ? { ...found, state: 'interrupted' } : found
  }

  /** After a restart in a container, the dead process had the number that this one has. */
  function isStillRunning(run: number, owner: number) {
    return owner === process ? ownRuns.has(run) : isAlive(owner)
  }
}

const alreadyRunning = (source: string) =>
  new FindbuchError({
    code: 'harvest-running',
    status: 409,
    message: `The source "${source}" is being harvested already.`,
  })

import type { DatabaseSync } from 'node:sqlite'

/** How far the index is behind the record. */
export function createBacklog({ database, now }: { database: DatabaseSync; now(): number }) {
  const latest = database.prepare('SELECT max(revision) AS revision FROM log')
  const next = database.prepare('SELECT at FROM log WHERE revision > ? ORDER BY revision LIMIT 1')

  /** @param revision what the index has taken up */
  return function backlog(revision: number) {
    const waitingSince = next.get(revision)?.['at']
    return {
      revisions: Math.max(0, Number(latest.get()?.['revision'] ?? 0) - revision),
      /** How long the oldest change has been waiting that the index lacks. */
      seconds: waitingSince === undefined ? 0 : Math.max(0, (now() - Number(waitingSince)) / 1000),
    }
  }
}

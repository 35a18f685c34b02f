import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Quad } from '@rdfjs/types'
import { DataFactory, Parser } from 'n3'
import { NQuads } from 'rdf-canonize'

/**
 * Triples on disk, to be read by subject: what keeps the memory of a harvest bounded when one dump is
 * larger than memory should be. The file is of no worth to anyone else and goes with `close`.
 */
export function openSpool(folder: string) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `spool-${randomUUID()}.db`)
  const db = new DatabaseSync(file)
  db.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
    CREATE TABLE subject (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE triple (subject INTEGER NOT NULL, line TEXT NOT NULL) STRICT;
    BEGIN`)
  const insertSubject = db.prepare('INSERT INTO subject (key) VALUES (?)')
  const findSubject = db.prepare('SELECT number FROM subject WHERE key = ?')
  const insert = db.prepare('INSERT INTO triple VALUES (?, ?)')
  const find = db.prepare(`
    SELECT line FROM triple WHERE subject = (SELECT number FROM subject WHERE key = ?)`)
  const list = db.prepare('SELECT key FROM subject ORDER BY number')
  let last = { key: '', number: 0 }
  let complete = false

  return {
    add(key: string, { subject, predicate, object }: Quad) {
      if (key !== last.key) last = { key, number: numberOf(key) }
      const graph = DataFactory.defaultGraph()
      insert.run(last.number, NQuads.serializeQuad({ subject, predicate, object, graph }))
    },
    about(key: string): Quad[] {
      finish()
      const lines = find.all(key).map(({ line }) => String(line))
      return lines.length === 0 ? [] : parse(lines.join(''))
    },
    has(key: string) {
      finish()
      return findSubject.get(key) !== undefined
    },
    *subjects() {
      finish()
      for (const { key } of list.iterate()) yield String(key)
    },
    close() {
      db.close()
      rmSync(file, { force: true })
    },
  }

  function numberOf(key: string) {
    const known = findSubject.get(key)
    return Number(known ? known['number'] : insertSubject.run(key).lastInsertRowid)
  }

  /** The index is made once, after the last triple: that is several times faster than keeping it. */
  function finish() {
    if (complete) return
    complete = true
    db.exec('COMMIT; CREATE INDEX triple_by_subject ON triple (subject)')
  }
}

/** Blank-node labels stay as they are, so that what refers to them still does. */
const parse = (ntriples: string) =>
  new Parser({ format: 'N-Triples', blankNodePrefix: '' }).parse(ntriples)

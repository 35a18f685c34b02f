import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Quad } from '@rdfjs/types'
import { LRUCache } from 'lru-cache'
import { Blank, defaultGraph, Iri, Statement, Text } from '../../src/rdf/terms.ts'

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
    CREATE TABLE triple (
      subject INTEGER NOT NULL, predicate TEXT NOT NULL,
      type TEXT NOT NULL, value TEXT NOT NULL, language TEXT, datatype TEXT
    ) STRICT;
    BEGIN`)
  const insertSubject = db.prepare('INSERT INTO subject (key) VALUES (?)')
  const findSubject = db.prepare('SELECT number FROM subject WHERE key = ?')
  const insert = db.prepare('INSERT INTO triple VALUES (?, ?, ?, ?, ?, ?)')
  const triples = db.prepare(
    'SELECT predicate, type, value, language, datatype FROM triple WHERE subject = ?',
  )
  const list = db.prepare('SELECT key FROM subject ORDER BY number')
  let last = { key: '', number: 0 }
  let complete = false
  const numbers = new LRUCache<string, number>({ max: 20_000 })
  const recent = new LRUCache<string, Quad[]>({ max: 2000 })

  return {
    add(key: string, { predicate, object }: Quad) {
      if (key !== last.key) last = { key, number: numberOf(key) }
      const literal = object.termType === 'Literal' ? object : undefined
      insert.run(
        last.number,
        predicate.value,
        object.termType,
        object.value,
        literal?.language || null,
        literal?.datatype.value ?? null,
      )
    },
    about(key: string): Quad[] {
      const known = recent.get(key)
      if (known) return known
      const number = find(key)
      const quads = number === 0 ? [] : read(key, number)
      recent.set(key, quads)
      return quads
    },
    has: (key: string) => find(key) !== 0,
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

  /** The number of a subject, 0 if there is none. Codes and publishers are asked for again and again. */
  function find(key: string) {
    finish()
    const known = numbers.get(key) ?? Number(findSubject.get(key)?.['number'] ?? 0)
    numbers.set(key, known)
    return known
  }

  function read(key: string, number: number): Quad[] {
    const subject = termOf(key)
    return triples
      .all(number)
      .map(
        (row) =>
          new Statement(subject, new Iri(String(row['predicate'])), objectOf(row), defaultGraph),
      )
  }

  /** The index is made once, after the last triple: that is several times faster than keeping it. */
  function finish() {
    if (complete) return
    complete = true
    db.exec('COMMIT; CREATE INDEX triple_by_subject ON triple (subject)')
  }
}

const termOf = (key: string) => (key.startsWith('_:') ? new Blank(key.slice(2)) : new Iri(key))

function objectOf({ type, value, language, datatype }: Record<string, unknown>) {
  const text = String(value)
  if (type === 'NamedNode') return new Iri(text)
  if (type === 'BlankNode') return new Blank(text)
  return new Text(text, typeof language === 'string' ? language : '', new Iri(String(datatype)))
}

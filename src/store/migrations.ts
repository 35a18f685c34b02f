import type { DatabaseSync } from 'node:sqlite'
import { FindbuchError } from '../errors.ts'

/** Each entry takes the schema from version n to n + 1. Released entries are never edited. */
const migrations = [
  `
  CREATE TABLE resource (
    seq         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    iri         TEXT NOT NULL UNIQUE,
    catalogue   TEXT NOT NULL,
    source      TEXT,
    created_at  INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    hash        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    graph       BLOB
  ) STRICT;
  CREATE INDEX entry ON resource (seq)
    WHERE graph IS NOT NULL AND kind IN ('dataset', 'series', 'service');
  CREATE INDEX entry_by_catalogue ON resource (catalogue, seq)
    WHERE graph IS NOT NULL AND kind IN ('dataset', 'series', 'service');
  CREATE INDEX catalogue ON resource (seq) WHERE graph IS NOT NULL AND kind = 'catalogue';
  CREATE INDEX resource_by_source ON resource (source, seq) WHERE graph IS NOT NULL;

  CREATE TABLE log (
    revision   INTEGER PRIMARY KEY AUTOINCREMENT,
    seq        INTEGER NOT NULL REFERENCES resource (seq) DEFERRABLE INITIALLY DEFERRED,
    operation  TEXT NOT NULL,
    at         INTEGER NOT NULL,
    removed    BLOB,
    added      BLOB,
    moved_from TEXT
  ) STRICT;
  CREATE INDEX log_by_resource ON log (seq, revision);

  CREATE TABLE harvest_run (
    run        INTEGER PRIMARY KEY AUTOINCREMENT,
    source     TEXT NOT NULL,
    state      TEXT NOT NULL,
    process    INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    summary    TEXT
  ) STRICT;
  CREATE INDEX harvest_run_by_source ON harvest_run (source, run);

  CREATE TABLE harvest_item (
    run      INTEGER NOT NULL REFERENCES harvest_run (run) ON DELETE CASCADE,
    iri      TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    detail   TEXT
  ) STRICT;
  CREATE INDEX harvest_item_by_run ON harvest_item (run);
  `,
]

/** The schema that this program writes. */
export const schemaVersion = migrations.length

/**
 * Brings the schema up to this program's version, in one transaction.
 *
 * @throws FindbuchError `schema-too-new` when a newer Findbuch has written the file
 */
export function migrate(db: DatabaseSync) {
  db.exec('BEGIN IMMEDIATE')
  try {
    const version = readVersion(db)
    if (version > migrations.length) throw schemaTooNew(version)
    for (const statements of migrations.slice(version)) db.exec(statements)
    db.exec(`PRAGMA user_version = ${migrations.length}`)
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

const readVersion = (db: DatabaseSync) =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version'])

const schemaTooNew = (version: number) =>
  new FindbuchError({
    code: 'schema-too-new',
    status: 503,
    message:
      `The data folder was written by a newer Findbuch (schema ${version}, ` +
      `this one knows ${migrations.length}). Start that version again, or restore a backup.`,
  })

import type { DatabaseSync } from 'node:sqlite'
import { FindbuchError } from '../errors.ts'

/**
 * Each entry takes the schema from version n to n + 1, and there is no way back. Released entries are
 * never edited. An entry is SQL that can run within a transaction: no BEGIN or COMMIT, no VACUUM, and no
 * PRAGMA that a transaction ignores (journal_mode, foreign_keys). Foreign keys are not enforced
 * meanwhile, so that a table may be rebuilt and renamed, but have to hold in the end.
 */
export const migrations: readonly string[] = [
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
  // The id is a random UUID (RFC 9562, section 5.4).
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  INSERT INTO meta VALUES ('id', lower(
    hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' ||
    substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))));
  `,
]

/** The schema that this program writes. */
export const schemaVersion = migrations.length

/**
 * Brings the schema up to this program's version in one transaction: when it fails, the file is as it was.
 *
 * @throws FindbuchError `schema-too-new` when a newer Findbuch has written the file
 */
export function migrate(db: DatabaseSync, steps = migrations) {
  if (readVersion(db) === steps.length) return // however long another process is writing
  db.exec('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE')
  try {
    const version = readVersion(db)
    if (version > steps.length) throw schemaTooNew(version, steps.length)
    for (const statements of steps.slice(version)) db.exec(statements)
    if (db.prepare('PRAGMA foreign_key_check').get())
      throw new Error('A migration broke a reference.')
    db.exec(`PRAGMA user_version = ${steps.length}; COMMIT`)
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  } finally {
    db.exec('PRAGMA foreign_keys = ON')
  }
}

const readVersion = (db: DatabaseSync) =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version'])

const schemaTooNew = (version: number, known: number) =>
  new FindbuchError({
    code: 'schema-too-new',
    status: 503,
    message:
      `It was written by a newer Findbuch (schema ${version}, this one knows ${known}). ` +
      'Start that version again, or restore a backup; nothing was changed.',
  })

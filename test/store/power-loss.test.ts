import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createRandom } from '../bench/random.ts'
import { recordsFile } from '../../src/store/record-file.ts'
import { type Records } from '../../src/store/records.ts'
import { submission, temporaryFolder, testRecords } from '../store.ts'

const names = Array.from({ length: 30 }, (_, number) => `http://example.org/${number}`)

const datasetOf = (iri: string, value: string) =>
  submission(`<${iri}> :p "${value}", [ :q "${randomBytes(300).toString('hex')}" ] .`, { iri })

/** A record whose log is written back when we say so, with its files as they are on disk. */
function controlled() {
  const store = testRecords()
  store.records.database.exec('PRAGMA wal_autocheckpoint = 0')
  const file = recordsFile(store.folder)
  return {
    ...store,
    file: () => readFileSync(file),
    log: () => readFileSync(`${file}-wal`),
    writeBack: () => store.records.database.exec('PRAGMA wal_checkpoint(PASSIVE)'),
  }
}

/** Opens what the disk has after the loss of power. */
function afterLoss(file: Uint8Array, log: Uint8Array) {
  const folder = temporaryFolder()
  writeFileSync(recordsFile(folder), file)
  writeFileSync(`${recordsFile(folder)}-wal`, log)
  const { records } = testRecords(folder)
  const states = statesIn(records)
  expect(records.database.prepare('PRAGMA integrity_check').get()).toEqual({
    integrity_check: 'ok',
  })
  records.close()
  return states
}

/** All datasets as they are now. */
const statesIn = (records: Records) =>
  names.map((iri) => {
    const resource = records.byIri(iri)
    return resource && records.graph(resource)
  })

test('when the last write reached the disk in part, all before it is there and it is wholly or not', async () => {
  const store = controlled()
  const random = createRandom(1)
  for (const iri of names.slice(1)) store.catalogue.accept([await datasetOf(iri, 'old')])
  const acknowledged = { states: statesIn(store.records), length: store.log().length }
  store.catalogue.accept(await Promise.all(names.slice(0, 10).map((iri) => datasetOf(iri, 'new'))))
  const whole = statesIn(store.records)
  const log = store.log()

  for (let i = 0; i < 60; i++) {
    const written = Buffer.from(log)
    const cut = acknowledged.length + random.below(log.length - acknowledged.length)
    const lost = written.subarray(cut)
    // What is not synced may be missing, empty or old content of the disk, in any order.
    if (i % 3 === 0) lost.fill(0)
    if (i % 3 === 1) randomBytes(lost.length).copy(lost)
    const states = afterLoss(store.file(), i % 3 === 2 ? written.subarray(0, cut) : written)
    expect(states).toEqual(acknowledged.states)
  }
  expect(afterLoss(store.file(), log)).toEqual(whole)
})

test('when the log was being written back, everything is there', async () => {
  const store = controlled()
  const random = createRandom(2)
  for (const iri of names.slice(0, 15)) store.catalogue.accept([await datasetOf(iri, 'old')])
  store.writeBack()
  const before = store.file()
  for (const iri of names) store.catalogue.accept([await datasetOf(iri, 'new')])
  const states = statesIn(store.records)
  const log = store.log()
  store.writeBack()
  const after = store.file()
  expect(after.length).toBeGreaterThan(before.length)

  for (let i = 0; i < 60; i++) {
    const length = before.length + 512 * random.below((after.length - before.length) / 512)
    const mixed = Buffer.alloc(i % 2 === 0 ? length : after.length)
    before.copy(mixed)
    // A disk writes sectors, and may be anywhere in a page.
    for (let at = 0; at < mixed.length; at += 512) {
      if (random.chance(50)) after.copy(mixed, at, at, Math.min(at + 512, mixed.length))
    }
    expect(afterLoss(mixed, log)).toEqual(states)
  }
})

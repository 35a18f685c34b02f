import {
  closeSync,
  cpSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { findbuch } from '../cli/findbuch.ts'
import { openRecords, recordsFile } from '../../src/store/records.ts'
import { submission, temporaryFolder, testRecords } from '../store.ts'

const damaged = (text: string | RegExp) =>
  expect.objectContaining({
    code: 'record-damaged',
    status: 503,
    message: expect.stringMatching(text),
  })

const iriOf = (number: number) => `http://example.org/${number}`

/** A record with so many datasets, its log written back. */
async function filledFolder(datasets = 40) {
  const { folder, records, catalogue } = testRecords()
  const batch = Array.from({ length: datasets }, (_, number) => {
    const iri = iriOf(number)
    return submission(`<${iri}> :p ${valuesOf(number)} .`, { iri, id: `d${number}` })
  })
  catalogue.accept(await Promise.all(batch))
  records.close()
  return folder
}

/** About 4 kB that cannot be packed much smaller, so that no graph shares its page with another. */
const valuesOf = (number: number) =>
  Array.from({ length: 200 }, (_, i) =>
    (((number + 7) * (i + 11)) ** 7 % 2 ** 32).toString(),
  ).join()

const damages: [name: string, damage: (file: string) => void][] = [
  ['empty', (file) => truncateSync(file, 0)],
  ['of one byte', (file) => truncateSync(file, 1)],
  ['cut within its header', (file) => truncateSync(file, 60)],
  ['cut after its first page', (file) => truncateSync(file, 4096)],
  ['cut within a page', (file) => truncateSync(file, 100_017)],
  ['garbage', (file) => writeFileSync(file, 'Dies ist keine Datenbank. '.repeat(1000))],
  ['overwritten at its beginning', (file) => overwrite(file, 0, 200)],
  ['overwritten in its schema', (file) => overwrite(file, 100, 3900)],
]

test.for(damages)('a file that is %s is refused, and left as it is', async ([, damage]) => {
  const folder = await filledFolder()
  const file = recordsFile(folder)
  damage(file)
  const before = readFileSync(file)
  expect(() => openRecords(folder)).toThrow(damaged(`^Data folder ${folder}`))
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('the command names the damaged file, says what to do, and ends with 2', async () => {
  const folder = await filledFolder()
  truncateSync(recordsFile(folder), 0)
  const { code, stderr } = await findbuch(['serve'], { DATA_DIR: folder, PORT: '0' })
  expect(code).toBe(2)
  expect(stderr).toMatch(/^findbuch: Data folder .*findbuch\.db.*restore a backup.*\n$/)
})

test('a file that is cut while its log is there is refused, and both are left as they are', async () => {
  const { folder, records, catalogue } = testRecords(await filledFolder())
  catalogue.accept([await submission(':d :p "1" .')])
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  records.close()
  truncateSync(recordsFile(copy), 100_000)
  const files = [recordsFile(copy), `${recordsFile(copy)}-wal`]
  const before = files.map((file) => readFileSync(file))
  expect(() => openRecords(copy)).toThrow(damaged('its end is missing'))
  expect(files.map((file) => readFileSync(file))).toEqual(before)
})

test('a log without its file is not thrown away for a new record', async () => {
  const { folder, records, catalogue } = testRecords()
  catalogue.accept([await submission(':d :p "1" .')])
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  records.close()
  const moved = readFileSync(recordsFile(copy))
  rmSync(recordsFile(copy))
  expect(() => openRecords(copy)).toThrow(damaged(`findbuch.db is missing`))
  writeFileSync(recordsFile(copy), moved)
  expect(testRecords(copy).catalogue.byIri('http://example.org/d')?.deleted).toBe(false)
})

test('a log that a killed process has left is read', async () => {
  const { folder, records, catalogue } = testRecords()
  const copy = temporaryFolder()
  for (const value of [1, 2, 3]) catalogue.accept([await submission(`:d :p ${value} .`)])
  cpSync(folder, copy, { recursive: true })
  const state = records.graph(catalogue.get('dataset', 'd-http-example-org-d'))
  const again = testRecords(copy).catalogue
  expect(again.graph(again.get('dataset', 'd-http-example-org-d'))).toBe(state)
})

test('a bit that has flipped in a graph costs that graph only', async () => {
  const folder = await filledFolder()
  const file = recordsFile(folder)
  const db = new DatabaseSync(file, { readOnly: true })
  const packed = db.prepare('SELECT graph FROM resource WHERE iri = ?').get(iriOf(7))?.['graph']
  db.close()
  const bytes = readFileSync(file)
  // Large values go on in pages of their own; the last piece of this one is there in full.
  const at = bytes.indexOf((packed as Uint8Array).subarray(-200)) + 100
  overwrite(file, at, 1)

  const { catalogue } = testRecords(folder)
  const readOne = (number: number) => catalogue.graph(catalogue.get('dataset', `d${number}`))
  expect(() => readOne(7)).toThrow(damaged(/^The graph of http:\/\/example\.org\/7 cannot be read/))
  for (let number = 0; number < 40; number++) if (number !== 7) expect(readOne(number)).not.toBe('')
})

test('a page that is damaged costs what is on it, and no read is silently short', async () => {
  const folder = await filledFolder()
  const file = recordsFile(folder)
  const whole = testRecords(folder)
  const graphs = Array.from({ length: 40 }, (_, number) =>
    whole.catalogue.graph(whole.catalogue.get('dataset', `d${number}`)),
  )
  whole.records.close()
  const pages = readFileSync(file).length / 4096
  let failures = 0
  for (let page = 3; page < pages; page += 5) {
    const copy = temporaryFolder()
    cpSync(folder, copy, { recursive: true })
    overwrite(recordsFile(copy), page * 4096, 4096)
    failures += readAll(copy, graphs)
  }
  expect(failures).toBeGreaterThan(0)
})

/** Each graph is as it was or an error that says so; the number of these. */
function readAll(folder: string, graphs: string[]) {
  let failures = 0
  try {
    const { catalogue } = testRecords(folder)
    graphs.forEach((text, number) => {
      try {
        expect(catalogue.graph(catalogue.get('dataset', `d${number}`))).toBe(text)
      } catch (error) {
        expect(error).toEqual(damaged(''))
        failures += 1
      }
    })
  } catch (error) {
    expect(error).toEqual(damaged(''))
    failures += 1
  }
  return failures
}

/** Inverts bytes. */
function overwrite(file: string, at: number, length: number) {
  const bytes = readFileSync(file).subarray(at, at + length)
  const descriptor = openSync(file, 'r+')
  writeSync(
    descriptor,
    bytes.map((byte) => byte ^ 0xff),
    0,
    bytes.length,
    at,
  )
  closeSync(descriptor)
}

import {
  closeSync,
  cpSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createRandom, type Random } from '../bench/random.ts'
import { findbuch } from '../cli/findbuch.ts'
import { FindbuchError } from '../../src/errors.ts'
import { recordsFile } from '../../src/store/record-file.ts'
import { openRecords } from '../../src/store/records.ts'
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

test.for([
  [
    'a bit that has flipped',
    300,
    (random: Random, file: string, size: number) =>
      overwrite(file, random.below(size), 1, 1 << random.below(8)),
  ],
  [
    'a page that is damaged',
    30,
    (random: Random, file: string, size: number) =>
      overwrite(file, 4096 * random.below(size / 4096), 4096),
  ],
] as const)(
  '%s anywhere never makes a graph another',
  { timeout: 60_000 },
  async ([, times, damage]) => {
    const folder = await filledFolder()
    const graphs = graphsIn(folder)
    expect(graphs).toHaveLength(40)
    const random = createRandom(times)
    const found = { whole: 0, damaged: 0 }
    for (let i = 0; i < times; i++) {
      const copy = temporaryFolder()
      cpSync(folder, copy, { recursive: true })
      damage(random, recordsFile(copy), statSync(recordsFile(copy)).size)
      graphsIn(copy).forEach((graph, number) => {
        if (graph instanceof FindbuchError) {
          found.damaged += 1
          return
        }
        expect(graph).toBe(graphs[number])
        found.whole += 1
      })
    }
    expect(found.whole).toBeGreaterThan(20 * times)
    expect(found.damaged).toBeGreaterThan(10)
  },
)

/** Each graph, or the error that says that it cannot be read. */
function graphsIn(folder: string): (string | FindbuchError)[] {
  const failed = (error: unknown) => {
    // A damaged index may not find what is there; that takes a check of the whole file.
    expect(['record-damaged', 'schema-too-new', 'not-found', 'gone']).toContain(
      (error as FindbuchError).code,
    )
    return error as FindbuchError
  }
  try {
    const { records, catalogue } = testRecords(folder)
    const graphs = Array.from({ length: 40 }, (_, number) => {
      try {
        return catalogue.graph(catalogue.get('dataset', `d${number}`))
      } catch (error) {
        return failed(error)
      }
    })
    records.close()
    return graphs
  } catch (error) {
    return [failed(error)]
  }
}

/** Inverts some bits of these bytes, or all. */
function overwrite(file: string, at: number, length: number, bits = 0xff) {
  const bytes = Buffer.alloc(length)
  const descriptor = openSync(file, 'r+')
  readSync(descriptor, bytes, 0, length, at)
  writeSync(
    descriptor,
    bytes.map((byte) => byte ^ bits),
    0,
    length,
    at,
  )
  closeSync(descriptor)
}

import { DatabaseSync } from 'node:sqlite'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { imageFile, recordsFile } from '../../src/store/record-file.ts'
import { testRecords } from '../store.ts'
import { countOf, everything, generated, howManyDatasets, loggingGraph } from './index-kit.ts'

const datasets = 1100

/** A record that is large enough for an image, and the image. */
async function withImage() {
  const { folder, records, catalogue } = testRecords()
  catalogue.accept(await generated(datasets))
  const { graph, seen } = loggingGraph(folder)
  expect(await seen('index ready')).toMatchObject({ from: 'record' })
  await seen('index image')
  const before = await everything(graph)
  await graph.stop()
  return { folder, records, catalogue, before, image: imageFile(folder) }
}

test('an index comes back from its image with every quad, and takes up what was written since', async () => {
  const { folder, catalogue, before } = await withImage()
  const { graph, seen } = loggingGraph(folder)
  expect(await seen('index ready')).toMatchObject({ from: 'image' })
  expect(await everything(graph)).toBe(before)
  await graph.stop()

  catalogue.accept(await generated(50, { start: datasets }))
  catalogue.accept(await generated(200, { version: 3 }))
  catalogue.withdraw([...catalogue.ofSource('test')].slice(0, 10))
  const restored = loggingGraph(folder)
  expect(await restored.seen('index ready')).toMatchObject({ from: 'image' })
  const loaded = loggingGraph(folder, { image: `${folder}/none` })
  expect(await loaded.seen('index ready')).toMatchObject({ from: 'record' })
  expect(await countOf(restored.graph, howManyDatasets)).toBe(datasets + 40)
  expect(withoutBlankNodes(await everything(restored.graph))).toBe(
    withoutBlankNodes(await everything(loaded.graph)),
  )
})

/** The engine names them as it likes. */
const withoutBlankNodes = (quads: string) =>
  quads
    .replaceAll(/_:[0-9a-f]+/g, '_:b')
    .split('\n')
    .sort()
    .join('\n')

test('what an engine does apart from reading works after it came back from an image', async () => {
  const { folder } = await withImage()
  const { graph, seen } = loggingGraph(folder)
  expect(await seen('index ready')).toMatchObject({ from: 'image' })
  const one = await countOf(graph, 'SELECT (STRLEN(STR(UUID())) + STRLEN(STR(NOW())) * 0 AS ?n) {}')
  expect(one).toBe('urn:uuid:00000000-0000-0000-0000-000000000000'.length)
  const random = await Promise.all([1, 2].map(() => countOf(graph, 'SELECT (RAND() AS ?n) {}')))
  expect(random[0]).not.toBe(random[1])
})

const damages: [string, (image: string) => void][] = [
  ['is cut short', (image) => truncateSync(image, readFileSync(image).byteLength - 5000)],
  ['has a wrong bit', (image) => flip(image, 3_000_000)],
  ['has a wrong bit in its header', (image) => flip(image, 60)],
  ['is empty', (image) => writeFileSync(image, '')],
  ['is something else', (image) => writeFileSync(image, 'x'.repeat(100_000))],
  ['claims a header without end', (image) => writeAt(image, 16, Buffer.from([255, 255, 255, 255]))],
  ['is of another engine', (image) => changeHeader(image, '"wasm":"', '"wasm":"0000')],
  ['gives other data', (image) => changeHeader(image, '"probe":"?', '"probe":"!')],
]

test.for(damages)(
  'an image that %s is not used, and the index is as it was',
  async ([, damage]) => {
    const { folder, before, image } = await withImage()
    damage(image)
    const { graph, seen } = loggingGraph(folder)
    expect(await seen('index ready')).toMatchObject({ from: 'record' })
    expect(withoutBlankNodes(await everything(graph))).toBe(withoutBlankNodes(before))
    await seen('index image')
    await graph.stop()
    expect(await loggingGraph(folder).seen('index ready')).toMatchObject({ from: 'image' })
  },
)

test('an image of another history is not used, though its revision is known', async () => {
  const { folder, records } = await withImage()
  records.close()
  const db = new DatabaseSync(recordsFile(folder))
  db.exec('UPDATE log SET at = at + 1')
  db.close()
  expect(await loggingGraph(folder).seen('index ready')).toMatchObject({ from: 'record' })
})

test('a small index leaves no image', async () => {
  const { folder, catalogue } = testRecords()
  catalogue.accept(await generated(100))
  const { graph, seen } = loggingGraph(folder)
  await seen('index ready')
  await graph.stop()
  expect(existsSync(imageFile(folder))).toBe(false)
})

function flip(file: string, at: number) {
  const before = readFileSync(file)[at] ?? 0
  writeAt(file, at, Buffer.from([before ^ 4]))
}

function writeAt(file: string, at: number, bytes: Buffer) {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, bytes, 0, bytes.byteLength, at)
  closeSync(descriptor)
}

/** Writes over what begins with a text, and mends the checksum of the header. */
function changeHeader(file: string, before: string, after: string) {
  const content = readFileSync(file)
  const length = content.readUInt32LE(16)
  const header = content.subarray(24, 24 + length)
  const at = header.indexOf(before)
  expect(at).toBeGreaterThan(0)
  header.write(after, at)
  content.writeUInt32LE(crc32(header), 20)
  writeFileSync(file, content)
}

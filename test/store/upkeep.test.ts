import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { imageFile, recordsFile } from '../../src/store/record-file.ts'
import { startReplicas } from '../../src/store/replicas.ts'
import { submission, testRecords } from '../store.ts'
import { endless, generated, type Line } from './index-kit.ts'

/** A single replica that is looked after when the test says so. */
function lookedAfter(folder: string, onLine: (line: Line) => void = () => {}) {
  const lines: Line[] = []
  const write = (text: string) => {
    const line = JSON.parse(text) as Line
    lines.push(line)
    onLine(line)
  }
  const replicas = startReplicas({
    file: recordsFile(folder),
    image: imageFile(folder),
    count: 1,
    timeoutMs: 500,
    graceMs: 250,
    maxBytes: 2 ** 32,
    log: pino({}, { write }),
    onIdle() {},
  })
  onTestFinished(() => replicas.stop())
  const said = (msg: string) => lines.filter((line) => line.msg === msg)
  const until = (msg: string) => vi.waitFor(() => expect(said(msg)).not.toEqual([]), 20_000)
  const isIdle = () => vi.waitFor(() => expect(replicas.idle()).toHaveLength(1), 20_000)
  return { replicas, said, until, isIdle }
}

/** A record as large as is worth an image. */
async function recordOf(count: number) {
  const parts = testRecords()
  parts.catalogue.accept(await generated(count))
  return parts
}

/** A graph that has nothing in common with that of another number. */
const large = (number: number) =>
  submission(
    Array.from({ length: 25_000 }, (_, index) => `:d :p ${number * 100_000 + index} .`).join(''),
  )

test('an image that cannot be written is not tried again at once', async () => {
  const { folder } = await recordOf(800)
  mkdirSync(imageFile(folder))
  const { replicas, said, until, isIdle } = lookedAfter(folder)
  await until('index image')
  for (let times = 0; times < 5; times += 1) {
    await isIdle()
    replicas.tend({ quiet: true })
  }
  await isIdle()
  expect(said('index image')).toHaveLength(1)
})

test('a renewed replica writes its image while the old one still answers', async () => {
  const { folder, catalogue } = await recordOf(800)
  const seen: number[] = []
  const { replicas, until, isIdle } = lookedAfter(folder, ({ msg }) => {
    if (msg === 'index image') seen.push(replicas.live().length)
  })
  await until('index image')
  await isIdle()
  for (const number of [1, 2]) {
    catalogue.accept([await large(number)])
    replicas.idle()[0]?.follow()
    await isIdle()
  }
  rmSync(imageFile(folder))
  replicas.tend({ quiet: true })
  await vi.waitFor(() => expect(replicas.ended().replaced).toBe(1), 20_000)
  expect(seen).toEqual([1, 2])
  expect(replicas.live()).toHaveLength(1)
})

test('a replica is renewed from the record where the image would only bring the garbage back', async () => {
  const { folder, catalogue } = await recordOf(800)
  catalogue.accept([await large(1)])
  const { replicas, until, isIdle } = lookedAfter(folder)
  await until('index image')
  await isIdle()
  catalogue.accept([await large(2)])
  replicas.idle()[0]?.follow()
  await isIdle()
  expect(replicas.live()[0]?.account()?.garbage).toBeGreaterThan(24_000)
  replicas.tend({ quiet: true })
  await vi.waitFor(() => expect(replicas.ended().replaced).toBe(1), 20_000)
  expect(replicas.live()[0]?.account()?.garbage).toBe(0)
})

test(
  'a replica that cannot be renewed is not tried again and again, and comes back when it is lost',
  { timeout: 90_000 },
  async () => {
    const { folder, catalogue } = await recordOf(800)
    catalogue.accept([await large(1)])
    const { replicas, said, until, isIdle } = lookedAfter(folder)
    await until('index image')
    await isIdle()
    catalogue.accept([await large(2)])
    replicas.idle()[0]?.follow()
    await isIdle()
    const db = new DatabaseSync(recordsFile(folder))
    db.exec(`UPDATE resource SET graph = x'00' WHERE seq = 1`)
    db.close()
    renameSync(imageFile(folder), `${imageFile(folder)}.away`)
    for (let times = 0; times < 5; times += 1) {
      replicas.tend({ quiet: true })
      const renewed = said('index replica renewed').length
      await vi.waitFor(() => expect(replicas.ended().failed).toBe(renewed), 20_000)
    }
    expect(said('index replica renewed').length).toBeOneOf([1, 2])
    expect(replicas.live()).toHaveLength(1)

    renameSync(`${imageFile(folder)}.away`, imageFile(folder))
    replicas.idle()[0]?.run({ query: endless, client: '', started() {}, settle() {} })
    await vi.waitFor(() => expect(replicas.ended().late).toBe(1), 20_000)
    await vi.waitFor(() => expect(replicas.live()).toHaveLength(1), 20_000)
  },
)

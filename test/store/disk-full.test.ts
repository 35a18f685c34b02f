import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataset, fileWith, prefixes, testHarvest } from '../harvest/harvest-kit.ts'
import { submission, testRecords } from '../store.ts'
import { cannotMount, fillDisk, smallDisk } from './disks.ts'

/** A dataset that does not compress. */
const large = (name: string, kilobytes = 8) =>
  submission(
    `<http://example.org/${name}> :p "${randomBytes(kilobytes * 512).toString('hex')}" .`,
    {
      iri: `http://example.org/${name}`,
    },
  )

const diskFull = expect.objectContaining({ code: 'disk-full', status: 507 })

/** Stores datasets until that fails. */
async function writeUntilFull({ catalogue }: Pick<ReturnType<typeof testRecords>, 'catalogue'>) {
  const acknowledged: string[] = []
  for (let i = 0; i < 1000; i++) {
    const each = await large(`${i}`)
    try {
      catalogue.accept([each])
    } catch (error) {
      return { acknowledged, error }
    }
    acknowledged.push(each.iri)
  }
  throw new Error('The disk did not become full.')
}

const irisOf = ({ catalogue }: ReturnType<typeof testRecords>) =>
  catalogue.entries({ offset: 0, limit: 10_000 }).map((entry) => {
    expect(catalogue.graph(entry)).not.toBe('')
    return entry.iri
  })

test('a record that may not grow refuses writes and keeps what it has', async () => {
  const store = testRecords()
  store.records.database.exec('PRAGMA max_page_count = 60')
  const { acknowledged, error } = await writeUntilFull(store)
  expect(error).toEqual(diskFull)
  expect(acknowledged.length).toBeGreaterThan(5)
  expect(irisOf(store)).toEqual(acknowledged)
  expect(store.records.health()).toMatchObject({ writable: false, reason: { code: 'disk-full' } })

  store.records.database.exec('PRAGMA max_page_count = 10000')
  const next = await large('next')
  expect(store.catalogue.accept([next])).toMatchObject([{ state: 'created' }])
  expect(store.records.health()).toEqual({ writable: true })
  expect(irisOf(testRecords(store.folder))).toEqual([...acknowledged, next.iri])
})

test('a resource that did not fit is not remembered as if it did', async () => {
  const { records, catalogue } = testRecords()
  const before = await submission(':d :p "1" .')
  catalogue.accept([before])
  records.database.exec('PRAGMA max_page_count = 30')
  const { hash } = before.graph
  const { graph } = await large('d', 200)
  expect(() => catalogue.accept([{ ...before, graph }])).toThrow(diskFull)
  expect(catalogue.get('dataset', before.id)).toMatchObject({ hash })
  expect(catalogue.byIri(before.iri)).toMatchObject({ hash })
})

test('a full disk refuses writes, reads go on, and with space all goes on', async ({ skip }) => {
  if (cannotMount) skip(cannotMount)
  const store = testRecords(smallDisk(4096))
  const ballast = join(store.folder, 'ballast')
  writeFileSync(ballast, Buffer.alloc(2 << 20))
  const { acknowledged, error } = await writeUntilFull(store)
  expect(error).toEqual(diskFull)
  fillDisk(store.folder)
  await expect(large('more').then((more) => store.catalogue.accept([more]))).rejects.toEqual(
    diskFull,
  )
  expect(irisOf(store)).toEqual(acknowledged)
  expect(store.records.health()).toMatchObject({ writable: false })

  rmSync(ballast)
  store.catalogue.withdraw([...store.catalogue.ofSource('test')].slice(0, 1))
  const small = await submission(':d :p "1" .')
  store.catalogue.accept([small])
  expect(store.records.health()).toEqual({ writable: true })
  store.records.close()
  expect(irisOf(testRecords(store.folder))).toEqual([...acknowledged.slice(1), small.iri])
})

test('a harvest onto a full disk is incomplete, says why, and deletes nothing', async ({
  skip,
}) => {
  if (cannotMount) skip(cannotMount)
  const store = testHarvest({}, smallDisk(2048))
  const some = Array.from({ length: 20 }, (_, i) => dataset(`d${i}`)).join('')
  expect((await store.run(fileWith(prefixes + some))).report.state).toBe('complete')
  const before = store.stored()
  const title = () => randomBytes(4000).toString('hex')
  const more = Array.from({ length: 600 }, (_, i) => dataset(`more${i}`, title())).join('')
  const { report } = await store.run(fileWith(prefixes + more))
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'disk-full' } })
  for (const [iri, text] of before) expect(store.stored().get(iri)).toBe(text)
})

test('on a disk that is full from the beginning nothing starts, and the message says why', ({
  skip,
}) => {
  if (cannotMount) skip(cannotMount)
  const folder = smallDisk(64)
  fillDisk(folder)
  expect(() => testRecords(folder)).toThrow(
    expect.objectContaining({ code: 'disk-full', message: expect.stringContaining(folder) }),
  )
})

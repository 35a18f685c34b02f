import { expect, test } from 'vitest'
import { dataset, fileWith, prefixes, testHarvest, testSource } from './harvest-kit.ts'

const catalogue = (...names: string[]) => prefixes + names.map((name) => dataset(name)).join('')

test('the first run creates, the second finds everything unchanged and writes nothing', async () => {
  const { run, records } = testHarvest()
  const file = fileWith(catalogue('a', 'b'))
  const first = await run(file)
  expect(first.report).toMatchObject({
    state: 'complete',
    tally: { created: 2 },
    seen: { dataset: 2 },
  })
  const revision = records.revision()
  const second = await run(file)
  expect(second.report).toMatchObject({ state: 'complete', tally: { created: 0, unchanged: 2 } })
  expect(records.revision()).toBe(revision)
})

test('changed, new and gone datasets are told apart', async () => {
  const { run, stored } = testHarvest()
  await run(fileWith(catalogue('a', 'b', 'c')))
  const changed = prefixes + dataset('a') + dataset('b', 'new title') + dataset('d')
  const { outcomes } = await run(fileWith(changed))
  expect(outcomes).toEqual(['created d', 'gone c', 'unchanged a', 'updated b'])
  expect([...stored().keys()].sort()).toEqual(
    ['a', 'b', 'd'].map((name) => `http://example.org/${name}`),
  )
})

test('a source that breaks off deletes nothing', async () => {
  const { run, stored } = testHarvest()
  await run(fileWith(catalogue('a', 'b')))
  const { report } = await run(fileWith(`${catalogue('a')}\n:x dct:title "`))
  expect(report).toMatchObject({
    state: 'incomplete',
    reason: { code: 'rdf-syntax' },
    tally: { gone: 0 },
  })
  expect(stored().size).toBe(2)
})

test('an empty catalogue deletes nothing', async () => {
  const { run, stored } = testHarvest()
  await run(fileWith(catalogue('a', 'b')))
  const { report } = await run(fileWith(`${prefixes} :c a dcat:Catalog .`))
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'too-many-gone' } })
  expect(stored().size).toBe(2)
})

test('most of a larger source is deleted only when that is asked for', async () => {
  const { run, stored } = testHarvest()
  const names = Array.from({ length: 60 }, (_, i) => `d${i}`)
  await run(fileWith(catalogue(...names)))
  const few = fileWith(catalogue(...names.slice(0, 20)))
  expect((await run(few)).report).toMatchObject({
    state: 'incomplete',
    reason: { code: 'too-many-gone' },
  })
  expect(stored().size).toBe(60)
  expect((await run(few, { deleteAnyway: true })).report.tally.gone).toBe(40)
  expect(stored().size).toBe(20)
})

const feed = (pages: string[], options: { total?: number; last?: string } = {}) =>
  testSource((path, origin) => {
    const number = Number(new URL(path, origin).searchParams.get('page') ?? 1)
    const body = pages[number - 1]
    if (body === undefined) return undefined
    const link = number < pages.length ? `${origin}/catalog?page=${number + 1}` : options.last
    const next = link === undefined ? '' : `; hydra:next <${link.replace('ORIGIN', origin)}>`
    const total =
      options.total === undefined
        ? ''
        : `:c a hydra:Collection ; hydra:totalItems ${options.total} .`
    return {
      body: `${prefixes}${body} <${origin}/catalog?page=${number}> a hydra:PartialCollectionView ${next} . ${total}`,
    }
  })

const page = (...names: string[]) => names.map((name) => dataset(name)).join('')

test('a paged feed is read to its end', async () => {
  const { run } = testHarvest()
  const { origin, paths } = await feed([page('a', 'b'), page('c'), page('d')], { total: 4 })
  const { report, outcomes } = await run(`${origin}/catalog`)
  expect(report).toMatchObject({ state: 'complete', pages: 3, announced: 4 })
  expect(outcomes).toEqual(['created a', 'created b', 'created c', 'created d'])
  expect(paths).toHaveLength(3)
})

test('the older paging terms with literals are followed', async () => {
  const { run } = testHarvest()
  const { origin } = await testSource((path, at) => ({
    body:
      path === '/catalog'
        ? `${prefixes}${page('a')} <${at}/catalog> a hydra:PagedCollection ; hydra:totalItems 2 ; hydra:nextPage "${at}/catalog?page=2" .`
        : `${prefixes}${page('b')} <${at}/catalog?page=2> a hydra:PagedCollection ; hydra:totalItems 2 .`,
  }))
  const { report } = await run(`${origin}/catalog`)
  expect(report).toMatchObject({ state: 'complete', pages: 2, tally: { created: 2 } })
})

test.for([
  ['the first page', 'ORIGIN/catalog'],
  ['a page before', 'ORIGIN/catalog?page=2'],
  ['itself', 'ORIGIN/catalog?page=3'],
])('a feed whose last page leads to %s is incomplete', async ([, last]) => {
  const { run } = testHarvest()
  const { origin } = await feed([page('a'), page('b'), page('c')], { last: last ?? '' })
  const { report } = await run(`${origin}/catalog`)
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'page-loop' } })
})

test('the same page under ever new addresses is a loop', async () => {
  const { run } = testHarvest()
  let number = 0
  const { origin } = await testSource((_, at) => ({
    body: `${prefixes}${page('a')} [] a hydra:PartialCollectionView ; hydra:next <${at}/?page=${++number}> .`,
  }))
  const { report } = await run(origin)
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'page-loop' } })
})

test('a page that fails in the middle leaves what is stored alone', async () => {
  const { run, stored } = testHarvest()
  const whole = await feed([page('a'), page('b'), page('c')])
  await run(`${whole.origin}/catalog`)
  const broken = await feed([page('a'), 'this is not Turtle', page('c')])
  const { report } = await run(`${broken.origin}/catalog`)
  expect(report).toMatchObject({
    state: 'incomplete',
    reason: { code: 'rdf-syntax' },
    tally: { unchanged: 1 },
  })
  expect(stored().size).toBe(3)
})

test('a feed with fewer datasets than it says deletes nothing', async () => {
  const { run, stored } = testHarvest()
  const whole = await feed([page('a', 'b'), page('c')], { total: 3 })
  await run(`${whole.origin}/catalog`)
  const short = await feed([page('a', 'b')], { total: 3 })
  const { report } = await run(`${short.origin}/catalog`)
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'total-differs' } })
  expect(stored().size).toBe(3)
})

test('a dataset on two pages is taken once and reported', async () => {
  const { run } = testHarvest()
  const { origin } = await feed([page('a', 'b'), page('b', 'c')])
  const { report } = await run(`${origin}/catalog`)
  expect(report).toMatchObject({ tally: { created: 3, notTaken: 1 } })
  expect(report.warnings).toMatchObject([{ kind: 'duplicate', count: 1 }])
})

test('a source that answers with an error is incomplete and says which', async () => {
  const { run } = testHarvest()
  const { origin } = await testSource(() => ({ body: 'gone', status: 410 }))
  const { report } = await run(origin)
  expect(report).toMatchObject({
    state: 'incomplete',
    reason: { code: 'source-status', message: expect.stringContaining('410') },
  })
})

test('a source is not harvested twice at once', async () => {
  const { run } = testHarvest()
  const { origin } = await testSource(() => ({ body: catalogue('a') }))
  const first = run(origin)
  await expect(run(origin)).rejects.toMatchObject({ code: 'harvest-running', status: 409 })
  expect((await first).report.state).toBe('complete')
})

test('a stopped run keeps what it has and deletes nothing', async () => {
  const { run, stored } = testHarvest()
  await run(fileWith(catalogue('a', 'b')))
  const stop = new AbortController()
  const { origin } = await testSource((_, at) => {
    queueMicrotask(() => stop.abort())
    return { body: `${catalogue('a')} [] a hydra:PartialCollectionView ; hydra:next <${at}/2> .` }
  })
  const { report } = await run(origin, { signal: stop.signal })
  expect(report).toMatchObject({ state: 'interrupted', reason: { code: 'stopped' } })
  expect(stored().size).toBe(2)
})

test('two sources may fill one catalogue, but not each other’s datasets', async () => {
  const { run } = testHarvest()
  await run(fileWith(catalogue('a')), {}, { id: 'one' })
  const { report, items } = await run(fileWith(catalogue('a', 'b')), {}, { id: 'two' })
  expect(report).toMatchObject({ state: 'complete', tally: { created: 1, notTaken: 1 } })
  expect(items.find(({ outcome }) => outcome === 'not-taken')?.problem?.code).toBe('iri-taken')
})

test('a file that is not there is told by its name', async () => {
  const { run } = testHarvest()
  const { report } = await run('/nowhere/catalogue.ttl')
  expect(report.reason).toMatchObject({
    code: 'file-not-readable',
    message: expect.stringContaining('/nowhere'),
  })
})

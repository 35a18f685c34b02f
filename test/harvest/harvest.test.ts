import { expect, test } from 'vitest'
import { idOfIri } from '../../src/harvest/identity.ts'
import { base } from '../store.ts'
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

test('a dataset whose IRI is none is not taken, and what it may have been is not deleted', async () => {
  const { run, stored } = testHarvest()
  await run(fileWith(catalogue('a', 'b')))
  const broken = fileWith(
    `${catalogue('a')} <http//example.org/b> a dcat:Dataset ; dct:title "b" .`,
  )
  const { report } = await run(broken)
  expect(report).toMatchObject({
    state: 'incomplete',
    reason: { code: 'not-an-iri' },
    tally: { unchanged: 1, notTaken: 1, gone: 0 },
  })
  expect(stored().size).toBe(2)
  expect((await run(broken, { deleteAnyway: true })).report.tally.gone).toBe(1)
})

test('a folder is no file to be read', async () => {
  const { run, folder } = testHarvest()
  expect((await run(folder)).report.reason).toMatchObject({
    code: 'file-not-readable',
    message: expect.stringContaining(folder),
  })
})

test('no source can have the IRI of a catalogue or record of ours', async () => {
  const { run, records } = testHarvest()
  const victim = fileWith(catalogue('a'))
  const wanted = { id: 'town', catalogue: { id: 'town', title: { de: 'Stadt' } } }
  const address = `${base}/datasets/${idOfIri('http://example.org/a')}`
  const iris = [`${address}/record`, `${base}/catalogues/town`, `${base}/catalog`]
  const hostile = iris.map((iri) => `<${iri}> a dcat:Dataset ; dct:title "x" .`)
  const { items } = await run(fileWith(prefixes + hostile.join('')), {}, { id: 'hostile' })
  expect(items.map(({ problem }) => problem?.code)).toEqual(iris.map(() => 'iri-reserved'))
  expect((await run(victim, {}, wanted)).report).toMatchObject({ state: 'complete' })
  expect(records.byIri(`${address}/record`)?.kind).toBe('record')
  expect(records.byIri(`${base}/catalogues/town`)?.kind).toBe('catalogue')
})

test('a dataset whose IRI is a page of ours is at that page, unless another one is', async () => {
  const { run, records } = testHarvest()
  await run(fileWith(catalogue('a')))
  const id = idOfIri('http://example.org/a')
  const { outcomes } = await run(
    fileWith(
      `${catalogue('a')} <${base}/datasets/trees> a dcat:Dataset ; dct:title "t" .
       <${base}/datasets/${id}> a dcat:Dataset ; dct:title "x" .`,
    ),
  )
  expect(outcomes).toEqual(['created trees', `not-taken ${id}`, 'unchanged a'])
  expect(records.byIri(`${base}/datasets/trees`)?.id).toBe('trees')
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

import { expect, test } from 'vitest'
import { feed, page, prefixes, testHarvest, testSource } from './harvest-kit.ts'

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

test('a dataset on two pages is taken once, counted once and reported', async () => {
  const { run } = testHarvest()
  const { origin } = await feed([page('a', 'b'), page('b', 'c')], { total: 3 })
  const { report } = await run(`${origin}/catalog`)
  expect(report).toMatchObject({ state: 'complete', tally: { created: 3, notTaken: 0 } })
  expect(report.warnings).toMatchObject([{ kind: 'repeated', count: 1 }])
})

test('a dataset that comes twice does not stand in for one that was missed', async () => {
  const { run, stored } = testHarvest()
  const whole = await feed([page('a', 'b'), page('c', 'd')], { total: 4 })
  await run(`${whole.origin}/catalog`)
  const shifted = await feed([page('a', 'b'), page('b', 'd')], { total: 4 })
  const { report } = await run(`${shifted.origin}/catalog`)
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'total-differs' } })
  expect(stored().size).toBe(4)
})

test('pages that overlap delete nothing where no total says that all was seen', async () => {
  const { run, stored } = testHarvest()
  await run(`${(await feed([page('a', 'b'), page('c', 'd')])).origin}/catalog`)
  const { origin } = await feed([page('a', 'b'), page('b', 'd')])
  const { report } = await run(`${origin}/catalog`)
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'pages-overlap' } })
  expect(stored().size).toBe(4)
  expect((await run(`${origin}/catalog`, { deleteAnyway: true })).report.tally.gone).toBe(1)
})

test('pages that overlap are no fault as long as nothing is missing', async () => {
  const { run } = testHarvest()
  const { origin } = await feed([page('a', 'b'), page('b', 'c')])
  expect((await run(`${origin}/catalog`)).report.state).toBe('complete')
})

test('a service that is described on each page is one service', async () => {
  const { run } = testHarvest()
  const withApi = (name: string) =>
    `${page(name)} :${name} dcat:distribution [ dcat:accessService :api ] .
     :api a dcat:DataService ; dct:title "api" .`
  const { origin } = await feed([withApi('a'), withApi('b')], { total: 3 })
  const { report } = await run(`${origin}/catalog`)
  expect(report).toMatchObject({ state: 'complete', tally: { created: 3, notTaken: 0 } })
})

test('a page with nothing on it is not the end of the feed', async () => {
  const { run, stored } = testHarvest()
  await run(`${(await feed([page('a'), page('b')])).origin}/catalog`)
  const { origin } = await testSource((path, at) => ({
    body: path === '/2' ? '' : `${prefixes}${page('a')} [] hydra:next <${at}/2> .`,
  }))
  const { report } = await run(origin)
  expect(report).toMatchObject({ state: 'incomplete', reason: { code: 'empty-page' } })
  expect(stored().size).toBe(2)
})

test('a next page counts although nothing says of what it is the next', async () => {
  const { run } = testHarvest()
  const { origin } = await testSource((path, at) => ({
    body:
      path === '/2'
        ? `${prefixes}${page('b')}`
        : `${prefixes}${page('a')} <${at}/> hydra:next <${at}/2> .`,
  }))
  expect((await run(origin)).report).toMatchObject({ state: 'complete', pages: 2 })
})

test('a page that speaks of its neighbours, too, is left by its own link', async () => {
  const { run } = testHarvest()
  const pages = ['/', '/2', '/3']
  const { origin } = await testSource((path, at) => {
    const views = pages.map((view, index) => {
      const next = pages[index + 1]
      return `<${at}${view}> a hydra:PartialCollectionView ${next ? `; hydra:next <${at}${next}>` : ''} .`
    })
    return { body: `${prefixes}${page(`d${pages.indexOf(path)}`)} ${views.join('\n')}` }
  })
  expect((await run(origin)).report).toMatchObject({ state: 'complete', pages: 3 })
})

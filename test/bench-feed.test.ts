import { DataFactory, Parser, Store } from 'n3'
import { expect, onTestFinished, test } from 'vitest'
import { dcat, hydra, rdf } from '../src/rdf/vocabulary.ts'
import { spawnFeed, startFeed, type Feed, type FeedSettings } from './bench/feed-server.ts'
import { generateDatasets } from './bench/generator.ts'

async function feed(settings: FeedSettings, start = startFeed): Promise<Feed> {
  const running = await start(settings)
  onTestFinished(() => running.close())
  return running
}

async function page(url: string) {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/turtle')
  return new Store(new Parser().parse(await response.text()))
}

const values = (store: Store, predicate: string) =>
  store.getObjects(null, hydra(predicate), null).map(({ value }) => value)

const datasetsOf = (store: Store) =>
  store.getSubjects(rdf('type'), dcat('Dataset'), null).map(({ value }) => value)

/** All pages from the first on, by the link of the given name. */
async function walk(url: string, link: string) {
  const pages: Store[] = []
  for (
    let next: string | undefined = url;
    next;
    next = values(pages.at(-1) ?? new Store(), link)[0]
  )
    pages.push(await page(next))
  return pages
}

const iris = (count: number) => Array.from(generateDatasets({ count }), ({ iri }) => iri)

test('a walk along hydra:next meets every dataset once', async () => {
  const { url } = await feed({ datasets: 25, pageSize: 10 })
  const pages = await walk(url, 'next')
  expect(pages.map((store) => datasetsOf(store).length)).toEqual([10, 10, 5])
  expect(pages.flatMap(datasetsOf)).toEqual(iris(25))
  expect(pages.map((store) => values(store, 'totalItems'))).toEqual([['25'], ['25'], ['25']])
})

test('a view links its neighbours by IRIs and is the view of the catalogue', async () => {
  const { url } = await feed({ datasets: 25, pageSize: 10 })
  const store = await page(`${url}?page=2`)
  const view = DataFactory.namedNode(`${url}?page=2`)
  expect(store.has(DataFactory.quad(view, rdf('type'), hydra('PartialCollectionView')))).toBe(true)
  expect(store.getSubjects(hydra('view'), view, null)).toHaveLength(1)
  for (const [link, number] of Object.entries({ first: 1, previous: 1, next: 3, last: 3 }))
    expect(store.getObjects(view, hydra(link), null)).toEqual([
      DataFactory.namedNode(`${url}?page=${number}`),
    ])
})

test('a legacy feed links its neighbours by literals, in both generations of terms', async () => {
  const { url } = await feed({ datasets: 25, pageSize: 10, paging: 'legacy' })
  const pages = await walk(url, 'nextPage')
  expect(pages.flatMap(datasetsOf)).toEqual(iris(25))
  const [first = new Store()] = pages
  expect(first.getSubjects(rdf('type'), hydra('PagedCollection'), null)).toHaveLength(1)
  const next = DataFactory.literal(`${url}?page=2`)
  expect(first.getObjects(null, hydra('nextPage'), null)).toEqual([next])
  expect(first.getObjects(null, hydra('next'), null)).toEqual([next])
  expect(values(first, 'previousPage')).toEqual([])
})

test('a later version is kept from page to page', async () => {
  const { url } = await feed({ datasets: 200, prerender: true })
  const [before, after] = await Promise.all([walk(url, 'next'), walk(`${url}?version=1`, 'next')])
  expect(after.flatMap(datasetsOf)).toEqual(before.flatMap(datasetsOf))
  expect(values(after[0] ?? new Store(), 'next')).toEqual([`${url}?version=1&page=2`])
})

test.for(['?page=4', '?page=0', '?page=two', '?version=x', 'ue'])(
  'a page that is not there (%s) is not found',
  async (rest) => {
    const { url } = await feed({ datasets: 25, pageSize: 10 })
    expect((await fetch(url + rest)).status).toBe(404)
  },
)

test('an empty catalogue has one page', async () => {
  const { url } = await feed({ datasets: 0 })
  const [only, ...others] = await walk(url, 'next')
  expect(others).toEqual([])
  expect(datasetsOf(only ?? new Store())).toEqual([])
})

test('HEAD answers like GET', async () => {
  const { url } = await feed({ datasets: 1, syntax: 'json-ld' })
  const [head, get] = await Promise.all([fetch(url, { method: 'HEAD' }), fetch(url)])
  expect(head.status).toBe(200)
  expect(head.headers.get('content-type')).toBe('application/ld+json')
  expect(head.headers.get('content-length')).toBe(String((await get.bytes()).length))
})

test('a feed runs in a process of its own', async () => {
  const { url } = await feed({ datasets: 5, pageSize: 2, paging: 'legacy' }, spawnFeed)
  const pages = await walk(url, 'nextPage')
  expect(pages.flatMap(datasetsOf)).toEqual(iris(5))
})

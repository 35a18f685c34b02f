import { expect, test } from 'vitest'
import { feedFormats, mediaTypeOf, suffixOf } from '../../src/http/formats.ts'
import { prefixes } from '../../src/rdf/vocabulary.ts'
import { base, dataset } from '../app.ts'
import type { read } from '../rdf/write-readers.ts'
import {
  appWithDatasets,
  datasetIri,
  datasetsOf,
  nodesOf,
  readPage,
  valuesOf,
  walkLikeCkan,
  walkLikePiveau,
} from './feed-kit.ts'

const hydra = (local: string) => prefixes.hydra + local
const dcat = (local: string) => prefixes.dcat + local
const size = 3

test.for([0, 1, 2, 3, 4, 6, 7] as const)(
  'each of %i datasets is met once, by suffix and by header, whoever walks',
  async (count) => {
    const { app } = await appWithDatasets(count)
    const expected = Array.from({ length: count }, (_, n) => datasetIri(n))
    for (const format of feedFormats) {
      for (const feed of [`${base}/catalog`, `${base}/catalogues/test/catalog`]) {
        const suffixed = `${feed}${suffixOf(format)}?size=${size}`
        const negotiated = `${feed}?size=${size}`
        const walks = [
          await walkLikeCkan(app, suffixed, format),
          await walkLikePiveau(app, suffixed, format),
          await walkLikeCkan(app, `${suffixed}&paging=legacy`, format),
          await walkLikePiveau(app, `${suffixed}&paging=legacy`, format),
          await walkLikeCkan(app, negotiated, format, mediaTypeOf(format)),
        ]
        for (const pages of walks) {
          expect(datasetsOf(pages)).toEqual(expected)
          expect(pages).toHaveLength(Math.max(1, Math.ceil(count / size)))
        }
      }
    }
  },
)

test('a page has one page node of one type, and one number of items', async () => {
  const { app } = await appWithDatasets(7)
  const start = `${base}/catalog.nt?size=${size}`
  for (const { quads, url } of await walkLikeCkan(app, start, 'n-triples')) {
    const [view, ...others] = nodesOf(quads, hydra('PartialCollectionView'))
    expect(others).toEqual([])
    expect(view).toBe(url.includes('page=') ? url : `${url}&page=1`)
    expect(valuesOf(quads, view ?? '', `${prefixes.rdf}type`)).toHaveLength(1)
    expect(nodesOf(quads, hydra('Collection'))).toEqual([`${base}/catalog`])
    expect(valuesOf(quads, `${base}/catalog`, hydra('view')).map(({ value }) => value)).toEqual([
      view,
    ])
    const totals = quads.filter(({ predicate }) => predicate.value === hydra('totalItems'))
    expect(totals.map(({ subject, object }) => [subject.value, object.value])).toEqual([
      [`${base}/catalog`, '7'],
    ])
  }
})

test('pages link to each other by absolute IRIs that differ in the query alone', async () => {
  const { app } = await appWithDatasets(7)
  const [first, second, third] = await walkLikeCkan(app, `${base}/catalog.ttl?size=3`, 'turtle')
  const page = (n: number) => `${base}/catalog.ttl?size=3&page=${n}`
  const linksOf = ({ quads }: { quads: Awaited<ReturnType<typeof read>> }, address: string) =>
    Object.fromEntries(
      ['first', 'previous', 'next', 'last'].map((step) => [
        step,
        valuesOf(quads, address, hydra(step)).map(({ termType, value }) => `${termType} ${value}`),
      ]),
    )
  const iri = (address: string) => [`NamedNode ${address}`]
  if (!first || !second || !third) throw new Error('There are three pages.')
  expect(second.url).toMatch(/\?size=3&page=2&after=\d+$/)
  const ends = { first: iri(page(1)), last: iri(page(3)) }
  expect(linksOf(first, page(1))).toEqual({ ...ends, previous: [], next: iri(second.url) })
  expect(linksOf(second, second.url)).toEqual({
    ...ends,
    previous: iri(page(1)),
    next: iri(third.url),
  })
  expect(linksOf(third, third.url)).toEqual({ ...ends, previous: iri(page(2)), next: [] })
  const { headers } = await app.inject({ url: '/catalog.ttl?size=3&page=2' })
  const links = String(headers.link)
  expect(links).toContain(`<${third.url}>; rel="next"`)
  expect(links).toContain(`<${page(1)}>; rel="prev"`)
  expect(links).toContain(`<${page(1)}>; rel="first"`)
  expect(links).toContain(`<${page(3)}>; rel="last"`)
})

test('legacy paging is what ckanext-dcat writes', async () => {
  const { app } = await appWithDatasets(7)
  const page = (n: number) => `${base}/catalog.nt?paging=legacy&size=3&page=${n}`
  const { quads } = await readPage(app, page(2), 'n-triples')
  expect(nodesOf(quads, hydra('PartialCollectionView'))).toEqual([])
  expect(nodesOf(quads, hydra('PagedCollection'))).toEqual([page(2)])
  for (const [step, target] of [
    ['next', /&page=3&after=\d+$/],
    ['previous', /&page=1$/],
    ['first', /&page=1$/],
    ['last', /&page=3$/],
  ] as const) {
    for (const name of [step, `${step}Page`]) {
      const [value, ...others] = valuesOf(quads, page(2), hydra(name))
      expect(others).toEqual([])
      expect(value).toMatchObject({ termType: 'Literal', value: expect.stringMatching(target) })
    }
  }
  expect(valuesOf(quads, page(2), hydra('totalItems'))[0]?.value).toBe('7')
  expect(valuesOf(quads, page(2), hydra('itemsPerPage'))[0]?.value).toBe('3')
})

test('a page holds its datasets whole, and nothing leads from them to the catalogue', async () => {
  const { app, catalogue } = await appWithDatasets(4)
  const { quads, body } = await readPage(app, `${base}/catalog.nt?size=3&page=1`, 'n-triples')
  for (const n of [0, 1, 2]) {
    expect(body).toContain(catalogue.graph(catalogue.get('dataset', `d${n}`)))
  }
  const listed = valuesOf(quads, `${base}/catalog`, dcat('dataset')).map(({ value }) => value)
  expect(listed).toEqual([0, 1, 2].map(datasetIri))
  const toCatalogue = quads.filter(({ object }) => object.value === `${base}/catalog`)
  expect(toCatalogue).toEqual([])
  expect(quads.some(({ predicate }) => predicate.value === dcat('record'))).toBe(false)
})

test('series count as datasets of a catalogue, services as services', async () => {
  const { app, keep } = await appWithDatasets(1)
  const series = 'http://example.org/series'
  const service = 'http://example.org/service'
  await keep(`<${series}> a dcat:DatasetSeries .`, { kind: 'series', iri: series, id: 'reihe' })
  await keep(`<${service}> a dcat:DataService .`, { kind: 'service', iri: service, id: 'dienst' })
  const { quads } = await readPage(app, `${base}/catalog.nt`, 'n-triples')
  const listed = (local: string) =>
    valuesOf(quads, `${base}/catalog`, dcat(local)).map(({ value }) => value)
  expect(listed('dataset')).toEqual([datasetIri(0), series])
  expect(listed('service')).toEqual([service])
  expect(valuesOf(quads, `${base}/catalog`, hydra('totalItems'))[0]?.value).toBe('3')
})

test('the feed has the name of the only catalogue, and one of its own beside several', async () => {
  const { app, keep } = await appWithDatasets(1)
  const titles = async () => {
    const { quads } = await readPage(app, `${base}/catalog.nt`, 'n-triples')
    return valuesOf(quads, `${base}/catalog`, `${prefixes.dct}title`).map(({ value }) => value)
  }
  expect(await titles()).toEqual(['Testkatalog'])
  const iri = `${base}/catalogues/other`
  await keep(`<${iri}> a dcat:Catalog ; dct:title "Anderer"@de .`, {
    kind: 'catalogue',
    id: 'other',
    iri,
  })
  expect(await titles()).toEqual(['Findbuch: offene Daten', 'Findbuch: open data'])
  const other = await readPage(app, `${base}/catalogues/other/catalog.nt`, 'n-triples')
  expect(valuesOf(other.quads, iri, hydra('totalItems'))[0]?.value).toBe('0')
  expect(valuesOf(other.quads, iri, `${prefixes.dct}title`)[0]?.value).toBe('Anderer')
})

test('what a harvested catalogue says of its own members and pages is not said again', async () => {
  const { app, keep } = await appWithDatasets(1)
  const iri = `${base}/catalogues/test`
  await keep(
    `<${iri}> a dcat:Catalog ; dct:title "Neu"@de ; dcat:dataset <http://elsewhere.example/> ;
       <${hydra('totalItems')}> 99 .`,
    { kind: 'catalogue', id: 'test', iri },
  )
  const { quads } = await readPage(app, `${base}/catalogues/test/catalog.nt`, 'n-triples')
  expect(valuesOf(quads, iri, hydra('totalItems')).map(({ value }) => value)).toEqual(['1'])
  expect(valuesOf(quads, iri, dcat('dataset')).map(({ value }) => value)).toEqual([datasetIri(0)])
})

test('clients that name no type get RDF/XML, browsers too', async () => {
  const { app } = await appWithDatasets(1)
  for (const headers of [
    {},
    { accept: '*/*' },
    { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
  ]) {
    const answer = await app.inject({ url: '/catalog', headers })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/rdf+xml')
    expect(answer.headers.vary).toBe('Accept')
  }
  expect((await app.inject({ url: '/catalog', headers: { accept: 'text/html' } })).statusCode).toBe(
    406,
  )
  expect((await app.inject({ url: '/catalog.html' })).statusCode).toBe(404)
})

test('an unchanged page is not sent again, whatever happens to others', async () => {
  const { app, keep } = await appWithDatasets(6)
  const get = (page: number, etag?: string | string[]) =>
    app.inject({
      url: `/catalog.nt?size=3&page=${page}`,
      headers: etag === undefined ? {} : { 'if-none-match': String(etag) },
    })
  const [first, second] = [await get(1), await get(2)]
  expect((await get(1, first.headers.etag)).statusCode).toBe(304)
  await keep(dataset(datasetIri(5), 'Anders'), { iri: datasetIri(5) })
  expect((await get(1, first.headers.etag)).statusCode).toBe(304)
  expect((await get(2, second.headers.etag)).statusCode).toBe(200)
  await keep(dataset(datasetIri(6)), { iri: datasetIri(6), id: 'd6' })
  expect((await get(1, first.headers.etag)).statusCode).toBe(200)
})

test('a deleted dataset leaves the feed', async () => {
  const { app, catalogue } = await appWithDatasets(4)
  catalogue.withdraw([catalogue.get('dataset', 'd1')])
  const pages = await walkLikeCkan(app, `${base}/catalog.nt?size=2`, 'n-triples')
  expect(datasetsOf(pages)).toEqual([0, 2, 3].map(datasetIri))
})

test('who walks while datasets are deleted misses none of the others', async () => {
  const { app, catalogue } = await appWithDatasets(7)
  const remove = (...ids: string[]) => {
    catalogue.withdraw(ids.map((id) => catalogue.get('dataset', id)))
  }
  const walk = async function* () {
    let url: string | undefined = `${base}/catalog.nt?size=2`
    while (url !== undefined) {
      const { quads } = await readPage(app, url, 'n-triples')
      yield valuesOf(quads, `${base}/catalog`, dcat('dataset')).map(({ value }) => value)
      url = quads.find(({ predicate }) => predicate.value === hydra('next'))?.object.value
    }
  }
  const pages = walk()
  expect((await pages.next()).value).toEqual([0, 1].map(datasetIri))
  remove('d0', 'd1', 'd3')
  expect((await pages.next()).value).toEqual([2, 4].map(datasetIri))
  remove('d5', 'd6')
  expect((await pages.next()).value).toEqual([])
  expect((await pages.next()).done).toBe(true)
})

test.for([
  ['page=0', 400],
  ['page=3&after=0', 200],
  ['page=3&after=99999999999999999999', 200],
  ['after=-1', 400],
  ['page=-1', 400],
  ['page=x', 400],
  ['page=', 400],
  ['page=1&page=2', 400],
  ['size=0', 400],
  ['size=x', 400],
  ['paging=modern', 400],
  ['page=3', 404],
  ['page=99999999999', 404],
  ['size=5000', 200],
  ['unknown=1', 200],
] as const)('?%s gets %i', async ([query, status]) => {
  const { app } = await appWithDatasets(2, { FEED_PAGE_SIZE: '1' })
  expect((await app.inject({ url: `/catalog?${query}` })).statusCode).toBe(status)
})

test('a size beyond the largest is taken for the largest, and said in the links', async () => {
  const { app } = await appWithDatasets(1)
  const { headers } = await app.inject({ url: '/catalog?size=5000' })
  expect(headers.link).toContain(`<${base}/catalog?size=1000&page=1>; rel="first"`)
})

test('what RDF/XML cannot express is left out there, and only that', async () => {
  const lines: string[] = []
  const { app, keep } = await appWithDatasets(1)
  app.log.warn = (...args: unknown[]) => void lines.push(JSON.stringify(args))
  const iri = 'http://example.org/odd'
  const odd = `<${iri}> <http://example.org/1> "keine"@de ; dct:description "a\\u0001b" .`
  await keep(dataset(iri) + odd, { iri, id: 'odd' })
  const pages = await walkLikeCkan(app, `${base}/catalog.rdf`, 'rdf-xml')
  expect(datasetsOf(pages)).toEqual([datasetIri(0), iri])
  const { quads } = await readPage(app, `${base}/catalog.nt`, 'n-triples')
  expect(quads).toHaveLength((pages[0]?.quads.length ?? 0) + 2)
  expect(lines.join()).toMatch(/odd.*"triples":2.*triples left out/)
})

test('a dataset cannot lead a harvester to pages of its own', async () => {
  const { app, keep, id } = await appWithDatasets(2).then(async (parts) => ({
    ...parts,
    id: await parts.keep(
      `<http://evil.example/> a <${hydra('PagedCollection')}> , dcat:Dataset ;
         <${hydra('nextPage')}> "http://evil.example/2" ; <${hydra('totalItems')}> 0 .`,
      { iri: 'http://evil.example/', id: 'evil' },
    ),
  }))
  await keep(dataset(datasetIri(3)), { iri: datasetIri(3), id: 'd3' })
  const pages = await walkLikePiveau(app, `${base}/catalog.nt?size=2`, 'n-triples')
  expect(pages).toHaveLength(2)
  expect(datasetsOf(pages)).toHaveLength(4)
  expect((await app.inject({ url: `/datasets/${id}.nt` })).body).toContain('nextPage')
})

test('a page that is too large is an error that names the remedy', async () => {
  const { app, keep } = await appWithDatasets(0)
  for (const n of [0, 1, 2]) {
    const text = `${n}${'x'.repeat(4 * 1024 * 1024)}`
    await keep(`<${datasetIri(n)}> a dcat:Dataset ; dct:description "${text}" .`, {
      iri: datasetIri(n),
      id: `d${n}`,
    })
  }
  const answer = await app.inject({ url: '/catalog.nt' })
  expect(answer.statusCode).toBe(507)
  expect(answer.json()).toMatchObject({ type: 'urn:findbuch:problem:page-too-large' })
  const pages = await walkLikeCkan(app, `${base}/catalog.nt?size=2`, 'n-triples')
  expect(datasetsOf(pages)).toHaveLength(3)
})

test('the feed of an unknown catalogue is not found', async () => {
  const { app } = await appWithDatasets(0)
  expect((await app.inject({ url: '/catalogues/unknown/catalog' })).statusCode).toBe(404)
})

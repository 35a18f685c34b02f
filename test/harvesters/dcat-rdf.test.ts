import { Parser } from 'n3'
import { expect, test } from 'vitest'
import { describe as describeResource } from '../../harvesters/dcat-rdf/describe.ts'
import { openPage } from '../../harvesters/dcat-rdf/page.ts'
import { openSpool } from '../../harvesters/dcat-rdf/spool.ts'
import { canonicalGraph } from '../../src/rdf/canonical.ts'
import { dataset, fileWith, prefixes, testHarvest } from '../harvest/harvest-kit.ts'
import { base, temporaryFolder } from '../store.ts'

const graphOf = async (turtle: string, iri: string) =>
  (await canonicalGraph(new Parser().parse(prefixes + turtle), iri)).ntriples

test('a dataset is taken with all that describes it, and ends where others begin', async () => {
  const { run, stored } = testHarvest()
  const own = `
    :a a dcat:Dataset ; dct:title "a"@de ;
      dct:publisher :town ; dcat:contactPoint [ a vcard:Kind ; vcard:hasAddress [ vcard:locality "Ort" ] ] ;
      dcat:distribution :a1 ; dct:relation :b ; dcat:inSeries :s ; :inCatalogue :c .
    :a1 a dcat:Distribution ; dcat:accessService :api .
    :api a dcat:DataService ; dct:title "api" ; dcat:servesDataset :a, :b .
    :town a foaf:Agent ; foaf:name "Stadt" ; foaf:member :office . :office foaf:name "Amt" .`
  const others = `
    :b a dcat:Dataset ; dct:title "b" .
    :s a dcat:DatasetSeries ; dct:title "s" .
    :r a dcat:CatalogRecord ; foaf:primaryTopic :a .
    :c a dcat:Catalog ; dct:title "c" ; dcat:dataset :a, :b ; dcat:record :r .`
  const { report } = await run(fileWith(prefixes + own + others))
  const iri = 'http://example.org/a'
  expect(stored().get(iri)).toBe(await graphOf(own, iri))
  expect(report.seen).toEqual({ dataset: 2, series: 1, service: 1 })
})

test('what belongs to no resource is counted by type', async () => {
  const { run } = testHarvest()
  const { report } = await run(
    fileWith(
      `${prefixes}${dataset('a')} :r a dcat:CatalogRecord ; dct:issued "2020" . :x :p :y, :z . :c a dcat:Catalog ; dcat:dataset :a .`,
    ),
  )
  expect(report.unassigned).toEqual({ 'http://www.w3.org/ns/dcat#CatalogRecord': 2, 'no type': 2 })
})

test('the catalogue of the source describes ours, without its members', async () => {
  const { run, catalogue } = testHarvest()
  await run(
    fileWith(`${prefixes}${dataset('a')}
      :c a dcat:Catalog ; dct:title "Offene Daten"@de ; dct:publisher [ foaf:name "Stadt" ] ; dcat:dataset :a .`),
  )
  const graph = catalogue.graph(catalogue.get('catalogue', 'test'))
  expect(graph).toContain(
    `<${base}/catalogues/test> <http://purl.org/dc/terms/title> "Offene Daten"@de .`,
  )
  expect(graph).toContain('"Stadt"')
  expect(graph).not.toContain('http://example.org/a')
})

test('a catalogue that the operator has described keeps that description', async () => {
  const { run, catalogue } = testHarvest()
  const file = fileWith(`${prefixes}${dataset('a')} :c a dcat:Catalog ; dct:title "Portal" .`)
  await run(
    file,
    {},
    { catalogue: { id: 'test', title: { de: 'Kreis' }, publisher: { name: 'Amt' } } },
  )
  const graph = catalogue.graph(catalogue.get('catalogue', 'test'))
  expect(graph).toContain('"Kreis"@de')
  expect(graph).not.toContain('"Portal"')
})

test.for([
  ['an identifier', 'dct:identifier "4711" ;'],
  ['a landing page', 'dcat:landingPage <http://example.org/4711> ;'],
  ['an access URL', 'dcat:distribution [ dcat:accessURL <http://example.org/4711> ] ;'],
  ['a title only', ''],
])('a dataset without IRI that has %s gets the same one each time', async ([, properties]) => {
  const { run } = testHarvest()
  const text = (label: string, rest: string) =>
    fileWith(`${prefixes} ${label} a dcat:Dataset ; ${properties} dct:title "Bäume" ${rest} .`)
  const first = await run(text('_:a', ''))
  const second = await run(text('_:z', ''))
  const third = await run(text('_:b', '; dct:description "neu"'))
  const iri = first.items.find(({ kind }) => kind === 'dataset')?.iri
  expect(iri).toMatch(/^http:\/\/findbuch\.test\/datasets\/[a-z0-9-]+$/)
  expect(first.outcomes[0]).toMatch(/^created/)
  expect(second.outcomes[0]).toMatch(/^unchanged/)
  expect(third.outcomes[0]).toMatch(/^updated/)
})

test('references to a dataset without IRI lead to the one it gets', async () => {
  const { run, stored } = testHarvest()
  await run(
    fileWith(`${prefixes} _:x a dcat:Dataset ; dct:identifier "x" .
      :y a dcat:Dataset ; dct:title "y" ; dct:relation _:x .
      :s a dcat:DataService ; dcat:servesDataset _:x .`),
  )
  const minted = [...stored().keys()].find((iri) => iri.startsWith(base)) ?? 'none'
  expect(stored().get('http://example.org/y')).toContain(`relation> <${minted}> .`)
  expect(stored().get('http://example.org/s')).toContain(`servesDataset> <${minted}> .`)
})

test('a dataset with a relative IRI in a file gets one of ours; one with a URN keeps it in its record', async () => {
  const { run, stored, records } = testHarvest()
  await run(
    fileWith(`${prefixes} <trees/2024> a dcat:Dataset ; dct:title "t" ; dcat:landingPage <page> .
      <urn:uuid:4711> a dcat:Dataset ; dct:title "u" .`),
  )
  const iris = [...stored().keys()]
  expect(iris).toHaveLength(2)
  expect(iris.every((iri) => iri.startsWith(`${base}/datasets/`))).toBe(true)
  const urn = records.byId(`${records.byIri(iris[1] ?? '')?.id}/record`)
  expect(urn && records.graph(urn)).toContain('<http://purl.org/dc/terms/source> <urn:uuid:4711> .')
})

test('two datasets without IRI that have one identifier are not merged', async () => {
  const { run } = testHarvest()
  const { report } = await run(
    fileWith(`${prefixes} [] a dcat:Dataset ; dct:identifier "1" ; dct:title "a" .
      [] a dcat:Dataset ; dct:identifier "1" ; dct:title "b" .`),
  )
  expect(report).toMatchObject({ tally: { created: 1, notTaken: 1 } })
})

test('a dataset, a service and a series without IRI are told apart although they have one identifier', async () => {
  const { run } = testHarvest()
  const file = fileWith(`${prefixes} [] a dcat:Dataset ; dct:identifier "1" ; dct:title "a" .
    [] a dcat:DataService ; dct:identifier "1" ; dct:title "b" .
    [] a dcat:DatasetSeries ; dct:identifier "1" ; dct:title "c" .`)
  expect((await run(file)).report).toMatchObject({ tally: { created: 2, notTaken: 1 } })
  expect((await run(file)).report).toMatchObject({ tally: { unchanged: 2, notTaken: 1 } })
})

test('a dataset without IRI that becomes a series keeps its id', async () => {
  const { run } = testHarvest()
  const idOf = async (type: string) => {
    const file = fileWith(`${prefixes} [] a dcat:${type} ; dct:identifier "1" ; dct:title "a" .`)
    return (await run(file)).items.find(({ kind }) => kind !== 'catalogue')?.id
  }
  expect(await idOf('Dataset')).toBe(await idOf('DatasetSeries'))
})

test('a dataset with more distributions than any other is taken', async () => {
  const { run } = testHarvest()
  const distributions = Array.from(
    { length: 8327 },
    (_, i) => `:big dcat:distribution [ a dcat:Distribution ; dct:title "Datei ${i}"@de ;
      dct:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> ; dct:issued "2026" ;
      dcat:accessURL <http://example.org/files/${i}> ; dcat:byteSize ${i} ;
      dct:rights [ a dct:RightsStatement ; dct:title "frei"@de ] ] .`,
  )
  const { report } = await run(fileWith(prefixes + dataset('big') + distributions.join('\n')))
  expect(report).toMatchObject({ state: 'complete', tally: { created: 1 } })
})

test('a catalogue that cannot be described does not keep its datasets from being taken', async () => {
  const { run, catalogue } = testHarvest()
  const parts = Array.from({ length: 200_001 }, (_, i) => `:c dct:hasPart :p${i} .`).join('\n')
  const { report } = await run(fileWith(`${prefixes}${dataset('a')} :c a dcat:Catalog . ${parts}`))
  expect(report).toMatchObject({
    state: 'complete',
    tally: { created: 1 },
    warnings: [{ kind: 'resource-too-large' }],
  })
  expect(catalogue.catalogues()).toHaveLength(1)
})

test('a dataset with too many triples is left out and the others are taken', async () => {
  const { run } = testHarvest()
  const many = Array.from({ length: 200_001 }, (_, i) => `:big :p ${i} .`).join('\n')
  const { report, items } = await run(fileWith(prefixes + dataset('a') + dataset('big') + many))
  expect(report).toMatchObject({ state: 'complete', tally: { created: 1, notTaken: 1 } })
  expect(items.find(({ outcome }) => outcome === 'not-taken')?.problem?.code).toBe(
    'resource-too-large',
  )
})

test('one page of a paged feed in a file is not the whole', async () => {
  const { run } = testHarvest()
  const { report } = await run(
    fileWith(
      `${prefixes}${dataset('a')} <http://x.test/1> a hydra:PagedCollection ; hydra:nextPage "http://x.test/2" .`,
    ),
  )
  expect(report).toMatchObject({
    state: 'incomplete',
    reason: { code: 'only-one-page' },
    tally: { created: 1 },
  })
})

test('a dump larger than memory should be is read the same from disk', () => {
  const page = openPage(temporaryFolder())
  const spool = openSpool(temporaryFolder())
  const quads = new Parser({ blankNodePrefix: 'n3_' }).parse(
    `${prefixes}${dataset('a')} :a dcat:distribution [ dct:title "x\\ny" ; :p "1"^^:t ] ; dct:relation :b . ${dataset('b')}`,
  )
  for (const quad of quads) {
    page.add(quad)
    spool.add(
      quad.subject.termType === 'BlankNode' ? `_:${quad.subject.value}` : quad.subject.value,
      quad,
    )
  }
  const onDisk = { ...page, about: spool.about, has: spool.has, subjects: spool.subjects }
  const [inMemory, fromDisk] = [page, onDisk].map((each) =>
    describeResource(each, 'http://example.org/a'),
  )
  const plain = (found: typeof inMemory) =>
    found?.quads.map(({ subject, predicate, object }) =>
      [subject, predicate, object].map(({ value, termType }) => [termType, value]),
    )
  expect(plain(fromDisk)).toEqual(plain(inMemory))
  expect([...spool.subjects()]).toEqual([...page.subjects()])
  spool.close()
  page.close()
})

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Parser, Store, DataFactory } from 'n3'
import type { NamedNode, Term } from '@rdfjs/types'
import { expect, test } from 'vitest'
import { prefixes, dcat, dct, foaf, rdf } from '../../src/rdf/vocabulary.ts'
import { rapper } from '../external.ts'
import sources from '../../harvesters/sources.json' with { type: 'json' }

const list = new URL('../../harvesters/sources.json', import.meta.url)
const file = new URL(sources[0]?.location ?? 'no source', list)
const turtle = readFileSync(file, 'utf8')
const portal = new Store(new Parser().parse(turtle))

const dcatap = (local: string) => DataFactory.namedNode(prefixes.dcatap + local)
const dcatde = (local: string) => DataFactory.namedNode(prefixes.dcatde + local)
const all = (type: NamedNode) => portal.getSubjects(rdf('type'), type, null)
const values = (subject: Term, property: NamedNode) => portal.getObjects(subject, property, null)
const inGerman = (terms: Term[]) =>
  terms.filter((term) => term.termType === 'Literal' && term.language === 'de')
const unique = (terms: Term[]) => new Set(terms.map(({ value }) => value))

const datasets = all(dcat('Dataset'))
const distributions = all(dcat('Distribution'))
const services = all(dcat('DataService'))
const highValue = DataFactory.namedNode('http://data.europa.eu/eli/reg_impl/2023/138/oj')

test('the example source names a catalogue and a file that is there', () => {
  expect(sources).toHaveLength(1)
  expect(sources[0]).toMatchObject({ id: 'wiesenthal', kind: 'dcat-rdf' })
  expect(sources[0]?.catalogue.title).toHaveProperty('de')
  expect(sources[0]?.catalogue.title).toHaveProperty('en')
  const [publisher] = values(all(dcat('Catalog'))[0] ?? dcat('Catalog'), dct('publisher'))
  expect(publisher?.value).toBe(sources[0]?.catalogue.publisher.iri)
})

test('the example portal has 22 datasets with 42 distributions and four services', () => {
  expect([datasets.length, distributions.length, services.length]).toEqual([22, 42, 4])
})

test.for(datasets.map((dataset) => [dataset.value, dataset] as const))(
  '%s has what DCAT-AP.de asks of a dataset',
  ([, dataset]) => {
    expect(inGerman(values(dataset, dct('title')))).toHaveLength(1)
    expect(inGerman(values(dataset, dct('description')))).toHaveLength(1)
    expect(values(dataset, dct('identifier'))).toHaveLength(1)
    const [publisher, ...more] = values(dataset, dct('publisher'))
    expect(publisher && values(publisher, foaf('name'))).not.toHaveLength(0)
    expect(more).toEqual([])
    expect(values(dataset, dcat('theme'))).not.toHaveLength(0)
    expect(values(dataset, dcat('contactPoint'))).not.toHaveLength(0)
    expect(values(dataset, dcat('distribution'))).not.toHaveLength(0)
  },
)

test('identifiers and German titles are unique', () => {
  const all = (property: NamedNode) => datasets.flatMap((dataset) => values(dataset, property))
  expect(unique(all(dct('identifier'))).size).toBe(datasets.length)
  expect(unique(inGerman(all(dct('title')))).size).toBe(datasets.length)
})

test('one dataset has no IRI', () => {
  expect(datasets.filter(({ termType }) => termType === 'BlankNode')).toHaveLength(1)
})

test('every dataset and service is in the catalogue', () => {
  const [catalogue] = all(dcat('Catalog'))
  const listed = (property: NamedNode) => unique(catalogue ? values(catalogue, property) : [])
  expect(listed(dcat('dataset'))).toEqual(unique(datasets))
  expect(listed(dcat('service'))).toEqual(unique(services))
})

test('every distribution has one licence, and attribution text where the licence asks for it', () => {
  for (const distribution of distributions) {
    const [licence, ...more] = values(distribution, dct('license'))
    expect(licence?.value).toMatch(/^http:\/\/dcat-ap\.de\/def\/licenses\//)
    expect(more).toEqual([])
    const attribution = values(distribution, dcatde('licenseAttributionByText'))
    expect(attribution).toHaveLength(/by/.test(licence?.value ?? '') ? 1 : 0)
  }
  expect(unique(portal.getObjects(null, dct('license'), null)).size).toBe(6)
})

test('the themes are varied', () => {
  expect(unique(portal.getObjects(null, dcat('theme'), null)).size).toBeGreaterThanOrEqual(8)
})

test('the budget is a series of three years in order', () => {
  const [series] = all(dcat('DatasetSeries'))
  const members = portal.getSubjects(dcat('inSeries'), series ?? null, null)
  expect(members).toHaveLength(3)
  expect(unique(series ? values(series, dcat('seriesMember')) : [])).toEqual(unique(members))
  expect(portal.getQuads(null, dcat('prev'), null, null)).toHaveLength(2)
})

test('a high-value dataset has a category and a service that is marked too', () => {
  const marked = portal.getSubjects(dcatap('applicableLegislation'), highValue, null)
  const valuable = datasets.filter((dataset) => marked.some((term) => term.equals(dataset)))
  expect(valuable).toHaveLength(2)
  for (const dataset of valuable) {
    expect(values(dataset, dcatap('hvdCategory'))).not.toHaveLength(0)
    const [service] = portal.getSubjects(dcat('servesDataset'), dataset, null)
    const parts = values(dataset, dcat('distribution')).map(({ value }) => value)
    expect([...unique(marked)]).toEqual(expect.arrayContaining([service?.value, ...parts]))
  }
})

test('a distribution by a service repeats its endpoint and has no download', () => {
  const quads = portal.getQuads(null, dcat('accessService'), null, null)
  expect(quads).toHaveLength(4)
  for (const { subject, object } of quads) {
    expect(values(subject, dcat('accessURL'))).toEqual(values(object, dcat('endpointURL')))
    expect(values(subject, dcat('downloadURL'))).toEqual([])
  }
})

test('what the portal describes, links to and is reached by lies under .example', () => {
  const described = portal.getSubjects(null, null, null)
  const links = ['accessURL', 'downloadURL', 'landingPage', 'endpointURL', 'endpointDescription']
  const linked = links.flatMap((local) => portal.getObjects(null, dcat(local), null))
  const pages = ['page', 'homepage'].flatMap((name) => portal.getObjects(null, foaf(name), null))
  const named = [...described, ...linked, ...pages].filter((term) => term.termType === 'NamedNode')
  const outside = named.filter(({ value }) => !/^https:\/\/[a-z.]+\.example\//.test(value))
  expect(outside.map(({ value }) => value)).toEqual([])
  const mail = [...turtle.matchAll(/mailto:([^>]+)/g)].map(([, address]) => address)
  expect(mail.filter((address) => !address?.endsWith('.example'))).toEqual([])
})

test('every reference to something of ours is answered in the file', () => {
  const ours =
    /^https:\/\/daten\.wiesenthal\.example\/(stelle|kontakt|gebiet|dienst|serie|dataset)\//
  const objects = portal.getObjects(null, null, null)
  const dangling = objects.filter(
    (term) =>
      term.termType === 'NamedNode' &&
      ours.test(term.value) &&
      portal.countQuads(term, null, null, null) === 0,
  )
  expect(dangling.map(({ value }) => value)).toEqual([])
})

test.skipIf(!rapper)('rapper reads as many triples as we do (needs rapper)', () => {
  const triples = execFileSync('rapper', ['-q', '-i', 'turtle', file.href], { encoding: 'utf8' })
  expect(triples.trim().split('\n')).toHaveLength(portal.size)
})

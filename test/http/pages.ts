import { Parser } from 'n3'
import { resourcePage, type PageInput } from '../../src/http/pages/pages.ts'
import { canonicalGraph } from '../../src/rdf/canonical.ts'

export const base = 'https://daten.example/open'
export const iri = 'https://amt.example/dataset/1'
export const languages = ['de', 'en'] as const

const prefixes = `
  @prefix adms: <http://www.w3.org/ns/adms#> .
  @prefix dcat: <http://www.w3.org/ns/dcat#> .
  @prefix dcatap: <http://data.europa.eu/r5r/> .
  @prefix dct: <http://purl.org/dc/terms/> .
  @prefix ex: <https://vocabulary.example/> .
  @prefix foaf: <http://xmlns.com/foaf/0.1/> .
  @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
  @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`

async function stored(turtle: string) {
  const triples = new Parser({ baseIRI: iri }).parse(prefixes + turtle)
  return (await canonicalGraph(triples, iri)).ntriples
}

export const pageOfGraph = (ntriples: string, input: Partial<PageInput> = {}) =>
  resourcePage({
    base,
    language: 'de',
    resource: { id: 'd-1', kind: 'dataset', iri, createdAt: 0, modifiedAt: 1_700_000_000_000 },
    ntriples,
    alternates: [{ label: 'Turtle', mediaType: 'text/turtle', href: `${base}/datasets/d-1.ttl` }],
    pageOf: () => undefined,
    ...input,
  })

/** The page of a dataset of which the given Turtle is said, `<>` being the dataset. */
export const page = async (turtle: string, input?: Partial<PageInput>) =>
  pageOfGraph(await stored(turtle), input)

export const decoded = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** What people read: no tags, single spaces. */
export const textOf = (html: string) =>
  decoded(
    html
      .replace(/^.*<body>/s, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
  )

export const linksOf = (html: string) =>
  [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => decoded(href))

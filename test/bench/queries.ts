import type { Filled } from './folders.ts'
import { startServer } from './server.ts'
import { median, round, type Row } from './table.ts'

/** What a catalogue is asked for. */
export type CatalogueQuery = {
  what: string
  sparql: string
  accept: string
  /** The variables that have the same values in every right answer, where LIMIT leaves the others open. */
  firm?: readonly string[]
}

const prefixes = `
  PREFIX dcat: <http://www.w3.org/ns/dcat#>
  PREFIX dct: <http://purl.org/dc/terms/>
  PREFIX foaf: <http://xmlns.com/foaf/0.1/>
`

const rows = 'application/sparql-results+json'
const triples = 'application/n-triples'

const select = (what: string, text: string, firm?: readonly string[]): CatalogueQuery => ({
  what,
  sparql: prefixes + text,
  accept: rows,
  ...(firm && { firm }),
})

/** The ten queries; one of them is about a dataset. */
export const catalogueQueries = (dataset: string): readonly CatalogueQuery[] => [
  select('count of datasets', 'SELECT (COUNT(?d) AS ?n) { ?d a dcat:Dataset }'),
  select(
    'facet: datasets by theme',
    'SELECT ?theme (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dcat:theme ?theme } GROUP BY ?theme ORDER BY DESC(?n)',
  ),
  select(
    'the ten latest',
    'SELECT ?d ?m { ?d a dcat:Dataset ; dct:modified ?m } ORDER BY DESC(?m) LIMIT 10',
    ['m'],
  ),
  select(
    'text in titles',
    'SELECT ?d ?t { ?d a dcat:Dataset ; dct:title ?t FILTER (CONTAINS(LCASE(STR(?t)), "schul")) } LIMIT 20',
    [],
  ),
  select('one dataset', `SELECT ?p ?o { <${dataset}> ?p ?o }`),
  {
    what: 'construct a page of 100',
    sparql: `${prefixes}CONSTRUCT { ?d ?p ?o } { { SELECT ?d { ?d a dcat:Dataset } ORDER BY ?d LIMIT 100 } ?d ?p ?o }`,
    accept: triples,
  },
  select(
    'datasets by publisher',
    'SELECT ?name (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dct:publisher/foaf:name ?name } GROUP BY ?name ORDER BY DESC(?n) LIMIT 20',
    ['n'],
  ),
  select(
    'distributions by licence',
    'SELECT ?licence (COUNT(?x) AS ?n) { ?x a dcat:Distribution ; dct:license ?licence } GROUP BY ?licence',
  ),
  select(
    'datasets by region',
    'SELECT ?place (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dct:spatial ?place . FILTER (isIRI(?place)) } GROUP BY ?place ORDER BY DESC(?n) LIMIT 20',
    ['n'],
  ),
  select(
    'broken references',
    'SELECT (COUNT(?x) AS ?n) { ?d a dcat:Dataset ; dcat:distribution ?x FILTER NOT EXISTS { ?x a dcat:Distribution } }',
  ),
]

const times = 7

export async function benchQueries({ folder, iris }: Filled): Promise<Row[]> {
  const server = await startServer(folder)
  const { url } = await server.listening()
  await server.indexReady()
  try {
    const found: Row[] = []
    for (const query of catalogueQueries(iris[0] ?? '')) {
      const durations: number[] = []
      for (let turn = 0; turn < times; turn += 1) {
        const start = performance.now()
        await ask(`${url}/sparql`, query)
        durations.push(performance.now() - start)
      }
      found.push({ what: `SPARQL: ${query.what}`, figure: `${round(median(durations), 1)} ms` })
    }
    return found
  } finally {
    await server.stop()
  }
}

/** Asks a SPARQL endpoint, whichever one it is. */
export async function ask(
  endpoint: string,
  { sparql, accept }: CatalogueQuery,
  parameters: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(queryUrl(endpoint, sparql, parameters), { headers: { accept } })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return text
}

/** By GET, which every endpoint understands (SPARQL 1.1 Protocol, 2.1.1). */
export const queryUrl = (
  endpoint: string,
  query: string,
  parameters: Record<string, string> = {},
) => `${endpoint}?${new URLSearchParams({ query, ...parameters }).toString()}`

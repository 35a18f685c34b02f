import { startServer } from './server.ts'
import { median, round, type Row } from './table.ts'

const prefixes = `
  PREFIX dcat: <http://www.w3.org/ns/dcat#>
  PREFIX dct: <http://purl.org/dc/terms/>
  PREFIX foaf: <http://xmlns.com/foaf/0.1/>
`

/** What catalogues are asked for. */
const queries: Record<string, (dataset: string) => string> = {
  'count of datasets': () => 'SELECT (COUNT(?d) AS ?n) { ?d a dcat:Dataset }',
  'facet: datasets by theme': () =>
    'SELECT ?theme (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dcat:theme ?theme } GROUP BY ?theme ORDER BY DESC(?n)',
  'the ten latest': () =>
    'SELECT ?d ?m { ?d a dcat:Dataset ; dct:modified ?m } ORDER BY DESC(?m) LIMIT 10',
  'text in titles': () =>
    'SELECT ?d ?t { ?d a dcat:Dataset ; dct:title ?t FILTER (CONTAINS(LCASE(STR(?t)), "schul")) } LIMIT 20',
  'one dataset': (dataset) => `SELECT ?p ?o { <${dataset}> ?p ?o }`,
  'construct a page of 100': () =>
    'CONSTRUCT { ?d ?p ?o } { { SELECT ?d { ?d a dcat:Dataset } ORDER BY ?d LIMIT 100 } ?d ?p ?o }',
  'datasets by publisher': () =>
    'SELECT ?name (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dct:publisher/foaf:name ?name } GROUP BY ?name ORDER BY DESC(?n) LIMIT 20',
  'distributions by licence': () =>
    'SELECT ?licence (COUNT(?x) AS ?n) { ?x a dcat:Distribution ; dct:license ?licence } GROUP BY ?licence',
  'datasets by region': () =>
    'SELECT ?place (COUNT(?d) AS ?n) { ?d a dcat:Dataset ; dct:spatial ?place . FILTER (isIRI(?place)) } GROUP BY ?place ORDER BY DESC(?n) LIMIT 20',
  'broken references': () =>
    'SELECT (COUNT(?x) AS ?n) { ?d a dcat:Dataset ; dcat:distribution ?x FILTER NOT EXISTS { ?x a dcat:Distribution } }',
}

const times = 7

export async function benchQueries(folder: string): Promise<Row[]> {
  const server = await startServer(folder)
  const { url } = await server.listening()
  await server.indexReady()
  try {
    const dataset =
      /http[^\s,"]+/.exec(await ask(url, 'SELECT ?d { ?d a dcat:Dataset } LIMIT 1'))?.[0] ?? ''
    const rows: Row[] = []
    for (const [what, query] of Object.entries(queries)) {
      const durations: number[] = []
      for (let turn = 0; turn < times; turn += 1) {
        const start = performance.now()
        await ask(url, query(dataset))
        durations.push(performance.now() - start)
      }
      rows.push({ what: `SPARQL: ${what}`, figure: `${round(median(durations), 1)} ms` })
    }
    return rows
  } finally {
    await server.stop()
  }
}

async function ask(url: string, query: string) {
  const response = await fetch(`${url}/sparql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/sparql-query',
      accept: 'text/csv, application/n-triples',
    },
    body: prefixes + query,
  })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}

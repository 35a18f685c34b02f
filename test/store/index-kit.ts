import { Parser } from 'n3'
import { pino } from 'pino'
import type { Submission } from '../../src/catalogue/catalogue.ts'
import { packGraph } from '../../src/rdf/packed.ts'
import type { Graph, GraphSettings } from '../../src/store/graph.ts'
import type { GraphQuery } from '../../src/store/graph-protocol.ts'
import { generateDatasets } from '../bench/generator.ts'
import { ask, testGraph } from '../store.ts'

export const select = (sparql: string): GraphQuery => ({
  sparql,
  mediaType: 'text/csv',
  baseIri: 'http://example.org/',
  maxResultBytes: 100_000_000,
})

export const endless = select(
  'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u }',
)

/** Datasets as a city has them, as the catalogue takes them. */
export async function generated(count: number, { start = 0, version = 0 } = {}) {
  const submissions: Submission[] = []
  for (const { iri, ntriples } of generateDatasets({ count, start, version })) {
    const graph = await packGraph(new Parser({ format: 'N-Triples' }).parse(ntriples), iri)
    const id = `d${start + submissions.length}`
    submissions.push({ iri, id, kind: 'dataset', catalogue: 'c', source: 'test', graph })
  }
  return submissions
}

export type Line = { msg: string; level: number; [name: string]: unknown }

/** An index and what it logs. */
export function loggingGraph(folder: string, settings: Partial<GraphSettings> = {}) {
  const lines: Line[] = []
  let wake = () => {}
  const write = (text: string) => {
    lines.push(JSON.parse(text) as Line)
    wake()
  }
  const graph = testGraph(folder, { log: pino({}, { write }), ...settings })
  const seen = async (msg: string, times = 1) => {
    for (;;) {
      const found = lines.filter((line) => line.msg === msg)[times - 1]
      if (found) return found
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return { graph, lines, seen }
}

/** Everything that the index holds, in an order of its own. */
export async function everything(graph: Graph) {
  const quads = await ask(graph, select('SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }'))
  return quads.split('\r\n').sort().join('\n')
}

export const countOf = async (graph: Graph, sparql: string) =>
  Number((await ask(graph, select(sparql))).split('\r\n')[1])

export const howManyDatasets =
  'SELECT (COUNT(?d) AS ?n) { ?d a <http://www.w3.org/ns/dcat#Dataset> }'

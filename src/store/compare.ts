import type { DatabaseSync } from 'node:sqlite'
import { Parser } from 'n3'
import { canonicalGraph } from '../rdf/canonical.ts'
import { unpack } from '../rdf/packed.ts'
import { createEngine } from './engine.ts'

/** As much of an index as is needed to look at it. */
export type Index = {
  query(query: {
    sparql: string
    mediaType: string
    baseIri: string
    maxResultBytes: number
  }): string
  size(): number
}

/** A graph that the index does not hold as the record has it. */
export type Difference = { iri: string; what: string }

/**
 * Compares every graph of the record with that of an index, in full, and both for graphs that the other
 * has not. The record has to stay as it is meanwhile. What counts as equal is what the engine makes of
 * the record's graph: it keeps literals by value and gives blank nodes names of its own.
 *
 * Yields once for each graph: its differences.
 */
export async function* compare(record: DatabaseSync, index: Index): AsyncGenerator<Difference[]> {
  const rows = record.prepare(
    'SELECT iri, graph FROM resource WHERE graph IS NOT NULL ORDER BY seq',
  )
  const isLive = record.prepare('SELECT 1 FROM resource WHERE iri = ? AND graph IS NOT NULL')
  for (const { iri, graph } of rows.iterate()) {
    const name = String(iri)
    const stored = graph instanceof Uint8Array ? unpackOr(graph) : undefined
    yield stored === undefined ? [] : await compareGraph(name, stored, quadsOf(index, name))
  }
  const extra = graphsOf(index).filter((name) => !isLive.get(name))
  yield extra.map((iri) => ({ iri, what: 'is in the index, but not in the record' }))
  yield compareDefaultGraph(index)
}

/** The default graph has to be the union of all others, each triple once. */
function compareDefaultGraph(index: Index): Difference[] {
  const triple = '{ ?s ?p ?o }'
  const inGraph = `{ GRAPH ?g ${triple} }`
  const missing = countOf(index, `{ ${inGraph} FILTER NOT EXISTS ${triple} }`)
  const extra = countOf(index, `{ ?s ?p ?o FILTER NOT EXISTS ${inGraph} }`)
  const found = []
  if (missing > 0) found.push({ iri: '', what: `the default graph lacks ${missing} triples` })
  if (extra > 0) found.push({ iri: '', what: `only the default graph has ${extra} triples` })
  return found
}

const countOf = (index: Index, pattern: string) =>
  Number(ask(index, `SELECT (COUNT(*) AS ?n) ${pattern}`, 'text/csv').split('\n')[1])

/** What cannot be unpacked is told by who checks the record itself. */
function unpackOr(packed: Uint8Array) {
  try {
    return unpack(packed)
  } catch {
    return undefined // said above
  }
}

async function compareGraph(iri: string, stored: string, indexed: string): Promise<Difference[]> {
  if (sorted(indexed) === stored) return []
  const found = await canonical(indexed, iri)
  // Most graphs hold no literal that the engine would write otherwise.
  if (found === stored) return []
  const expected = await canonical(afresh(iri, stored), iri)
  if (found === expected) return []
  return [{ iri, what: `differs between record and index: ${firstDifference(expected, found)}` }]
}

const sorted = (ntriples: string) => (ntriples.match(/[^\n]+\n/g) ?? []).sort().join('')

const canonical = async (ntriples: string, iri: string) =>
  (await canonicalGraph(new Parser({ format: 'N-Triples' }).parse(ntriples), iri)).ntriples

/** What a new engine makes of a graph. */
function afresh(iri: string, added: string) {
  const engine = createEngine()
  engine.apply([{ iri, dropped: [], removed: '', added, renewBlankNodes: false }])
  return quadsOf(engine, iri)
}

const ntriples = 'application/n-triples'

function firstDifference(expected: string, found: string) {
  const lines = (text: string) => text.split('\n')
  const have = new Set(lines(found))
  const missing = lines(expected).find((line) => !have.has(line))
  if (missing !== undefined) return `the index lacks ${missing}`
  const want = new Set(lines(expected))
  return `only the index has ${lines(found).find((line) => !want.has(line))}`
}

function ask(index: Index, sparql: string, mediaType: string) {
  const maxResultBytes = 500_000_000
  return index.query({ sparql, mediaType, baseIri: 'urn:x', maxResultBytes })
}

const quadsOf = (index: Index, iri: string) =>
  ask(index, `CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <${iri}> { ?s ?p ?o } }`, ntriples)

/** The names of all graphs; an IRI holds no line break. */
const graphsOf = (index: Index) =>
  ask(index, 'SELECT DISTINCT ?g { GRAPH ?g {} }', 'text/tab-separated-values')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.slice(1, -1))

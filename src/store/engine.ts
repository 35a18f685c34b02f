import oxigraph from 'oxigraph'
import type { Change } from './changes.ts'
import type { GraphQuery } from './graph-protocol.ts'

/** Text is handed to the engine in pieces of about this many characters. */
const pieceLength = 1 << 20

/** The Oxigraph store of one thread: a derived copy of the record's graphs, and nothing else. */
export function createEngine() {
  const store = new oxigraph.Store()

  return {
    apply(changes: Iterable<Change>) {
      let piece = ''
      for (const change of changes) {
        take(change)
        piece += toQuads(change.added, change.iri)
        if (piece.length < pieceLength) continue
        put(piece)
        piece = ''
      }
      put(piece)
    },

    /** @returns the result in the media type asked for */
    query({ sparql, mediaType, baseIri, dataset }: GraphQuery): string {
      const result = store.query(sparql, {
        base_iri: baseIri,
        results_format: mediaType,
        ...datasetOptions(dataset),
      })
      if (typeof result !== 'string') throw new TypeError(`No text for ${mediaType}`)
      return result
    },

    size: () => store.size,
  }

  function take({ iri, dropped, removed, renewBlankNodes }: Change) {
    for (const name of dropped) store.update(`DROP SILENT GRAPH ${term(name)}`)
    if (renewBlankNodes) {
      store.update(`DELETE { GRAPH ?g { ?s ?p ?o } } WHERE {
        VALUES ?g { ${term(iri)} } GRAPH ?g { ?s ?p ?o } FILTER (isBlank(?s) || isBlank(?o)) }`)
    }
    if (removed === '') return
    for (const quad of oxigraph.parse(toQuads(removed, iri), options)) store.delete(quad)
  }

  function put(quads: string) {
    if (quads !== '') store.load(quads, { ...options, no_transaction: true })
  }
}

function datasetOptions(dataset: GraphQuery['dataset']) {
  if (dataset === 'query') return {}
  if (dataset === 'union') return { use_default_graph_as_union: true }
  return {
    default_graph: dataset.defaultGraphs.map((iri) => oxigraph.namedNode(iri)),
    named_graphs: dataset.namedGraphs.map((iri) => oxigraph.namedNode(iri)),
  }
}

/** After a WebAssembly trap every later call of this thread fails as well. */
export const isTrap = (error: unknown) => error instanceof Error && error.name === 'RuntimeError'

const options = { format: 'application/n-quads', lenient: true }

const term = (iri: string) => oxigraph.namedNode(iri).toString()

/** In stored form, " ." before a line end can only be the end of a triple. */
const toQuads = (ntriples: string, graph: string) =>
  ntriples.replaceAll(' .\n', ` ${term(graph)} .\n`)

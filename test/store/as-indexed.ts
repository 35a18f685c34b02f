import oxigraph from 'oxigraph'
import { Parser } from 'n3'
import { canonicalGraph } from '../../src/rdf/canonical.ts'

/** What the engine makes of a graph that is loaded at once: it keeps literals by value. */
export async function asIndexed(ntriples: string, name: string) {
  const store = new oxigraph.Store()
  store.load(ntriples, { format: 'application/n-triples', lenient: true })
  const dumped = store.dump({
    format: 'application/n-triples',
    from_graph_name: oxigraph.defaultGraph(),
  })
  return canonicalText(dumped, name)
}

/** N-Triples in the same form as the record's, so that they can be compared whatever blank nodes are called. */
export async function canonicalText(ntriples: string, name: string) {
  const quads = new Parser({ format: 'N-Triples' }).parse(ntriples)
  return (await canonicalGraph(quads, name)).ntriples
}

/** The graphs of N-Quads that Findbuch has written, each as N-Triples in the order of its lines. */
export function graphsIn(nquads: string) {
  const graphs = new Map<string, string>()
  for (const [, triple = '', graph = ''] of nquads.matchAll(/^(.*) <([^ ]*)> \.$/gm)) {
    graphs.set(graph, `${graphs.get(graph) ?? ''}${triple} .\n`)
  }
  return graphs
}

/** What the main thread asks of the thread that holds the index. */
export type GraphRequest =
  | { id: number; ask: 'query'; query: GraphQuery }
  | { id: number; ask: 'follow' }

export type GraphQuery = {
  sparql: string
  /** Media type in which the engine writes the result. */
  mediaType: string
  /** `union` of all graphs, as the query's own FROM clauses say, or given by the protocol (SPARQL 1.1 Protocol, 2.1.4). */
  dataset: 'union' | 'query' | { defaultGraphs: readonly string[]; namedGraphs: readonly string[] }
  baseIri: string
  maxResultBytes: number
}

export type GraphReply =
  | { to: 'ready'; revision: number; size: number }
  | { to: number; started: true }
  | { to: number; result: string }
  | { to: number; followed: { revision: number; size: number } }
  | { to: number; refused: { code: 'query' | 'result-too-large' | 'engine'; message: string } }

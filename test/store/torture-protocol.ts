/** What a client sends; without a text the resource is to be deleted. */
export type Command = { iri: string; id: string; turtle?: string | undefined }

/** All that the killed process has kept. */
export type State = {
  /** What SQLite's check of the file says. */
  problems: string[]
  resources: Stored[]
  /** SPARQL results in JSON: graph, subject, predicate and object of every quad. */
  index: string
}

export type Stored = {
  id: string
  kind: string
  iri: string
  hash: string
  size: number
  /** Undefined when it is deleted. */
  ntriples: string | undefined
}

/** The six RDF syntaxes that Findbuch reads and writes, with their registered media types. */
export const syntaxes = {
  turtle: { mediaType: 'text/turtle', suffixes: ['ttl'], label: 'Turtle' },
  trig: { mediaType: 'application/trig', suffixes: ['trig'], label: 'TriG' },
  'n-triples': { mediaType: 'application/n-triples', suffixes: ['nt'], label: 'N-Triples' },
  'n-quads': { mediaType: 'application/n-quads', suffixes: ['nq'], label: 'N-Quads' },
  'rdf-xml': {
    mediaType: 'application/rdf+xml',
    suffixes: ['rdf', 'xml', 'owl'],
    label: 'RDF/XML',
  },
  'json-ld': { mediaType: 'application/ld+json', suffixes: ['jsonld', 'json'], label: 'JSON-LD' },
} as const

export type Syntax = keyof typeof syntaxes

/** Names under which the wild sends these syntaxes, besides the registered ones. */
const aliases: Record<string, Syntax> = {
  'application/x-turtle': 'turtle',
  'application/turtle': 'turtle',
  'text/n3': 'turtle',
  'text/rdf+n3': 'turtle',
  'application/x-trig': 'trig',
  'text/x-nquads': 'n-quads',
  'application/xml': 'rdf-xml',
  'text/xml': 'rdf-xml',
  'text/rdf': 'rdf-xml',
  'application/json': 'json-ld',
}

export const syntaxNames: readonly Syntax[] = [
  'turtle',
  'trig',
  'n-triples',
  'n-quads',
  'rdf-xml',
  'json-ld',
]

/** The syntax of a Content-Type header; parameters and case are ignored. */
export function syntaxOfMediaType(header: string): Syntax | undefined {
  const mediaType = header.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return syntaxNames.find((name) => syntaxes[name].mediaType === mediaType) ?? aliases[mediaType]
}

/** The syntax of a file name or URL path by its last suffix; a `.gz` or `.zst` after it is ignored. */
export function syntaxOfSuffix(name: string): Syntax | undefined {
  const suffix = /\.([a-z0-9]+)(?:\.(?:gz|zst))?$/i.exec(name)?.[1]?.toLowerCase()
  return syntaxNames.find((candidate) =>
    syntaxes[candidate].suffixes.some((known) => known === suffix),
  )
}

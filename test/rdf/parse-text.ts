import type { Quad, Term } from '@rdfjs/types'
import { FindbuchError } from '../../src/errors.ts'
import { parseRdf, type ParseOptions, type Warning } from '../../src/rdf/parse.ts'

export const base = 'https://data.example/feeds/catalog'

type Reading = { quads: Quad[]; warnings: Warning[]; syntax: string; bytes: number }

/** Reads a document that is there as text, bytes or pieces of either. */
export async function read(
  document: string | Uint8Array | readonly (string | Uint8Array)[],
  options: Partial<ParseOptions> = {},
): Promise<Reading> {
  const quads: Quad[] = []
  const warnings: Warning[] = []
  const pieces = typeof document === 'string' || 'buffer' in document ? [document] : document
  async function* input() {
    for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
  }
  const { syntax, bytes } = await parseRdf(input(), {
    base,
    onQuad: (quad) => quads.push(quad),
    onWarning: (warning) => warnings.push(warning),
    ...options,
  })
  return { quads, warnings, syntax, bytes }
}

export const turtle = { contentType: 'text/turtle' }
export const ntriples = { contentType: 'application/n-triples' }
export const rdfXml = { contentType: 'application/rdf+xml' }
export const jsonLd = { contentType: 'application/ld+json' }

/** One line per quad, in the order of the document, with blank nodes as they are labelled there. */
export const lines = (quads: readonly Quad[]) =>
  quads.map(({ subject, predicate, object, graph }) =>
    [subject, predicate, object, ...(graph.value ? [graph] : [])].map(show).join(' '),
  )

function show(term: Term): string {
  if (term.termType === 'NamedNode') return `<${term.value}>`
  if (term.termType !== 'Literal') return `_:${term.value}`
  return `${JSON.stringify(term.value)}${suffix(term.language, term.datatype.value)}`
}

function suffix(language: string, datatype: string) {
  if (language) return `@${language}`
  return datatype === 'http://www.w3.org/2001/XMLSchema#string' ? '' : `^^<${datatype}>`
}

export const kinds = (warnings: readonly Warning[]) => warnings.map(({ kind }) => kind)

/** The error that a document ends in; anything but an expected one fails the test. */
export async function failure(...parameters: Parameters<typeof read>): Promise<FindbuchError> {
  const error = await read(...parameters).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof FindbuchError)) throw error ?? new Error('The document was read.')
  return error
}

export const inRdf = (content: string) =>
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.example/">${content}</rdf:RDF>`
export const about = (content: string) =>
  inRdf(`<rdf:Description rdf:about="http://s.example/">${content}</rdf:Description>`)

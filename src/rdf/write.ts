import { jsonLdWriter, writeJsonLd } from './json-ld.ts'
import { rdfXmlWriter, writeRdfXml } from './rdf-xml.ts'
import type { Syntax } from './syntax.ts'
import { trigWriter, turtleWriter, writeTrig, writeTurtle } from './turtle.ts'

/** Writes resources, one after the other, into one document; the parts put together are the document. */
export type RdfWriter = {
  /** Declares whatever any resource may need. */
  begin(): string
  /** One graph in stored form; its IRI names the main resource and, in TriG and N-Quads, the graph. */
  add(ntriples: string, graph: string): string
  end(): string
}

type Writers = { one(ntriples: string, graph: string): string; many(): RdfWriter }

/** No literal holds a line feed, so these are the ends of the lines. */
const nQuads = (ntriples: string, graph: string) => ntriples.split(' .\n').join(` <${graph}> .\n`)

const lines = (one: Writers['one']): Writers => ({
  one,
  many: () => ({ begin: () => '', add: one, end: () => '' }),
})

const writers: Record<Syntax, Writers> = {
  turtle: { one: writeTurtle, many: turtleWriter },
  trig: { one: writeTrig, many: trigWriter },
  'n-triples': lines((ntriples) => ntriples),
  'n-quads': lines(nQuads),
  'rdf-xml': { one: writeRdfXml, many: rdfXmlWriter },
  'json-ld': { one: writeJsonLd, many: jsonLdWriter },
}

/**
 * Writes one resource from its stored form, canonical N-Triples, into a document for reading.
 *
 * @throws FindbuchError `not-representable` (406) where RDF/XML cannot hold the graph
 */
export const writeRdf = (ntriples: string, syntax: Syntax, graph: string): string =>
  writers[syntax].one(ntriples, graph)

/** A writer for a document of many resources, such as a page of the feed. */
export const rdfWriter = (syntax: Syntax): RdfWriter => writers[syntax].many()

import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import type { Quad } from '@rdfjs/types'
import jsonld from 'jsonld'
import { Parser } from 'n3'
import { parse } from 'oxigraph'
import { RdfXmlParser } from 'rdfxml-streaming-parser'
import { canonicalGraph } from '../../src/rdf/canonical.ts'
import { syntaxes, type Syntax } from '../../src/rdf/syntax.ts'
import { python } from '../external.ts'

const base = 'http://base.example/'

/** Parses a document with the usual JavaScript parser of its syntax. */
export async function read(text: string, syntax: Syntax): Promise<Quad[]> {
  if (syntax === 'rdf-xml') {
    return Readable.from([text])
      .pipe(new RdfXmlParser({ baseIRI: base }))
      .toArray()
  }
  if (syntax === 'json-ld') {
    const documentLoader = () => Promise.reject(new Error('a context was asked for'))
    return (await jsonld.toRDF(JSON.parse(text), { documentLoader, base })) as Quad[]
  }
  return new Parser({ format: syntax, baseIRI: base }).parse(text)
}

/** The second opinion, in every syntax; it keeps lexical forms, and IRIs such as `…?a[b]`, as they are. */
export const readWithOxigraph = (text: string, syntax: Syntax): Quad[] =>
  parse(text, { format: syntaxes[syntax].mediaType, base_iri: base, lenient: true })

/** The graph apart from blank-node labels and the case of language tags, which RDF 1.1 ignores. */
export async function canonical(quads: readonly Quad[]): Promise<string> {
  const { ntriples } = await canonicalGraph(quads, 'urn:any')
  const lines = ntriples
    .split('\n')
    .map((line) => line.replace(/(?<=")@[A-Za-z0-9-]+(?= \.$)/, (tag) => tag.toLowerCase()))
  return lines.toSorted().join('\n')
}

/** The stored form of a text in Turtle, of which N-Triples is a part. */
export async function stored(turtle: string, graph: string): Promise<string> {
  return (await canonicalGraph(new Parser({ baseIRI: base }).parse(turtle), graph)).ntriples
}

export const fixtureFolder = new URL('../fixtures/write/', import.meta.url)

export const fixture = (name: string, graph: string) =>
  stored(readFileSync(new URL(name, fixtureFolder), 'utf8'), graph)

const rapperNames = { turtle: 'turtle', 'n-triples': 'ntriples', 'rdf-xml': 'rdfxml' } as const
export const rapperSyntaxes = ['turtle', 'n-triples', 'rdf-xml'] as const
const maxBuffer = 2 ** 28

export function readWithRapper(text: string, syntax: (typeof rapperSyntaxes)[number]): Quad[] {
  const command = ['-q', '-i', rapperNames[syntax], '-o', 'ntriples', '-', base]
  // It ends with 1 after a mere warning, such as that rdf:label is a name it does not know.
  const { stdout } = spawnSync('rapper', command, { input: text, encoding: 'utf8', maxBuffer })
  return new Parser({ format: 'n-triples' }).parse(stdout)
}

const rdflibNames: Record<Syntax, string> = {
  turtle: 'turtle',
  trig: 'trig',
  'n-triples': 'nt',
  'n-quads': 'nquads',
  'rdf-xml': 'xml',
  'json-ld': 'json-ld',
}

const program = `
import json, rdflib, sys
rdflib.NORMALIZE_LITERALS = False
def read(document):
    graph = rdflib.ConjunctiveGraph()
    graph.parse(data=document['text'], format=document['format'], publicID='${base}')
    triples = rdflib.Graph()
    for triple in graph: triples.add(triple)
    return triples.serialize(format='nt')
documents = json.load(sys.stdin)
json.dump([read(document) for document in documents], sys.stdout)
`

/** All documents in one go, as Python takes its time to start. */
export function readWithRdflib(documents: readonly { text: string; syntax: Syntax }[]): Quad[][] {
  const input = JSON.stringify(
    documents.map(({ text, syntax }) => ({ text, format: rdflibNames[syntax] })),
  )
  const output = execFileSync(python, ['-c', program], { input, encoding: 'utf8', maxBuffer })
  const graphs = JSON.parse(output) as string[]
  return graphs.map((ntriples) => new Parser({ format: 'n-triples' }).parse(ntriples))
}

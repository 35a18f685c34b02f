import { hash } from 'node:crypto'
import type { Quad, Term } from '@rdfjs/types'
import { canonize } from 'rdf-canonize'
import { FindbuchError } from '../errors.ts'

/** What a graph holds; the rest of a quad is its name. */
export type Triple = Pick<Quad, 'subject' | 'predicate' | 'object'>

/** A graph in stored form: sorted N-Triples whose blank-node labels are stable and of this graph alone. */
export type CanonicalGraph = {
  ntriples: string
  /** SHA-256 of `ntriples`, hexadecimal. */
  hash: string
  /** Number of triples, repeated ones counted once. */
  size: number
}

/**
 * Bounds on telling blank nodes apart. A graph of 400 in a ring reaches them after half a second. Beside
 * that, each triple may cost a little: thousands of distributions that state the same rights are no poison.
 */
const boundsFor = (triples: number) => ({
  maxDeepIterations: 2500 + triples,
  signal: AbortSignal.timeout(1000 + Math.ceil(triples / 20)),
})

export const defaultGraph = { termType: 'DefaultGraph', value: '' } as const

/**
 * Brings triples into stored form by RDFC-1.0 and gives the blank nodes labels that no other graph
 * has, so that stored forms may be put one after the other.
 *
 * @throws FindbuchError `poison-graph` when blank nodes can only be told apart at great cost
 */
export async function canonicalGraph(
  triples: Iterable<Triple>,
  graphIri: string,
): Promise<CanonicalGraph> {
  const lines: string[] = []
  const withBlankNodes: TripleWithBlankNode[] = []
  for (const { subject, predicate, object } of triples) {
    if (subject.termType === 'BlankNode' || object.termType === 'BlankNode') {
      withBlankNodes.push({ subject, predicate, object, graph: defaultGraph })
    } else lines.push(`${token(subject)} ${token(predicate)} ${token(object)} .\n`)
  }
  return storedForm(lines, withBlankNodes, graphIri)
}

export type TripleWithBlankNode = Parameters<typeof canonize>[0][number]

/** The stored form of a graph whose other triples are canonical lines by now. */
export async function storedForm(
  lines: string[],
  withBlankNodes: readonly TripleWithBlankNode[],
  graphIri: string,
): Promise<CanonicalGraph> {
  // The algorithm looks at no other triples than those that hold blank nodes.
  if (withBlankNodes.length > 0) lines.push(...(await linesInStoredForm(withBlankNodes, graphIri)))
  return canonicalText(lines)
}

export async function linesInStoredForm(
  withBlankNodes: readonly TripleWithBlankNode[],
  graphIri: string,
): Promise<string[]> {
  return (await canonicalLines(distinct(withBlankNodes), graphIri)).map(relabel(graphIri))
}

/** The algorithm takes a set: a triple that comes twice would count twice in what it tells nodes apart by. */
function distinct(triples: readonly TripleWithBlankNode[]) {
  const byText = new Map<string, TripleWithBlankNode>()
  for (const triple of triples) {
    const { subject, predicate, object } = triple
    byText.set(`${token(subject)} ${token(predicate)} ${token(object)}`, triple)
  }
  return [...byText.values()]
}

/** The stored form of triples that hold no blank node, or whose blank nodes are named as they shall be. */
export function canonicalText(lines: string[]): CanonicalGraph {
  const distinct = lines.sort().filter((line, index) => line !== lines[index - 1])
  const ntriples = distinct.join('')
  return { ntriples, hash: sha256(ntriples), size: distinct.length }
}

const rdfLangString = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString'
const xsdString = 'http://www.w3.org/2001/XMLSchema#string'

/** A term in canonical N-Quads (RDFC-1.0, section 5); a blank node keeps its label. */
export function token(term: Term): string {
  if (term.termType === 'BlankNode') return `_:${term.value}`
  if (term.termType !== 'Literal') return `<${term.value}>`
  const { value, language, datatype } = term
  const text = mustBeEscaped.test(value) ? value.replace(special, escape) : value
  if (datatype.value === rdfLangString) return `"${text}"@${language}`
  return datatype.value === xsdString ? `"${text}"` : `"${text}"^^<${datatype.value}>`
}

// oxlint-disable-next-line no-control-regex -- these are what has to be escaped
const mustBeEscaped = /[\x00-\x1f"\\\x7f]/
// oxlint-disable-next-line no-control-regex -- as above
const special = /[\x00-\x1f"\\\x7f]/g

const short: Record<string, string> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}

const escape = (character: string) =>
  short[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

async function canonicalLines(triples: Parameters<typeof canonize>[0], graphIri: string) {
  try {
    const canonical = await canonize(triples, {
      algorithm: 'RDFC-1.0',
      ...boundsFor(triples.length),
    })
    return canonical.match(/[^\n]+\n/g) ?? []
  } catch (cause) {
    throw new FindbuchError({
      code: 'poison-graph',
      status: 422,
      message: `The blank nodes of ${graphIri} cannot be told apart within bounds (RDFC-1.0, section 7.1).`,
      cause,
    })
  }
}

/** `_:c14n0` to `_:b<16 hex of the graph's IRI>x0`, in subject and object place only, never in a literal. */
function relabel(graphIri: string) {
  const prefix = `_:b${sha256(graphIri).slice(0, 16)}x`
  return (line: string) => line.replace(/^_:c14n|(?<=^\S+ \S+ )_:c14n/g, prefix)
}

export const sha256 = (text: string) => hash('sha256', text)

import { createHash } from 'node:crypto'
import type { Quad } from '@rdfjs/types'
import { canonize, NQuads } from 'rdf-canonize'
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

/** A graph of 400 blank nodes in a ring reaches this bound after 0.3 s; real metadata stays under 100. */
const maxDeepIterations = 2500
const maxMilliseconds = 1000

const defaultGraph = { termType: 'DefaultGraph', value: '' } as const

/**
 * Brings triples into stored form by RDFC-1.0 and gives the blank nodes labels that no other graph
 * has, so that stored forms may be put one after the other.
 *
 * @throws FindbuchError `poison-graph` when blank nodes can only be told apart at great cost
 */
export async function canonicalGraph(
  quads: Iterable<Triple>,
  graphIri: string,
): Promise<CanonicalGraph> {
  const triples = Array.from(quads, ({ subject, predicate, object }) => ({
    subject,
    predicate,
    object,
    graph: defaultGraph,
  }))
  const hasBlankNodes = triples.some(
    ({ subject, object }) => subject.termType === 'BlankNode' || object.termType === 'BlankNode',
  )
  const lines = hasBlankNodes
    ? (await canonicalLines(triples, graphIri)).map(relabel(graphIri))
    : triples.map((triple) => NQuads.serializeQuad(triple))
  return canonicalText(lines)
}

/** The stored form of triples that hold no blank node, or whose blank nodes are named as they shall be. */
export function canonicalText(lines: Iterable<string>): CanonicalGraph {
  const distinct = [...new Set(lines)].sort()
  const ntriples = distinct.join('')
  return { ntriples, hash: sha256(ntriples), size: distinct.length }
}

async function canonicalLines(triples: Parameters<typeof canonize>[0], graphIri: string) {
  try {
    const canonical = await canonize(triples, {
      algorithm: 'RDFC-1.0',
      maxDeepIterations,
      signal: AbortSignal.timeout(maxMilliseconds),
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

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

import {
  canonicalText,
  defaultGraph,
  linesInStoredForm,
  sha256,
  storedForm,
  type CanonicalGraph,
  type TripleWithBlankNode,
} from './canonical.ts'
import {
  iriOf,
  isBlank,
  isLiteral,
  labelOf,
  literalParts,
  readStatements,
  type Statement,
} from './statement.ts'
import { Blank, Iri, Text } from './terms.ts'

/** As `canonicalGraph`, of statements read from canonical N-Triples, whatever their order and labels. */
export function canonicalStatements(
  statements: readonly Statement[],
  graphIri: string,
): Promise<CanonicalGraph> {
  const lines = statements
    .filter((statement) => !hasBlankNode(statement))
    .map(({ subject, predicate, object }) => `${subject} ${predicate} ${object} .\n`)
  return storedForm(lines, statements.filter(hasBlankNode).map(tripleOf), graphIri)
}

/**
 * As `canonicalStatements`, of a text of such statements. Nothing is built anew where the text is in
 * stored form, as what has been exported is.
 */
export async function canonicalLines(ntriples: string, graphIri: string): Promise<CanonicalGraph> {
  const lines = ntriples.match(/[^\n]+\n/g) ?? []
  const withBlankNodes = lines.filter((line) => blankNodeAtItsPlace.test(line))
  if (withBlankNodes.length === 0) return canonicalText(lines)
  const triples = readStatements(withBlankNodes.join('')).map(tripleOf)
  const named = (await linesInStoredForm(triples, graphIri)).sort()
  if (isSame(named, withBlankNodes) && isSorted(lines)) {
    return { ntriples, hash: sha256(ntriples), size: lines.length }
  }
  return canonicalText([...lines.filter((line) => !blankNodeAtItsPlace.test(line)), ...named])
}

const blankNodeAtItsPlace = /^(?:_:|\S+ \S+ _:)/

const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((line, index) => line === others[index])

const isSorted = (lines: readonly string[]) =>
  lines.every((line, index) => index === 0 || (lines[index - 1] ?? '') < line)

const hasBlankNode = ({ subject, object }: Statement) => isBlank(subject) || isBlank(object)

/** The terms of a statement. */
export const tripleOf = ({ subject, predicate, object }: Statement): TripleWithBlankNode => ({
  subject: node(subject),
  predicate: new Iri(iriOf(predicate)),
  object: isLiteral(object) ? literal(object) : node(object),
  graph: defaultGraph,
})

const node = (token: string) => (isBlank(token) ? new Blank(labelOf(token)) : new Iri(iriOf(token)))

function literal(token: string) {
  const { value, language = '', datatype } = literalParts(token)
  return new Text(value, language, new Iri(datatype))
}

import {
  defaultGraph,
  storedForm,
  type CanonicalGraph,
  type TripleWithBlankNode,
} from './canonical.ts'
import { isBlank, isLiteral, labelOf, literalParts, iriOf, type Statement } from './statement.ts'
import { Blank, Iri, Text } from './terms.ts'

/** As `canonicalGraph`, of statements read from canonical N-Triples, whatever their order and labels. */
export function canonicalStatements(
  statements: readonly Statement[],
  graphIri: string,
): Promise<CanonicalGraph> {
  const lines: string[] = []
  const withBlankNodes: TripleWithBlankNode[] = []
  for (const { subject, predicate, object } of statements) {
    if (isBlank(subject) || isBlank(object)) {
      withBlankNodes.push({
        subject: node(subject),
        predicate: new Iri(iriOf(predicate)),
        object: isLiteral(object) ? literal(object) : node(object),
        graph: defaultGraph,
      })
    } else lines.push(`${subject} ${predicate} ${object} .\n`)
  }
  return storedForm(lines, withBlankNodes, graphIri)
}

const node = (token: string) => (isBlank(token) ? new Blank(labelOf(token)) : new Iri(iriOf(token)))

function literal(token: string) {
  const { value, language = '', datatype } = literalParts(token)
  return new Text(value, language, new Iri(datatype))
}

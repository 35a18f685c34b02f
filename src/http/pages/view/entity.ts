import { iriOf, isIri, isLiteral, literalParts } from '../../../rdf/statement.ts'
import { rowsOf, type Line } from './lines.ts'
import { nameOf } from './names.ts'
import { anything, nodeName, reference, type Reader } from './readers.ts'
import type { Value } from './value.ts'
import { place, type Viewing } from './viewing.ts'

/** Reads certain properties of a node; what else it has is left for the end of the page. */
export const entity =
  (lines: readonly Line[]): Reader =>
  (token, viewing) => {
    if (isLiteral(token)) return anything(token, viewing)
    const name = properName(token, viewing)
    const rows = place(token, viewing) ? rowsOf(token, lines, viewing) : []
    return rows.length > 0 ? { kind: 'entity', name, rows } : (name ?? reference(token, viewing))
  }

/** A name is enough; the IRI of a person or place is a link only where there is none. */
function properName(token: string, viewing: Viewing): Value | undefined {
  const name = nameOf(token, viewing)
  return name ? { kind: 'text', ...name, note: undefined } : nodeName(token, viewing)
}

export const firstOf = (node: string, predicate: string, { reading }: Viewing) =>
  reading.takeFirst(node, predicate, (objects) => objects)

/** What a term says as text, be it a literal or an IRI. */
export const written = (token: string) =>
  isLiteral(token) ? literalParts(token).value : isIri(token) ? iriOf(token) : ''

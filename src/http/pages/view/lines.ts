import { properties, type PropertyName } from '../labels/properties.ts'
import type { Reader } from './readers.ts'
import type { Row } from './value.ts'
import type { Viewing } from './viewing.ts'

/** A property as a page has it: what it is called, what it is in RDF, and how it is read. */
export type Line = {
  label: PropertyName
  predicates: readonly string[]
  read: Reader
}

export const line = (label: Line['label'], read: Reader, ...predicates: string[]): Line => ({
  label,
  predicates,
  read,
})

/** The properties that a node has, in the order of the lines. */
export function rowsOf(node: string, lines: readonly Line[], viewing: Viewing): Row[] {
  return lines
    .map(({ label, predicates, read }) => ({
      label: properties[label][viewing.language],
      foreign: false,
      values: predicates
        .flatMap((predicate) => viewing.reading.take(node, predicate))
        .map((object) => read(object, viewing)),
    }))
    .filter(({ values }) => values.length > 0)
}

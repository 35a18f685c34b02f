import { isLiteral } from '../../../rdf/statement.ts'
import { byPreference, textOf, type Text } from '../language.ts'
import { term } from './term.ts'
import type { Viewing } from './viewing.ts'

const names = [
  term('dct:title'),
  term('foaf:name'),
  term('vcard:fn'),
  term('skos:prefLabel'),
  term('rdfs:label'),
  term('locn:geographicName'),
  term('vcard:organization-name'),
  term('schema:name'),
  '<http://schema.org/name>',
]

/** What the graph calls a node, in the reader's language if possible. */
export function nameOf(node: string, viewing: Viewing): Text | undefined {
  for (const predicate of names) {
    const name = bestText(node, predicate, viewing)
    if (name && name.text.trim() !== '') return name
  }
  return undefined
}

/** The literal of a property that suits the reader best. */
export function bestText(node: string, predicate: string, viewing: Viewing): Text | undefined {
  const best = viewing.reading.takeFirst(node, predicate, (objects) =>
    byPreference(objects.filter(isLiteral), viewing.language),
  )
  return best === undefined ? undefined : textOf(best)
}

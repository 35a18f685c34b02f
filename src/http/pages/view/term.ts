import { shorten } from '../../../rdf/names.ts'
import { iriOf } from '../../../rdf/statement.ts'
import { prefixes } from '../../../rdf/vocabulary.ts'

export type TermName = `${keyof typeof prefixes}:${string}`

/** The token of a name of the field, such as `dct:title`. */
export function term(name: TermName): string {
  const colon = name.indexOf(':')
  const prefix = name.slice(0, colon)
  return `<${isPrefix(prefix) ? prefixes[prefix] : prefix}${name.slice(colon + 1)}>`
}

const isPrefix = (text: string): text is keyof typeof prefixes => text in prefixes

export const rdfType = term('rdf:type')

/** How the token of an IRI is best read: as `dct:title`, or written out. */
export function prefixedName(token: string): string {
  const name = shorten(token)
  return name ? `${name.prefix}:${name.local}` : iriOf(token)
}

import { contextTerms, dcatApContext, prefixInContext } from './context.ts'
import { shorten, type Name } from './names.ts'
import { iriOf, isIri, isLiteral, type Statement } from './statement.ts'

export type Key = {
  name: string
  /** How a term reads its strings: as IRIs (`@id`), as literals of a datatype, or as plain literals. */
  coercion: string | undefined
  /** The entry of the context that the name needs. */
  uses: string | undefined
}

/** The terms of our context by compact IRI. */
const terms = new Map<string, Key>()
for (const [name, definition] of Object.entries(contextTerms)) {
  const { '@id': iri, '@type': coercion } =
    typeof definition === 'string' ? { '@id': definition, '@type': undefined } : definition
  const short = shorten(`<${iri}>`)
  if (short) terms.set(compactIri(short), { name, coercion, uses: name })
}

/** The name of an IRI as key, class or datatype. */
export function keyOf(token: string): Key {
  const name = shorten(token)
  if (!name) return fullKey(token)
  const compact = compactIri(name)
  const uses = prefixInContext(name.prefix)
  return terms.get(compact) ?? { name: compact, coercion: undefined, uses }
}

/** The same where no context is in force. */
export const fullKey = (token: string): Key => ({
  name: iriOf(token),
  coercion: undefined,
  uses: undefined,
})

function compactIri({ prefix, local }: Name) {
  return `${prefixInContext(prefix)}:${local}`
}

/** Whether an IRI's scheme is a name of our context, so that it would be expanded as a compact IRI. */
export const isConfusable = ({ subject, predicate, object }: Statement) =>
  hasNameAsScheme(subject) || hasNameAsScheme(predicate) || hasNameAsScheme(iriIn(object))

const hasNameAsScheme = (token: string) => {
  if (!isIri(token) || token.startsWith('<http')) return false
  const scheme = token.slice(1, token.indexOf(':'))
  return Object.hasOwn(dcatApContext['@context'], scheme)
}

const iriIn = (token: string) =>
  isLiteral(token) && token.endsWith('>') ? token.slice(token.lastIndexOf('"') + 3) : token

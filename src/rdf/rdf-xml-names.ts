import { shorten, type Name } from './names.ts'
import { iriOf } from './statement.ts'
import { prefixes } from './vocabulary.ts'
import { notRepresentable, splitForXml, xmlAttribute } from './xml.ts'

/** The start of an element, up to its attributes, and the name that closes it. */
export type ElementName = { start: string; name: string }
/** Names the element for an IRI token. */
export type Naming = (token: string) => ElementName

/** Names whose namespaces are all declared on the root element. */
export function rootNames(namespaces: Map<string, string>): Naming {
  const unknown = new Map<string, string>()
  return (token) => {
    const known = shorten(token)
    if (known) {
      namespaces.set(known.prefix, prefixes[known.prefix])
      return prefixed(known)
    }
    const { namespace, local } = split(token)
    const prefix = unknown.get(namespace) ?? `ns${unknown.size + 1}`
    unknown.set(namespace, prefix)
    namespaces.set(prefix, namespace)
    return { start: `${prefix}:${local}`, name: `${prefix}:${local}` }
  }
}

function prefixed({ prefix, local }: Name): ElementName {
  const name = `${prefix}:${local}`
  return { start: name, name }
}

/** Names that bring along any namespace that is not of the field. */
export const localName: Naming = (token) => {
  const known = shorten(token)
  if (known) return prefixed(known)
  const { namespace, local } = split(token)
  return { start: `ns:${local} ${declaration('ns', namespace)}`, name: `ns:${local}` }
}

function split(token: string) {
  const parts = splitForXml(iriOf(token))
  if (!parts) throw notRepresentable(`the predicate ${token}, which does not end in an XML name`)
  return parts
}

export const declaration = (prefix: string, iri: string) => `xmlns:${prefix}="${attribute(iri)}"`

/** An IRI as attribute value. */
export const attribute = (iri: string) => xmlAttribute(iri, `<${iri}>`)

/** Not property elements by RDF/XML, section 7.2.5; rdf:li would be read as rdf:_1. */
const notPredicates = new Set(
  'RDF Description ID about parseType resource nodeID datatype li aboutEach aboutEachPrefix bagID'
    .split(' ')
    .map((local) => `<${prefixes.rdf}${local}>`),
)

/** @throws FindbuchError `not-representable` for a predicate that RDF/XML reads as something else */
export function allowed(predicate: string) {
  if (notPredicates.has(predicate)) {
    throw notRepresentable(`the predicate ${predicate}, a reserved name`)
  }
  return predicate
}

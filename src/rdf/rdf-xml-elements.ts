import { resolveIri } from './iri.ts'
import { htmlInsteadOfRdf, newerThanRdf11, notRdf, syntaxError } from './parse-errors.ts'
import { prepareReference } from './repair.ts'
import { prefixes } from './vocabulary.ts'
import type { XmlElement } from './xml-literal.ts'

/** Of one element; catalogues declare some forty namespaces on their root. */
const maxAttributes = 256

export const rdfElement: XmlElement = {
  name: 'rdf:RDF',
  prefix: 'rdf',
  local: 'RDF',
  uri: prefixes.rdf,
  attributes: {},
  ns: {},
  isSelfClosing: false,
}

export const isRdfElement = ({ uri, local }: XmlElement) => uri === prefixes.rdf && local === 'RDF'

const knownNamespaces = new Set<string>(Object.values(prefixes))

/**
 * Refuses XML that is no RDF/XML. A root other than rdf:RDF is RDF if it is marked as such, or is a
 * class of the vocabularies of the field.
 */
export function checkRoot({ name, local, uri, attributes }: XmlElement) {
  if (local.toLowerCase() === 'html') throw htmlInsteadOfRdf(undefined)
  if (knownNamespaces.has(uri)) return
  if (Object.values(attributes).some(({ uri }) => uri === prefixes.rdf)) return
  const what = `the root element is <${name}>${uri && ` of the namespace ${uri}`}`
  throw notRdf(`This is XML but not RDF/XML: ${what}.`, { root: name, namespace: uri })
}

/** Refuses what is too much, and what RDF 1.1 does not know, for the parser does. */
export function checkAttributes({ name, attributes }: XmlElement, line: number) {
  const all = Object.values(attributes)
  if (all.length > maxAttributes) {
    throw syntaxError('rdf-xml', { line }, `<${name}> has more than ${maxAttributes} attributes.`)
  }
  for (const { uri, local, value } of all) {
    if (uri !== prefixes.rdf) continue
    const isNew = local.startsWith('annotation') || (local === 'parseType' && value === 'Triple')
    if (isNew) throw newerThanRdf11(`rdf:${local}="${value}"`, line)
  }
}

/** Resolves the IRI in an attribute rdf:type, which the parser leaves as it is. */
export function withType(tag: XmlElement, base: string) {
  const type = tag.attributes['rdf:type']
  if (type?.uri === prefixes.rdf) type.value = resolveIri(prepareReference(type.value), base)
  return tag
}

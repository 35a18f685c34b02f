import { layOut, type Layout } from './layout.ts'
import { knownPrefixes, shorten } from './names.ts'
import { rdfType, type Node, type Property } from './node.ts'
import {
  allowed,
  attribute,
  declaration,
  localName,
  rootNames,
  type ElementName,
  type Naming,
} from './rdf-xml-names.ts'
import { iriOf, isIri, isLiteral, labelOf, literalParts, readStatements } from './statement.ts'
import { prefixes } from './vocabulary.ts'
import { xmlText } from './xml.ts'

/**
 * One resource as an RDF/XML document that declares all its namespaces on the root element.
 *
 * @throws FindbuchError `not-representable` where RDF/XML has no way to say it
 */
export function writeRdfXml(ntriples: string, graph: string): string {
  const namespaces = new Map<string, string>([['rdf', prefixes.rdf]])
  const elements = nodeElements(ntriples, graph, rootNames(namespaces))
  return `${rootStart(namespaces)}${elements}${rootEnd}`
}

/** Many resources: the root declares the namespaces of the field, an element any other that it needs. */
export function rdfXmlWriter() {
  return {
    begin: () => rootStart(knownPrefixes.map((prefix) => [prefix, prefixes[prefix]])),
    add: (ntriples: string, graph: string) => nodeElements(ntriples, graph, localName),
    end: () => rootEnd,
  }
}

function rootStart(namespaces: Iterable<[string, string]>) {
  const declared = Array.from(namespaces, ([prefix, iri]) => `\n  ${declaration(prefix, iri)}`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF${declared.join('')}>\n`
}

const rootEnd = '</rdf:RDF>\n'

type Writing = { layout: Layout; naming: Naming }

function nodeElements(ntriples: string, graph: string, naming: Naming): string {
  const layout = layOut(readStatements(ntriples), { graph, lists: false })
  return layout.blocks.map((node) => nodeElement(node, '  ', { layout, naming })).join('')
}

function nodeElement(node: Node, indent: string, writing: Writing): string {
  const type = typeForElement(node)
  const { start, name } = writing.naming(type ?? description)
  const content = node.properties
    .map((property) => propertyElements(property, { type, indent: `${indent}  `, writing }))
    .join('')
  const opening = `${indent}<${start}${identity(node)}`
  return content ? `${opening}>\n${content}${indent}</${name}>\n` : `${opening}/>\n`
}

const description = `<${prefixes.rdf}Description>`

/** A class of DCAT before any other of the field; rdf: has names that may not be used so. */
function typeForElement({ properties: [first] }: Node): string | undefined {
  if (first?.predicate !== rdfType) return undefined
  const types = first.objects.filter((token) => isIri(token) && isOfTheField(token))
  return types.find((token) => token.startsWith(`<${prefixes.dcat}`)) ?? types[0]
}

const isOfTheField = (token: string) => (shorten(token)?.prefix ?? 'rdf') !== 'rdf'

function identity({ term, nested, references }: Node) {
  if (isIri(term)) return ` rdf:about="${attribute(iriOf(term))}"`
  return nested || references === 0 ? '' : ` rdf:nodeID="${labelOf(term)}"`
}

type Place = { type: string | undefined; indent: string; writing: Writing }

function propertyElements({ predicate, objects }: Property, { type, indent, writing }: Place) {
  const told = predicate === rdfType ? type : undefined
  const name = writing.naming(allowed(predicate))
  const write = (token: string) => propertyElement(token, { name, predicate, indent, writing })
  return objects.map((token) => (token === told ? '' : write(token))).join('')
}

type Within = { name: ElementName; predicate: string; indent: string; writing: Writing }

function propertyElement(token: string, { name, predicate, indent, writing }: Within): string {
  const opening = `${indent}<${name.start}`
  const closing = `</${name.name}>\n`
  if (isIri(token)) return `${opening} rdf:resource="${attribute(iriOf(token))}"/>\n`
  if (isLiteral(token)) return `${opening}${literal(token, predicate)}${closing}`
  const node = writing.layout.node(token)
  if (!node?.nested) return `${opening} rdf:nodeID="${labelOf(token)}"/>\n`
  return `${opening}>\n${nodeElement(node, `${indent}  `, writing)}${indent}${closing}`
}

const plainDatatypes = [`${prefixes.xsd}string`, `${prefixes.rdf}langString`]

function literal(token: string, predicate: string): string {
  const { value, language, datatype } = literalParts(token)
  const text = xmlText(value, `a literal of ${predicate}`)
  if (language) return ` xml:lang="${language}">${text}`
  return plainDatatypes.includes(datatype)
    ? `>${text}`
    : ` rdf:datatype="${attribute(datatype)}">${text}`
}

/** Elements and attributes as the XML parser gives them. */
export type XmlAttribute = {
  name: string
  prefix: string
  local: string
  uri: string
  value: string
}
export type XmlElement = Omit<XmlAttribute, 'value'> & {
  attributes: Record<string, XmlAttribute>
  ns: Record<string, string>
  isSelfClosing: boolean
}

const xmlns = 'http://www.w3.org/2000/xmlns/'

/**
 * An element inside an XML literal as Exclusive XML Canonicalization has it: escaped, attributes in
 * order, and declaring the namespaces that it uses and that no element around it has declared.
 */
export function literalElement(tag: XmlElement, declaredAround: ReadonlyMap<string, string>) {
  const own = Object.values(tag.attributes).filter(({ uri }) => uri !== xmlns)
  const declarations = new Map<string, XmlAttribute>()
  for (const { prefix, uri } of [tag, ...own.filter(({ prefix }) => prefix !== '')]) {
    const isDeclared = prefix === 'xml' || (declaredAround.get(prefix) ?? '') === uri
    if (!isDeclared) declarations.set(prefix, declaration(prefix, uri))
  }
  const attributes = [
    ...[...declarations.values()].sort(by(({ name }) => name)),
    ...own.sort(by(({ uri, local }) => `${uri} ${local}`)),
  ]
  const element: XmlElement = {
    ...tag,
    attributes: Object.fromEntries(
      attributes.map((attribute) => [
        attribute.name,
        { ...attribute, value: escapeAttribute(attribute.value) },
      ]),
    ),
  }
  if (declarations.size === 0) return { element, declared: declaredAround }
  const declared = new Map(declaredAround)
  for (const [prefix, { value }] of declarations) declared.set(prefix, value)
  return { element, declared }
}

const declaration = (prefix: string, uri: string): XmlAttribute => ({
  name: prefix === '' ? 'xmlns' : `xmlns:${prefix}`,
  prefix: 'xmlns',
  local: prefix,
  uri: xmlns,
  value: uri,
})

const by = (key: (attribute: XmlAttribute) => string) => (one: XmlAttribute, other: XmlAttribute) =>
  key(one) < key(other) ? -1 : 1

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const reference = (sign: string) => references[sign] ?? sign

/** Canonical XML 1.0, section 2.3: text nodes. */
export const escapeText = (text: string) => text.replace(/[&<>\r]/g, reference)
/** Canonical XML 1.0, section 2.3: attribute nodes. */
const escapeAttribute = (text: string) => text.replace(/[&<"\t\n\r]/g, reference)

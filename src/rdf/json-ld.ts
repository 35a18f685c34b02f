import { dcatApContext } from './context.ts'
import { fullKey, isConfusable, keyOf, type Key } from './json-ld-names.ts'
import { layOut, type Layout } from './layout.ts'
import { rdfType, type Node, type Property } from './node.ts'
import { iriOf, isIri, isLiteral, readStatements } from './statement.ts'

/** One resource as compacted JSON-LD with the part of our context that it uses. */
export function writeJsonLd(ntriples: string, graph: string): string {
  const used = new Set<string>()
  const nodes = nodeObjects(ntriples, graph, used)
  return `${documentStart((name) => used.has(name))}${nodes.join(',\n')}\n${documentEnd}`
}

/** Many resources under our whole context. */
export function jsonLdWriter() {
  const used = new Set<string>()
  let separator = ''
  return {
    begin: () => documentStart(() => true),
    add(ntriples: string, graph: string) {
      const nodes = nodeObjects(ntriples, graph, used).map((node) => {
        const before = separator
        separator = ',\n'
        return before + node
      })
      return nodes.join('')
    },
    end: () => `\n${documentEnd}`,
  }
}

const contextEntries = Object.entries(dcatApContext['@context']).map(([name, definition]) => ({
  name,
  text: `\n    "${name}": ${JSON.stringify(definition)}`,
}))

function documentStart(isWanted: (name: string) => boolean) {
  const entries = contextEntries.filter(({ name }) => isWanted(name)).map(({ text }) => text)
  const context = entries.length > 0 ? `{${entries.join(',')}\n  }` : '{}'
  return `{\n  "@context": ${context},\n  "@graph": [\n`
}

const documentEnd = '  ]\n}\n'

type Writing = { layout: Layout; key: (token: string) => Key; withoutContext: boolean }

function nodeObjects(ntriples: string, graph: string, used: Set<string>): string[] {
  const statements = readStatements(ntriples)
  const layout = layOut(statements, { graph, lists: true })
  const withoutContext = statements.some(isConfusable)
  const key = withoutContext ? fullKey : keyThatMarks(used)
  const writing = { layout, key, withoutContext }
  return layout.blocks.map((node) => `    ${block(node, writing)}`)
}

const keyThatMarks = (used: Set<string>) => (token: string) => {
  const key = keyOf(token)
  if (key.uses) used.add(key.uses)
  return key
}

function block(node: Node, writing: Writing): string {
  const entries = nodeEntries(node, '      ', writing)
  return braces(writing.withoutContext ? ['"@context": null', ...entries] : entries, '    ')
}

const nodeObject = (node: Node, indent: string, writing: Writing) =>
  braces(nodeEntries(node, `${indent}  `, writing), indent)

const braces = (entries: string[], indent: string) =>
  `{\n${indent}  ${entries.join(`,\n${indent}  `)}\n${indent}}`

function nodeEntries(node: Node, indent: string, writing: Writing): string[] {
  const { term, nested, references, properties } = node
  const entries = properties.map((property) => propertyEntry(property, indent, writing))
  const isNamed = isIri(term) || (references > 0 && (!nested || properties.length === 0))
  return isNamed ? [`"@id": ${reference(term)}`, ...entries] : entries
}

/** An IRI or label as JSON: neither holds a character that JSON escapes. */
const reference = (token: string) => `"${isIri(token) ? iriOf(token) : token}"`

function propertyEntry({ predicate, objects }: Property, indent: string, writing: Writing): string {
  if (predicate === rdfType && objects.some(isIri)) return typeEntry(objects, indent, writing)
  return entry(writing.key(predicate), objects, indent, writing)
}

/** `@type` has room for IRIs only; whatever else is the object of rdf:type follows as a property. */
function typeEntry(objects: string[], indent: string, writing: Writing): string {
  const classes = objects.filter(isIri).map((token) => `"${writing.key(token).name}"`)
  const others = objects.filter((token) => !isIri(token))
  const types = `"@type": ${classes.length === 1 ? classes.join() : `[${classes.join(', ')}]`}`
  if (others.length === 0) return types
  return `${types},\n${indent}${entry(writing.key(rdfType), others, indent, writing)}`
}

function entry({ name, coercion }: Key, objects: string[], indent: string, writing: Writing) {
  const only = objects.length === 1 ? objects[0] : undefined
  if (only !== undefined) return `"${name}": ${value(only, { coercion, indent, writing })}`
  const deeper = `${indent}  `
  const values = objects.map((token) => value(token, { coercion, indent: deeper, writing }))
  return `"${name}": [\n${deeper}${values.join(`,\n${deeper}`)}\n${indent}]`
}

type Place = { coercion: string | undefined; indent: string; writing: Writing }

function value(token: string, place: Place): string {
  if (isLiteral(token)) return literal(token, place)
  const node = isIri(token) ? undefined : place.writing.layout.node(token)
  if (node?.nested && node.list) return list(node.list, place)
  if (node?.nested) return nodeObject(node, place.indent, place.writing)
  return place.coercion === '@id' ? reference(token) : `{ "@id": ${reference(token)} }`
}

function list(items: string[], { coercion, indent, writing }: Place): string {
  const deeper = `${indent}  `
  const values = items.map((token) => value(token, { coercion, indent: deeper, writing }))
  return `{ "@list": [\n${deeper}${values.join(`,\n${deeper}`)}\n${indent}] }`
}

/** The canonical escapes of N-Triples are those of JSON, so quoted text is taken over as it stands. */
function literal(token: string, { coercion, writing }: Place): string {
  const close = token.lastIndexOf('"') + 1
  const text = token.slice(0, close)
  if (close === token.length) return coercion ? `{ "@value": ${text} }` : text
  const mark = token.charAt(close)
  if (mark === '@') return `{ "@language": "${token.slice(close + 1)}", "@value": ${text} }`
  if (token.slice(close + 3, -1) === coercion) return text
  const { name } = writing.key(token.slice(close + 2))
  return `{ "@type": "${name}", "@value": ${text} }`
}

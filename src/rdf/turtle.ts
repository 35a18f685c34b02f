import { layOut, type Layout } from './layout.ts'
import { knownPrefixes, shorten, type Prefix } from './names.ts'
import { rdfType, type Node, type Property } from './node.ts'
import { isIri, isLiteral, readStatements } from './statement.ts'
import { prefixes } from './vocabulary.ts'

/** One resource as a Turtle document that declares the prefixes it uses. */
export function writeTurtle(ntriples: string, graph: string): string {
  const used = new Set<Prefix>()
  const blocks = turtleBlocks(ntriples, { graph, used, indent: '' })
  return join(declarations(used), blocks)
}

/** One resource as a TriG document whose only graph is the given one. */
export function writeTrig(ntriples: string, graph: string): string {
  const used = new Set<Prefix>()
  const block = graphBlock(ntriples, graph, used)
  return join(declarations(used), block)
}

export const turtleWriter = () => blockWriter(turtleBlocks)

export const trigWriter = () =>
  blockWriter((ntriples, { graph, used }) => graphBlock(ntriples, graph, used))

function blockWriter(write: typeof turtleBlocks) {
  const used = new Set<Prefix>()
  return {
    begin: () => declarations(knownPrefixes),
    add: (ntriples: string, graph: string) => `\n${write(ntriples, { graph, used, indent: '' })}`,
    end: () => '',
  }
}

const join = (head: string, body: string) => (head && body ? `${head}\n${body}` : head + body)

const declarations = (used: Iterable<Prefix>) =>
  [...used]
    .sort()
    .map((prefix) => `@prefix ${prefix}: <${prefixes[prefix]}> .\n`)
    .join('')

function graphBlock(ntriples: string, graph: string, used: Set<Prefix>) {
  return `<${graph}> {\n${turtleBlocks(ntriples, { graph, used, indent: '  ' })}}\n`
}

type Place = { graph: string; used: Set<Prefix>; indent: string }

function turtleBlocks(ntriples: string, { graph, used, indent }: Place): string {
  const layout = layOut(readStatements(ntriples), { graph, lists: true })
  const writing = { layout, used }
  return layout.blocks.map((node) => block(node, indent, writing)).join('\n')
}

type Writing = { layout: Layout; used: Set<Prefix> }

const block = (node: Node, indent: string, writing: Writing) =>
  `${indent}${subject(node, writing)} ${predicates(node, `${indent}  `, writing)} .\n`

const subject = ({ term, references }: Node, writing: Writing) => {
  if (isIri(term)) return iri(term, writing)
  return references === 0 ? '[]' : term
}

const predicates = ({ properties }: Node, indent: string, writing: Writing) =>
  properties.map((property) => predicateObjects(property, indent, writing)).join(` ;\n${indent}`)

const lineWidth = 100

function predicateObjects({ predicate, objects }: Property, indent: string, writing: Writing) {
  const verb = predicate === rdfType ? 'a' : iri(predicate, writing)
  const only = objects.length === 1 ? objects[0] : undefined
  if (only !== undefined) return `${verb} ${object(only, indent, writing)}`
  const deeper = `${indent}  `
  const written = objects.map((token) => object(token, deeper, writing))
  const line = `${verb} ${written.join(' , ')}`
  if (indent.length + line.length <= lineWidth && !line.includes('\n')) return line
  return `${verb}\n${deeper}${written.join(` ,\n${deeper}`)}`
}

function object(token: string, indent: string, writing: Writing): string {
  if (isIri(token)) return iri(token, writing)
  if (isLiteral(token)) return literal(token, writing)
  const node = writing.layout.node(token)
  if (!node?.nested) return token
  if (node.list) return collection(node.list, indent, writing)
  if (node.properties.length === 0) return '[]'
  const deeper = `${indent}  `
  return `[\n${deeper}${predicates(node, deeper, writing)}\n${indent}]`
}

function collection(items: string[], indent: string, writing: Writing) {
  const deeper = `${indent}  `
  const written = items.map((token) => object(token, deeper, writing))
  const line = `( ${written.join(' ')} )`
  if (indent.length + line.length <= lineWidth && !line.includes('\n')) return line
  return `(\n${deeper}${written.join(`\n${deeper}`)}\n${indent})`
}

function iri(token: string, { used }: Writing): string {
  const name = shorten(token)
  if (!name) return token
  used.add(name.prefix)
  return `${name.prefix}:${name.local}`
}

/** The numbers and truth values whose Turtle shorthand has the same lexical form in every parser. */
const shorthand = new Map([
  [`<${prefixes.xsd}integer>`, /^(?:0|-?[1-9][0-9]*)$/],
  [`<${prefixes.xsd}decimal>`, /^-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}$/], // rdflib reads 0.0000001 as 1E-7
  [`<${prefixes.xsd}boolean>`, /^(?:true|false)$/],
])

function literal(token: string, writing: Writing): string {
  const isTyped = token.endsWith('>')
  if (!isTyped && !token.includes('\\n')) return token
  const close = token.lastIndexOf('"') + 1
  const text = withLines(token.slice(0, close))
  if (!isTyped) return text + token.slice(close)
  const datatype = token.slice(close + 2)
  const value = token.slice(1, close - 1)
  if (shorthand.get(datatype)?.test(value)) return value
  return `${text}^^${iri(datatype, writing)}`
}

/** Canonical escapes are Turtle's too; only line breaks are nicer to read as such. */
function withLines(text: string): string {
  if (!text.includes('\\n')) return text
  const lines = text.replace(/\\(.)/g, (escape, sign) => (sign === 'n' ? '\n' : escape))
  return lines.includes('\n') ? `""${lines}""` : text
}

import type { BlankNode, NamedNode, Quad } from '@rdfjs/types'
import { canonicalJson } from './canonical-json.ts'
import type { Intake } from './intake.ts'
import { rdf, xsd } from './vocabulary.ts'

type Subject = NamedNode | BlankNode
type Graph = Quad['graph']

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

export type Restore = {
  /** Gives an IRI or a text back as the document had it. */
  text(text: string): string
  /** Gives a language tag back as the document had it. */
  language(tag: string): string
  /** Marks an IRI that is no more than a resolved mistake. */
  iri(iri: string): string
}

/**
 * Hands expanded JSON-LD on as quads (JSON-LD 1.1 API, section 8), node by node. The library does
 * this by way of a node map, whose time grows with the square of a property's values: 5 s for a
 * catalogue of 16,000 datasets.
 */
export function emitQuads(expanded: readonly unknown[], intake: Intake, restore: Restore) {
  const { factory } = intake
  const blankNodes = new Map<string, Subject>()
  const type = factory.namedNode(rdf('type').value)
  const first = factory.namedNode(rdf('first').value)
  const rest = factory.namedNode(rdf('rest').value)
  const nil = factory.namedNode(rdf('nil').value)

  for (const node of expanded) if (isObject(node)) emitNode(node, factory.defaultGraph())

  function emitNode(node: Record<string, unknown>, graph: Graph): Subject | undefined {
    if ('@id' in node && typeof node['@id'] !== 'string') return undefined
    const subject = typeof node['@id'] === 'string' ? resource(node['@id']) : factory.blankNode()
    for (const [property, value] of Object.entries(node)) {
      if (property.startsWith('@')) emitKeyword(subject, property, value, graph)
      else emitProperty(subject, property, value, graph)
    }
    return subject
  }

  function emitKeyword(subject: Subject, keyword: string, value: unknown, graph: Graph) {
    switch (keyword) {
      case '@type':
        for (const name of listOf(value)) {
          if (typeof name === 'string') emit(subject, type, resource(name), graph)
        }
        break
      case '@graph':
        emitNodes(value, subject)
        break
      case '@included':
        emitNodes(value, graph)
        break
      case '@reverse':
        for (const [property, nodes] of Object.entries(isObject(value) ? value : {})) {
          for (const node of listOf(nodes)) emitReverse(node, property, subject, graph)
        }
    }
  }

  function emitNodes(nodes: unknown, graph: Graph) {
    for (const node of listOf(nodes)) if (isObject(node)) emitNode(node, graph)
  }

  function emitReverse(node: unknown, property: string, object: Subject, graph: Graph) {
    const subject = isObject(node) ? emitNode(node, graph) : undefined
    if (subject) emit(subject, factory.namedNode(property), object, graph)
  }

  function emitProperty(subject: Subject, property: string, values: unknown, graph: Graph) {
    // Blank nodes as properties are generalized RDF, and left out by the specification.
    if (property.startsWith('_:')) return
    const predicate = factory.namedNode(property)
    for (const value of listOf(values)) {
      const object = objectOf(value, graph)
      if (object) emit(subject, predicate, object, graph)
    }
  }

  function emit(
    subject: Subject,
    predicate: Quad['predicate'],
    object: Quad['object'],
    graph: Graph,
  ) {
    intake.accept(factory.quad(subject, predicate, object, graph))
  }

  function objectOf(value: unknown, graph: Graph): Quad['object'] | undefined {
    if (!isObject(value)) return undefined
    if ('@value' in value) return literalOf(value)
    if ('@list' in value) return emitList(listOf(value['@list']), graph)
    return emitNode(value, graph)
  }

  function emitList(items: readonly unknown[], graph: Graph): Subject {
    const objects = items.map((item) => objectOf(item, graph)).filter((item) => item !== undefined)
    const nodes = objects.map(() => factory.blankNode())
    objects.forEach((object, index) => {
      const node = nodes[index] ?? nil
      emit(node, first, object, graph)
      emit(node, rest, nodes[index + 1] ?? nil, graph)
    })
    return nodes[0] ?? nil
  }

  function namedNode(iri: string) {
    return factory.namedNode(restore.iri(restore.text(iri)))
  }

  function resource(id: string): Subject {
    if (!id.startsWith('_:')) return namedNode(id)
    const known = blankNodes.get(id)
    if (known) return known
    const node = factory.blankNode()
    blankNodes.set(id, node)
    return node
  }

  function literalOf({
    '@value': value,
    '@type': datatype,
    '@language': tag,
    '@direction': direction,
  }: Record<string, unknown>) {
    if (datatype === '@json')
      return factory.literal(canonicalJson(value, restore.text), rdf('JSON'))
    const [text, native] = lexicalForm(value, datatype)
    if (typeof datatype === 'string') return factory.literal(text, namedNode(datatype))
    if (native) return factory.literal(text, native)
    if (direction) intake.repair('direction-dropped', 'RDF 1.1 has no base direction.', text)
    return typeof tag === 'string'
      ? factory.literal(text, restore.language(tag))
      : factory.literal(text)
  }

  function wellFormed(text: string) {
    if (text.isWellFormed()) return text
    intake.repair('character', 'A text has half of a character; U+FFFD stands for it.', text)
    return text.toWellFormed()
  }

  /** JSON-LD 1.1 API, section 8.2.2 and 8.6. */
  function lexicalForm(value: unknown, datatype: unknown) {
    if (typeof value === 'boolean') return [String(value), xsd('boolean')] as const
    if (typeof value !== 'number')
      return [wellFormed(restore.text(String(value))), undefined] as const
    const isDouble =
      !Number.isInteger(value) || Math.abs(value) >= 1e21 || datatype === xsd('double').value
    if (isDouble) {
      return [value.toExponential(15).replace(/(\d)0*e\+?/, '$1E'), xsd('double')] as const
    }
    if (!Number.isSafeInteger(value)) {
      intake.repair(
        'number-rounded',
        'A number has more digits than JSON readers keep.',
        `${value}`,
      )
    }
    return [value.toFixed(0), xsd('integer')] as const
  }
}

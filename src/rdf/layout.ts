import { nestBlankNodes } from './nesting.ts'
import { gather, rdfType, type Draft, type Node, type Property } from './node.ts'
import type { Statement } from './statement.ts'
import { prefixes } from './vocabulary.ts'

export type Layout = {
  /** The nodes that are written at top level: the main resource, then as the reading meets them. */
  blocks: Node[]
  node(token: string): Node | undefined
}

/** Where no subject is the graph itself, the first of these classes names the main resource. */
const mainClasses = ['Dataset', 'DatasetSeries', 'DataService', 'Catalog', 'CatalogRecord'].map(
  (local) => `<${prefixes.dcat}${local}>`,
)

/** Decides how a graph is laid out for reading, whatever the syntax; the same graph gives the same layout. */
export function layOut(
  statements: readonly Statement[],
  { graph, lists }: { graph: string; lists: boolean },
): Layout {
  const nodes = gather(statements)
  nestBlankNodes([...nodes.values()], { lists })
  return {
    blocks: readingOrder(nodes, mainNode(nodes, graph)),
    node: (token) => nodes.get(token),
  }
}

function mainNode(nodes: Map<string, Draft>, graph: string): Draft | undefined {
  const named = nodes.get(`<${graph}>`)
  if (named) return named
  const subjects = [...nodes.values()].filter(({ nested }) => !nested)
  const hasType = (type: string) => subjects.find(({ properties }) => isTyped(properties[0], type))
  return mainClasses.map(hasType).find((found) => found !== undefined)
}

const isTyped = (property: Property | undefined, type: string) =>
  property?.predicate === rdfType && property.objects.includes(type)

/** Breadth first: a block's own parts come before the parts of its parts. */
function readingOrder(nodes: Map<string, Draft>, main: Draft | undefined): Draft[] {
  const blocks: Draft[] = []
  const known = new Set<Draft>()
  // Most objects are no subject; their length tells so sooner than looking them up does.
  const lengths = new Set(Array.from(nodes.keys(), (token) => token.length))
  const meet = (draft: Draft) => {
    if (draft.nested) return meetObjects(draft)
    if (draft.properties.length === 0 || known.has(draft)) return
    known.add(draft)
    blocks.push(draft)
  }
  const meetToken = (token: string) => {
    const draft = lengths.has(token.length) ? nodes.get(token) : undefined
    if (draft) meet(draft)
  }
  const meetObjects = ({ properties, list }: Draft) => {
    if (list) list.forEach(meetToken)
    else for (const { objects } of properties) objects.forEach(meetToken)
  }
  let next = 0
  for (const start of main ? [main, ...nodes.values()] : nodes.values()) {
    if (!start.nested) meet(start)
    for (let block = blocks[next]; block; block = blocks[++next]) meetObjects(block)
  }
  return blocks
}

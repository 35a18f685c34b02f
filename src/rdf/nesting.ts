import type { Draft, Node } from './node.ts'
import { isBlank } from './statement.ts'
import { prefixes } from './vocabulary.ts'

/** Deeper nodes get a label and a block of their own: nobody reads on at this depth, and parsers recurse. */
const maxDepth = 16
const settling = -1

const rdfFirst = `<${prefixes.rdf}first>`
const rdfRest = `<${prefixes.rdf}rest>`
const rdfNil = `<${prefixes.rdf}nil>`

/**
 * Finds the blank nodes that can be written where they are mentioned: those mentioned once, and not
 * by way of themselves. Well-formed lists among them are folded if wanted.
 */
export function nestBlankNodes(drafts: readonly Draft[], { lists }: { lists: boolean }) {
  if (lists) for (const draft of drafts) if (isLastCell(draft)) foldList(draft)
  for (const draft of drafts) settle(draft)
}

const canNest = ({ term, references }: Node) => references === 1 && isBlank(term)

/** A cell of nothing but one rdf:first and one rdf:rest. */
function restOf(draft: Draft): string | undefined {
  const [first, rest] = draft.properties
  if (!canNest(draft) || !first || !rest || draft.properties.length > 2) return undefined
  if (first.predicate !== rdfFirst || rest.predicate !== rdfRest) return undefined
  return first.objects.length === 1 && rest.objects.length === 1 ? rest.objects[0] : undefined
}

const isLastCell = (draft: Draft) => restOf(draft) === rdfNil

/** Climbs from the last cell to the first, so that broken lists are never begun. */
function foldList(last: Draft) {
  const cells = [last]
  let head = last
  while (head.parent && restOf(head.parent) === head.term) {
    head = head.parent
    cells.push(head)
  }
  cells.reverse()
  for (const cell of cells) cell.head = head
  head.list = cells.map(({ properties }) => properties[0]?.objects[0] ?? rdfNil)
}

/** Finds a node's depth from that of its parents; without recursion, as a chain may be of any length. */
function settle(draft: Draft) {
  const climbed: Draft[] = []
  let at: Draft | undefined = draft
  while (at && at.depth === undefined && canNest(at)) {
    at.depth = settling
    climbed.push(at)
    at = at.parent
  }
  if (at?.depth === settling) giveLabel(at) // a cycle has to be cut somewhere
  for (const node of climbed.toReversed()) if (node.depth === settling) nest(node)
}

function nest(draft: Draft) {
  const above = draft.parent?.depth ?? 0
  const isLaterCell = draft.head?.list !== undefined && draft.head !== draft
  draft.depth = isLaterCell ? above : above + 1
  draft.nested = draft.depth <= maxDepth
  if (!draft.nested) giveLabel(draft)
}

function giveLabel(draft: Draft) {
  draft.depth = 0
  if (draft.head) draft.head.list = undefined
}

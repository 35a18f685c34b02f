import { isBlank, type Statement } from './statement.ts'
import { prefixes } from './vocabulary.ts'

/** A subject with what is said of it, in reading order. */
export type Node = {
  term: string
  properties: Property[]
  /** Blank node that is written at the one place where it is an object, and so needs no label. */
  nested: boolean
  /** How often a blank node is an object. */
  references: number
  /** Items of a well-formed rdf:List whose cells need not be written as nodes. */
  list: string[] | undefined
}
export type Property = { predicate: string; objects: string[]; rank: number }

/** What is found out about a node on the way to a layout. */
export type Draft = Node & {
  /** The subject that a blank node was last an object of. */
  parent: Draft | undefined
  depth: number | undefined
  /** The first cell of the list that this cell is part of. */
  head: Draft | undefined
}

export const rdfType = `<${prefixes.rdf}type>`

/** What people look for first; all other predicates follow in the order of their IRIs. */
const leading = [
  rdfType,
  `<${prefixes.dct}title>`,
  `<${prefixes.foaf}name>`,
  `<${prefixes.vcard}fn>`,
  `<${prefixes.skos}prefLabel>`,
  `<${prefixes.dct}description>`,
  `<${prefixes.dct}identifier>`,
]
const rankOf = (predicate: string) => {
  const place = leading.indexOf(predicate)
  return place < 0 ? leading.length : place
}

/** Brings together what is said of each subject, and counts where blank nodes are objects. */
export function gather(statements: readonly Statement[]): Map<string, Draft> {
  const nodes = new Map<string, Draft>()
  let subject: Draft | undefined
  let property: Property | undefined
  for (const { subject: term, predicate, object } of statements) {
    if (subject?.term !== term) {
      subject = draftOf(nodes, term)
      property = undefined
    }
    if (property?.predicate !== predicate) property = propertyOf(subject, predicate, property)
    property.objects.push(object)
    if (isBlank(object)) refer(subject, draftOf(nodes, object))
  }
  return nodes
}

function propertyOf({ properties }: Draft, predicate: string, last: Property | undefined) {
  // In stored form the predicates ascend, so a later one cannot be among those before it.
  const isNew = last ? predicate > last.predicate : properties.length === 0
  const known = isNew ? undefined : properties.find((property) => property.predicate === predicate)
  return known ?? addProperty(properties, predicate)
}

/** Keeps the order of the text, which is that of the IRIs, but for the leading predicates. */
function addProperty(properties: Property[], predicate: string): Property {
  const property = { predicate, objects: [], rank: rankOf(predicate) }
  const place = properties.findLastIndex(({ rank }) => rank <= property.rank) + 1
  if (place === properties.length) properties.push(property)
  else properties.splice(place, 0, property)
  return property
}

function refer(subject: Draft, blank: Draft) {
  blank.references += 1
  blank.parent = subject
}

function draftOf(nodes: Map<string, Draft>, term: string): Draft {
  const known = nodes.get(term)
  if (known) return known
  const draft: Draft = {
    term,
    properties: [],
    nested: false,
    references: 0,
    list: undefined,
    parent: undefined,
    depth: undefined,
    head: undefined,
  }
  nodes.set(term, draft)
  return draft
}

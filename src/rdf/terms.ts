import type { BlankNode, DefaultGraph, Literal, NamedNode, Quad, Term } from '@rdfjs/types'

// Terms with plain fields: those of n3 lower-case language tags and cut their values out of a longer
// string at each access, which costs a parser a fifth of its speed.

type Other = Term | null | undefined

export class Iri<T extends string = string> implements NamedNode<T> {
  readonly value: T

  constructor(value: T) {
    this.value = value
  }

  get termType() {
    return 'NamedNode' as const
  }

  equals(other: Other) {
    return other?.termType === 'NamedNode' && other.value === this.value
  }
}

/** Stands in for an IRI that cannot be mended; the intake lets none of them out. */
export class Unusable extends Iri {
  readonly text: string

  constructor(value: string, text: string) {
    super(value)
    this.text = text
  }
}

export class Blank implements BlankNode {
  readonly value: string

  constructor(value: string) {
    this.value = value
  }

  get termType() {
    return 'BlankNode' as const
  }

  equals(other: Other) {
    return other?.termType === 'BlankNode' && other.value === this.value
  }
}

export class Text implements Literal {
  readonly value: string
  readonly language: string
  readonly datatype: NamedNode

  constructor(value: string, language: string, datatype: NamedNode) {
    this.value = value
    this.language = language
    this.datatype = datatype
  }

  get termType() {
    return 'Literal' as const
  }

  equals(other: Other) {
    return (
      other?.termType === 'Literal' &&
      other.value === this.value &&
      other.language.toLowerCase() === this.language.toLowerCase() &&
      other.datatype.value === this.datatype.value
    )
  }
}

export const defaultGraph: DefaultGraph = {
  termType: 'DefaultGraph',
  value: '',
  equals: (other) => other?.termType === 'DefaultGraph',
}

export class Statement implements Quad {
  readonly subject: Quad['subject']
  readonly predicate: Quad['predicate']
  readonly object: Quad['object']
  readonly graph: Quad['graph']

  constructor(
    subject: Quad['subject'],
    predicate: Quad['predicate'],
    object: Quad['object'],
    graph: Quad['graph'],
  ) {
    this.subject = subject
    this.predicate = predicate
    this.object = object
    this.graph = graph
  }

  get termType() {
    return 'Quad' as const
  }

  get value() {
    return '' as const
  }

  equals(other: Other) {
    return (
      other?.termType === 'Quad' &&
      this.subject.equals(other.subject) &&
      this.predicate.equals(other.predicate) &&
      this.object.equals(other.object) &&
      this.graph.equals(other.graph)
    )
  }
}

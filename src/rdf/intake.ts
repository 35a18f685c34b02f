import { threadId } from 'node:worker_threads'
import type { DataFactory, NamedNode, Quad } from '@rdfjs/types'
import { splitIri } from './iri.ts'
import { createLiterals } from './literals.ts'
import { judgeIri, maxIri, plainIri, type Warning } from './repair.ts'
import { clip, createReports } from './reports.ts'
import { Blank, defaultGraph, Iri, Statement, Unusable } from './terms.ts'
import { prefixes } from './vocabulary.ts'

export type IntakeOptions = {
  base: string
  ownBase?: boolean
  strict?: boolean
  onQuad(quad: Quad): void
  onWarning(warning: Warning): void
  onDropped?(quad: Quad): void
}

export type Intake = ReturnType<typeof createIntake>

/** `dct:title` where abbreviations are not known or not declared; `geo:` is a scheme of its own. */
const forgottenPrefix = new RegExp(
  `^(?:${Object.keys(prefixes)
    .filter((prefix) => prefix !== 'geo')
    .join('|')}):(?!//)`,
)
const rdfType = `${prefixes.rdf}type`

let documents = 0

/**
 * What one document's terms and quads pass through, whichever parser made them: nothing leaves it
 * that could not be written in every syntax, and whatever was mended or left out is reported.
 */
export function createIntake({ base, ownBase, onQuad, onDropped, ...options }: IntakeOptions) {
  /** No two documents share a blank node, in whichever thread they are read. */
  const documentLabel = `t${threadId}d${documents++}`
  const { scheme, authority } = splitIri(base)
  const ownOrigin = ownBase ? `${scheme}${authority}/` : undefined
  const reports = createReports(options)
  const { repair, notice } = reports
  const literals = createLiterals(reports)
  let anonymous = 0
  let hasUnusable = false

  const intake = {
    /** The parser vouches that the next IRI is plain. */
    trusted: false,
    factory: createFactory(),
    reports,
    literals,
    accept,
    repair,
    notice,
  }
  return intake

  function createFactory(): DataFactory {
    function namedNode<T extends string>(value: T): NamedNode<T>
    function namedNode(value: string): NamedNode {
      if (intake.trusted) return trust(value)
      if (ownOrigin !== undefined && value.startsWith(ownOrigin)) reportRelative(value)
      return value.length < maxIri && plainIri.test(value) ? new Iri(value) : unusualIri(value)
    }
    return {
      namedNode,
      blankNode: (name) =>
        new Blank(documentLabel + (name === undefined ? `-${anonymous++}` : `_${name}`)),
      literal: literals.literal,
      defaultGraph: () => defaultGraph,
      quad: (subject, predicate, object, graph) =>
        new Statement(subject, predicate, object, graph ?? defaultGraph),
      fromTerm: <T>(term: T) => term,
      fromQuad: (quad) => quad,
    }
  }

  function trust(iri: string) {
    intake.trusted = false
    return new Iri(iri)
  }

  function reportRelative(iri: string) {
    repair('relative-iri', 'A relative IRI, in a document that has no address of its own.', iri)
  }

  function reportPrefix(iri: string) {
    const message = 'This was probably meant to be abbreviated, but is an IRI here.'
    notice('undefined-prefix', message, iri)
  }

  function reportMended(iri: string, mended: string) {
    const message = `An IRI has signs that must be percent-encoded: <${clip(mended)}> is meant.`
    repair('iri-encoded', message, iri)
  }

  function unusualIri(value: string): NamedNode {
    const verdict = judgeIri(value)
    switch (verdict.state) {
      case 'valid':
        if (forgottenPrefix.test(value)) reportPrefix(value)
        return new Iri(value)
      case 'encoded':
        reportMended(value, verdict.iri)
        return new Iri(verdict.iri)
      case 'junk':
        hasUnusable = true
        return new Unusable(value, verdict.text)
    }
  }

  function accept(quad: Quad) {
    if (!hasUnusable) return onQuad(quad)
    const { subject, predicate, object, graph } = quad
    for (const term of [graph, subject, predicate]) {
      if (term instanceof Unusable) return drop(term, quad)
    }
    if (!(object instanceof Unusable)) return onQuad(quad)
    if (predicate.value === rdfType) return drop(object, quad)
    repair('iri-to-literal', 'A value is no IRI, so it can only be kept as text.', object.text)
    const text = literals.literal(object.text.toWellFormed())
    onQuad(new Statement(subject, predicate, text, graph))
  }

  function drop({ text }: Unusable, quad: Quad) {
    repair('iri-dropped', 'A term is no IRI, so its triple can only be left out.', text)
    onDropped?.(quad)
  }
}

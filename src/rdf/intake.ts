import { threadId } from 'node:worker_threads'
import type { DataFactory, DirectionalLanguage, Literal, NamedNode, Quad } from '@rdfjs/types'
import { splitIri } from './iri.ts'
import { newerThanRdf11, repairNeeded } from './parse-errors.ts'
import { isLanguageTag, isWritable, judgeIri, maxIri, plainIri, writableText } from './repair.ts'
import type { RepairKind, Warning } from './repair.ts'
import { Blank, defaultGraph, Iri, Statement, Text, Unusable } from './terms.ts'
import { prefixes } from './vocabulary.ts'

export type IntakeOptions = {
  base: string
  ownBase?: boolean
  strict?: boolean
  onQuad(quad: Quad): void
  onWarning(warning: Warning): void
}

export type Intake = ReturnType<typeof createIntake>

const xsdString = new Iri(`${prefixes.xsd}string`)
const rdfType = `${prefixes.rdf}type`
const langString = new Iri(`${prefixes.rdf}langString`)

/** `dct:title` where abbreviations are not known or not declared; `geo:` is a scheme of its own. */
const forgottenPrefix = new RegExp(
  `^(?:${Object.keys(prefixes)
    .filter((prefix) => prefix !== 'geo')
    .join('|')}):(?!//)`,
)

let documents = 0

/**
 * What one document's terms and quads pass through, whichever parser made them: nothing leaves it
 * that could not be written in every syntax, and whatever was mended or left out is reported.
 */
export function createIntake({ base, ownBase, strict, onQuad, onWarning }: IntakeOptions) {
  /** No two documents share a blank node, in whichever thread they are read. */
  const documentLabel = `t${threadId}d${documents++}`
  const { scheme, authority } = splitIri(base)
  const ownOrigin = ownBase ? `${scheme}${authority}` : undefined
  let anonymous = 0
  let hasUnusable = false

  const intake = {
    /** The line that the parser is at, if it knows. */
    line: undefined as number | undefined,
    /** The parser vouches that the next IRI is plain. */
    trusted: false,
    /** Stands for the language tag of the next literal, where the parser could not take it. */
    malformedTag: undefined as string | undefined,
    factory: createFactory(),
    accept,
    repair,
    notice,
  }
  return intake

  /** Reports something that was mended; it ends the reading where mending is not wanted. */
  function repair(kind: RepairKind, message: string, value?: string) {
    const at = intake.line === undefined ? {} : { line: intake.line }
    if (strict) throw repairNeeded(kind, message, { ...at, ...(value && { value: clip(value) }) })
    notice(kind, message, value)
  }

  /** Reports something that the syntax itself says is to be ignored. */
  function notice(kind: RepairKind, message: string, value?: string) {
    onWarning({
      kind,
      message,
      ...(value === undefined ? {} : { value: clip(value) }),
      ...(intake.line === undefined ? {} : { line: intake.line }),
    })
  }

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
        new Blank(
          name === undefined ? `${documentLabel}-${anonymous++}` : `${documentLabel}_${name}`,
        ),
      literal,
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
    notice(
      'undefined-prefix',
      'This was probably meant to be abbreviated, but is an IRI here.',
      iri,
    )
  }

  function unusualIri(value: string): NamedNode {
    const verdict = judgeIri(value)
    switch (verdict.state) {
      case 'valid':
        if (forgottenPrefix.test(value)) reportPrefix(value)
        return new Iri(value)
      case 'encoded':
        repair(
          'iri-encoded',
          `An IRI has signs that must be percent-encoded: <${clip(verdict.iri)}> is meant.`,
          value,
        )
        return new Iri(verdict.iri)
      case 'junk':
        hasUnusable = true
        return new Unusable(value, verdict.text)
    }
  }

  function literal(value: string, kind?: string | NamedNode | DirectionalLanguage): Literal {
    const text = isWritable(value) ? value : withoutUnwritable(value)
    if (kind === undefined) return new Text(text, '', xsdString)
    if (typeof kind === 'string') return tagged(text, kind)
    if ('termType' in kind) return typed(text, kind)
    if (kind.direction) throw newerThanRdf11('A base direction', intake.line)
    return tagged(text, kind.language)
  }

  function withoutUnwritable(value: string) {
    repair(
      'character',
      'A text has a character that not every syntax can hold; U+FFFD stands for it.',
      value,
    )
    return writableText(value)
  }

  function tagged(text: string, givenTag: string) {
    const tag = intake.malformedTag ?? givenTag
    intake.malformedTag = undefined
    if (isLanguageTag(tag)) return new Text(text, tag, langString)
    repair(
      'language-tag',
      `"${clip(tag)}" is no language tag, so the text can only be kept without it.`,
      text,
    )
    return new Text(text, '', xsdString)
  }

  function typed(text: string, datatype: NamedNode) {
    if (datatype instanceof Unusable) {
      repair(
        'iri-dropped',
        'A datatype is no IRI, so the text can only be kept without it.',
        datatype.text,
      )
      return new Text(text, '', xsdString)
    }
    if (datatype.value === langString.value) {
      repair('language-tag', 'A text of type rdf:langString has no language tag.', text)
      return new Text(text, '', xsdString)
    }
    return new Text(text, '', datatype)
  }

  function accept(quad: Quad) {
    if (!hasUnusable) return onQuad(quad)
    const { subject, predicate, object, graph } = quad
    for (const term of [graph, subject, predicate]) {
      if (term instanceof Unusable) return drop(term)
    }
    if (!(object instanceof Unusable)) return onQuad(quad)
    if (predicate.value === rdfType) return drop(object)
    repair('iri-to-literal', 'A value is no IRI, so it can only be kept as text.', object.text)
    onQuad(new Statement(subject, predicate, literal(object.text.toWellFormed()), graph))
  }

  function drop({ text }: Unusable) {
    repair('iri-dropped', 'A term is no IRI, so its triple can only be left out.', text)
  }
}

const clip = (text: string) => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

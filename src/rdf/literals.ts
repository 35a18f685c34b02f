import type { DirectionalLanguage, Literal, NamedNode } from '@rdfjs/types'
import { newerThanRdf11 } from './parse-errors.ts'
import { isLanguageTag, isWritable, writableText } from './repair.ts'
import { clip, type Reports } from './reports.ts'
import { Iri, Text, Unusable } from './terms.ts'
import { prefixes } from './vocabulary.ts'

const xsdString = new Iri(`${prefixes.xsd}string`)
const langString = new Iri(`${prefixes.rdf}langString`)

/** Makes literals that every syntax can hold; the text of what cannot be one is kept in any case. */
export function createLiterals(reports: Reports) {
  const literals = {
    /** Stands for the language tag of the next literal, where the parser could not take it. */
    malformedTag: undefined as string | undefined,
    literal(value: string, kind?: string | NamedNode | DirectionalLanguage): Literal {
      const text = isWritable(value) ? value : withoutUnwritable(value)
      if (kind === undefined) return plain(text)
      if (typeof kind === 'string') return tagged(text, kind)
      if ('termType' in kind) return typed(text, kind)
      if (kind.direction) throw newerThanRdf11('A base direction', reports.line)
      return tagged(text, kind.language)
    },
  }
  return literals

  function withoutUnwritable(value: string) {
    const message = 'A text has a character that not every syntax can hold; U+FFFD stands for it.'
    reports.repair('character', message, value)
    return writableText(value)
  }

  function tagged(text: string, givenTag: string) {
    const tag = literals.malformedTag ?? givenTag
    literals.malformedTag = undefined
    if (isLanguageTag(tag)) return new Text(text, tag, langString)
    const message = `"${clip(tag)}" is no language tag, so the text can only be kept without it.`
    reports.repair('language-tag', message, text)
    return plain(text)
  }

  function typed(text: string, datatype: NamedNode) {
    if (datatype instanceof Unusable) {
      const message = 'A datatype is no IRI, so the text can only be kept without it.'
      reports.repair('iri-dropped', message, datatype.text)
      return plain(text)
    }
    if (datatype.value === langString.value) {
      reports.repair('language-tag', 'A text of type rdf:langString has no language tag.', text)
      return plain(text)
    }
    return new Text(text, '', datatype)
  }
}

const plain = (text: string) => new Text(text, '', xsdString)

import { Lexer } from 'n3'
import { maxMendableIri, plainIri } from './repair.ts'

/**
 * Takes whatever stands between angle brackets on one line for an IRI, and any word after a text for
 * a language tag, so that the intake can mend or refuse it and the rest of the document is unharmed.
 */
export class PatientLexer extends Lexer {
  // These replace patterns of the same names in n3, which tries them in this order. What the first
  // one takes needs no further look.
  _unescapedIri = new RegExp(`<(${plainIri.source.slice(1, -1)})>[ \\t]*`, 'y')
  _iri = new UnusualIri()
  _langcode = /@([a-z][\w\u00c0-\u024f-]*)(?=[^\w\u00c0-\u024f-])/iy
}

/** Used as a pattern; n3 would refuse what it finds, so that is put aside and a name given instead. */
class UnusualIri {
  lastIndex = 0
  found: string | undefined
  readonly #pattern = new RegExp(
    `<([^\\0-\\x20<>\\\\"{}|^\`]*|[^<>\\r\\n]{0,${maxMendableIri}})>[ \\t]*`,
    'y',
  )

  exec(input: string) {
    this.#pattern.lastIndex = this.lastIndex
    const match = this.#pattern.exec(input)
    this.found = match?.[1]
    return match && [match[0], 'unusual']
  }

  /** What was put aside, once, without escapes. */
  take() {
    const { found } = this
    this.found = undefined
    return found === undefined ? undefined : unescapeIri(found)
  }
}

/** `\u` escapes are the only ones in an IRI; any other backslash is a mistake, mended later. */
const unescapeIri = (raw: string) =>
  raw.replace(
    /\\(?:u([\dA-Fa-f]{4})|U(00(?:0[\dA-Fa-f]|10)[\dA-Fa-f]{4}))/g,
    (_, four?: string, eight?: string) =>
      String.fromCodePoint(Number.parseInt(four ?? eight ?? '', 16)),
  )

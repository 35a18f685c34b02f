import { FindbuchError } from '../errors.ts'

/** A triple whose terms are N-Triples tokens: `<http://…>`, `_:b0`, `"x"@de`, `"1"^^<…>`. */
export type Statement = { subject: string; predicate: string; object: string }

export type Literal = { value: string; language: string | undefined; datatype: string }
export type Term =
  | { kind: 'iri'; value: string }
  | { kind: 'blank'; value: string }
  | ({ kind: 'literal' } & Literal)

const xsdString = 'http://www.w3.org/2001/XMLSchema#string'
const langString = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString'

// Every part is a single loop over characters that do not occur in what follows it, so that no text,
// however long, makes the expression try again or fill its stack.
const iri = /<[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~-\uffff]*>/.source
/** Narrower than N-Triples: the stored form has no other labels, and each of these is an XML name. */
const blankNode = /_:[A-Za-z][A-Za-z0-9]*/.source
const plainText = /"[ !#-[\]-~\u0080-\uffff]*"/.source
const escapedText = /"[ -~\u0080-\uffff]*"/.source
const suffix = `(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\\^\\^${iri})?`

const statement = new RegExp(
  `(${iri}|${blankNode}) (${iri}) (?:(${iri}|${blankNode}|${plainText}${suffix})|(${escapedText}${suffix})) \\.\\n`,
  'y',
)

/** Without groups, and without literals that need a closer look. */
const plainStatement = new RegExp(
  `(?:${iri}|${blankNode}) ${iri} (?:${iri}|${blankNode}|${plainText}${suffix}) \\.\\n`,
  'y',
)

export const isIri = (token: string) => token.charCodeAt(0) === 60
export const isBlank = (token: string) => token.charCodeAt(0) === 95
export const isLiteral = (token: string) => token.charCodeAt(0) === 34

/** The IRI, or the label, of a token that is no literal. */
export const iriOf = (token: string) => token.slice(1, -1)
export const labelOf = (token: string) => token.slice(2)

/**
 * Takes canonical N-Triples apart without building terms.
 *
 * @throws FindbuchError `not-canonical` for any other text, since only a damaged record holds such
 */
export function readStatements(ntriples: string): Statement[] {
  if (!ntriples.isWellFormed()) throw notCanonical(0)
  const statements: Statement[] = []
  statement.lastIndex = 0
  for (let end = 0; end < ntriples.length; end = statement.lastIndex) {
    const [, subject, predicate, plain, escaped] = statement.exec(ntriples) ?? []
    const object = plain ?? escaped
    if (!subject || !predicate || !object || (escaped && !isEscapedWell(escaped))) {
      throw notCanonical(statements.length)
    }
    statements.push({ subject, predicate, object })
  }
  return statements
}

/** Whether a text consists of canonical statements, in whatever order; as `readStatements` finds it, but at less cost. */
export function holdsStatements(ntriples: string): boolean {
  if (!ntriples.isWellFormed()) return false
  for (let at = 0; at < ntriples.length;) {
    plainStatement.lastIndex = statement.lastIndex = at
    if (plainStatement.test(ntriples)) at = plainStatement.lastIndex
    else {
      const escaped = statement.exec(ntriples)?.[4]
      if (escaped === undefined || !isEscapedWell(escaped)) return false
      at = statement.lastIndex
    }
  }
  return true
}

/** Goes by character, as a text may be all escapes; only the last quote may stand without one. */
function isEscapedWell(literal: string): boolean {
  const close = literal.lastIndexOf('"')
  let at = 1
  while (at < close) {
    const code = literal.charCodeAt(at)
    if (code === quote) return false
    at += code === backslash ? escapeLength(literal, at) : 1
  }
  return at === close
}

const quote = 34
const backslash = 92

function escapeLength(literal: string, at: number): number {
  if ('btnfr"\\'.includes(literal.charAt(at + 1))) return 2
  return /^\\u[0-9A-F]{4}$/.test(literal.slice(at, at + 6)) ? 6 : Infinity
}

const notCanonical = (before: number) =>
  new FindbuchError({
    code: 'not-canonical',
    status: 500,
    message: `Line ${before + 1} of a stored graph is not canonical N-Triples.`,
  })

/** What a token says, for readers that want values and not syntax. */
export function termOf(token: string): Term {
  if (isIri(token)) return { kind: 'iri', value: iriOf(token) }
  if (isBlank(token)) return { kind: 'blank', value: labelOf(token) }
  return { kind: 'literal', ...literalParts(token) }
}

/** The value, language tag and datatype IRI of a literal token. */
export function literalParts(token: string): Literal {
  const close = token.lastIndexOf('"')
  const value = unescape(token.slice(1, close))
  const mark = token.charAt(close + 1)
  if (mark === '@') return { value, language: token.slice(close + 2), datatype: langString }
  const datatype = mark === '^' ? token.slice(close + 4, -1) : xsdString
  return { value, language: undefined, datatype }
}

const controls: Record<string, string> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' }

const unescape = (text: string) =>
  text.includes('\\')
    ? text.replace(/\\(?:u([0-9A-F]{4})|(.))/g, (_, code?: string, sign = '') =>
        code ? String.fromCharCode(parseInt(code, 16)) : (controls[sign] ?? sign),
      )
    : text

import { hasScheme, iriCharacters, isIri, splitIri } from './iri.ts'

/** What was mended, or left out, because the document says something that RDF cannot hold. */
export type RepairKind =
  | 'byte-order-mark'
  | 'charset'
  | 'media-type'
  | 'relative-iri'
  | 'iri-encoded'
  | 'iri-to-literal'
  | 'iri-dropped'
  | 'language-tag'
  | 'character'
  | 'text-dropped'
  | 'several-values'
  | 'direction-dropped'
  | 'undefined-prefix'
  | 'undefined-term'
  | 'json-ld-ignored'
  | 'number-rounded'
  | 'leading-space'

export type Warning = { kind: RepairKind; message: string; value?: string; line?: number }

/** Goes before a reference that no base may be applied to; a document cannot hold it, for it has a NUL. */
const mark = 'unusable:\0'

const scheme = /^[a-z][a-z0-9+.-]*:/i
/** `http//x` and its kin: no scheme, so resolved against a base it would look like an IRI. */
const urlWithoutColon = /^(?:h?t{1,3}ps?|ftp)\/\//i
/** RFC 3986, section 4.2: a relative reference has no colon in its first segment. */
const colonInFirstSegment = /^[^/?#]*:/

/**
 * Readies a reference for the resolution that the parsers do: a blank in front of it is moved to
 * its end, where it does not hide the scheme and is judged later; what is junk is marked.
 */
export function prepareReference(raw: string): string {
  const text = raw.trimStart()
  const reference = text.length < raw.length ? `${text} ` : raw
  if (scheme.test(reference)) return reference
  const junk = urlWithoutColon.test(reference) || colonInFirstSegment.test(reference)
  return junk ? unusableReference(raw) : reference
}

/** A reference that stays what it is, whatever the base, and is judged to be junk. */
export const unusableReference = (raw: string) => mark + raw

export type Verdict =
  | { state: 'valid' }
  | { state: 'encoded'; iri: string }
  | { state: 'junk'; text: string }

const valid: Verdict = { state: 'valid' }

const character = "\\w\\-.~!$&'()*+,;=:@/?\\u00a1-\\u167f\\u1681-\\u1fff\\u3001-\\ud7ff"
/** Most IRIs of the world and only valid ones, so that these cost little. */
export const plainIri = new RegExp(
  `^https?://[\\w.~-]+(?::\\d+)?(?:[/?][${character}]*(?:%[\\dA-Fa-f]{2}[${character}]*)*)?` +
    `(?:#[${character}]*(?:%[\\dA-Fa-f]{2}[${character}]*)*)?$`,
)

const noHost = /^https?:(?!\/\/[^/?#])/i
const severalUrls = /[\s,;|]\s*[a-z][a-z0-9+.-]*:\/\//i
/** Longer than any link that people write; beyond, a quote or bracket was lost and much was swallowed. */
export const maxMendableIri = 4096
/** Beyond, no pattern is tried on a text. */
export const maxIri = 65_536

/** Decides on an IRI after resolution: what is legal by RFC 3987 is never touched. */
export function judgeIri(text: string): Verdict {
  if (text.startsWith(mark)) return { state: 'junk', text: text.slice(mark.length) }
  if (text.length > maxIri) return { state: 'junk', text }
  if (!noHost.test(text) && isIri(text)) return valid
  const trimmed = text.trim()
  const hopeless =
    trimmed.length > maxMendableIri ||
    !hasScheme(trimmed) ||
    noHost.test(trimmed) ||
    severalUrls.test(trimmed) ||
    !trimmed.isWellFormed()
  if (hopeless) return { state: 'junk', text }
  const iri = percentEncode(trimmed)
  return isIri(iri) ? { state: 'encoded', iri } : { state: 'junk', text }
}

const notAllowed = Object.fromEntries(
  Object.entries(iriCharacters).map(([part, characters]) => [
    part,
    new RegExp(`[^%${characters}]|%(?![0-9A-Fa-f]{2})`, 'gu'),
  ]),
)
/** An IP literal keeps its brackets; anywhere else they are encoded. */
const ipLiteral = /^(\/\/(?:[^@]*@)?)(\[[\da-fv.:]+\](?::\d*)?)$/i

function percentEncode(text: string) {
  const { scheme, authority, path, query, fragment } = splitIri(text)
  const [, before = authority, address = ''] = ipLiteral.exec(authority) ?? []
  return (
    scheme +
    encode('//', 'authority', before) +
    address +
    encode('', 'path', path) +
    encode('?', 'query', query) +
    encode('#', 'fragment', fragment)
  )
}

const encode = (delimiter: string, part: keyof typeof iriCharacters, text = '') =>
  text.slice(0, delimiter.length) +
  text.slice(delimiter.length).replace(notAllowed[part] ?? /^$/, encodeURIComponent)

/** BCP 47 in the form that RDF asks for; whether a tag is registered is for validation to say. */
export const isLanguageTag = (tag: string) => /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(tag)

/** Characters that XML 1.0 cannot hold, so that a literal with one could not be written in every syntax. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/
const everyUnwritable = new RegExp(unwritable, 'g')

/** Lone surrogates are not looked for: only JSON can have them, and its reader replaces them. */
export const isWritable = (text: string) => !unwritable.test(text)

/** Puts U+FFFD in place of each character that cannot be written. */
export const writableText = (text: string) => text.replace(everyUnwritable, '\ufffd')

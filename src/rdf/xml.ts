import { FindbuchError } from '../errors.ts'

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;', // only for the sake of `]]>`
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/**
 * Text content. A carriage return would be read as a line feed if it were not escaped (section 2.11).
 *
 * @throws FindbuchError `not-representable` for a character that XML 1.0 (section 2.2) cannot hold
 */
export const xmlText = (text: string, place: string) =>
  specialInText.test(text)
    ? text.replace(everySpecialInText, (sign) => reference(sign, place))
    : text

const specialInText = /[&<>]|[^\t\n -\ufffd]/
const everySpecialInText = new RegExp(specialInText, 'g')

/**
 * Attribute value. Line breaks and tabs would be read as spaces (section 3.3.3).
 *
 * @throws FindbuchError `not-representable` for a character that XML 1.0 (section 2.2) cannot hold
 */
export const xmlAttribute = (text: string, place: string) =>
  specialInAttribute.test(text)
    ? text.replace(everySpecialInAttribute, (sign) => reference(sign, place))
    : text

const specialInAttribute = /[&<>"]|[^ -\ufffd]/
const everySpecialInAttribute = new RegExp(specialInAttribute, 'g')

function reference(sign: string, place: string): string {
  const known = references[sign]
  if (known) return known
  const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  throw notRepresentable(`the character U+${code} in ${place}`)
}

export const notRepresentable = (what: string) =>
  new FindbuchError({
    code: 'not-representable',
    status: 406,
    message: `RDF/XML cannot hold ${what}. Turtle, TriG, N-Triples, N-Quads and JSON-LD can.`,
  })

// NCName of Namespaces in XML 1.0, without the characters beyond the basic plane.
const nameStart =
  /[A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]/
const nameCharacter = new RegExp(`${nameStart.source}|[0-9.\\u00b7\\u0300-\\u036f\\u203f\\u2040-]`)
/** The namespace of `xmlns` itself, which no prefix may stand for. */
const reserved = 'http://www.w3.org/2000/xmlns/'

/** An IRI as namespace and the longest possible local name, or nothing if it does not end in a name. */
export function splitForXml(iri: string): { namespace: string; local: string } | undefined {
  let cut = iri.length
  while (cut > 0 && nameCharacter.test(iri.charAt(cut - 1))) cut -= 1
  if (iri.slice(0, cut) === reserved) cut += 1
  while (cut < iri.length && !nameStart.test(iri.charAt(cut))) cut += 1
  if (cut === 0 || cut === iri.length) return undefined
  return { namespace: iri.slice(0, cut), local: iri.slice(cut) }
}

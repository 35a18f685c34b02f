import { watchComplexity } from './json-ld-complexity.ts'
import type { Restore } from './json-ld-quads.ts'
import { unusableReference } from './repair.ts'

/** White space as a regular expression has it, and as many of the 32 noncharacters of Unicode. */
const spaces =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'
const firstStandIn = 0xfdd0
/** The rest of them is for blanks in front, which go to the end until the text comes back. */
const leadingSpaces = ' \t\n\r\u00a0\ufeff\u3000'
const firstLeadingStandIn = 0xfde9

const likeAbsoluteIri = /^\s*[A-Za-z][A-Za-z0-9+.-]*:/
const urlWithoutColon = /\/(h?t{1,3}ps?\/\/[^/].*)$/i

/**
 * Readies a JSON document for expansion, in place: jsonld takes no IRI with a space in it for an
 * absolute one and would make something else of it, so that such spaces are hidden until the text
 * comes back; and it has no bound on contexts.
 */
export function prepareStrings(document: unknown, text: string): Restore {
  const mayHide = !/[\ufdd0-\ufdef]|\\u[fF][dD][dDeE]/.test(text)
  let hidden = false
  const watch = watchComplexity(text)
  visit(document)
  watch.done()
  let spellings: Map<string, string> | undefined
  const hasJunk = /"h?t{1,3}ps?\/\//i.test(text)
  return {
    text: (value) => (hidden && /[\ufdd0-\ufdef]/.test(value) ? show(value) : value),
    language(tag) {
      spellings ??= spellingsOf(text)
      return spellings.get(tag) ?? tag
    },
    iri(iri) {
      const junk = hasJunk ? urlWithoutColon.exec(iri)?.[1] : undefined
      return junk === undefined ? iri : unusableReference(junk)
    },
  }

  function visit(value: unknown) {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) watch.array(value)
    for (const [key, member] of Object.entries(value)) {
      if (key === '@context') watch.context(member)
      else if (typeof member !== 'string') visit(member)
      else if (mayHide && likeAbsoluteIri.test(member) && /\s/.test(member)) {
        hidden = true
        Reflect.set(value, key, hide(member))
      }
      watch.member(key, member)
    }
  }
}

function hide(text: string) {
  const leading = /^[ \t\n\r\u00a0\ufeff\u3000]*/.exec(text)?.[0] ?? ''
  return (
    text.slice(leading.length).replace(/\s/g, standIn(spaces, firstStandIn)) +
    leading.replace(/\s/g, standIn(leadingSpaces, firstLeadingStandIn))
  )
}

const standIn = (from: string, first: number) => (space: string) =>
  String.fromCharCode(first + from.indexOf(space))

function show(text: string) {
  const leading = /[\ufde9-\ufdef]*$/.exec(text)?.[0] ?? ''
  return (
    leading.replace(/[^]/g, original(leadingSpaces, firstLeadingStandIn)) +
    text
      .slice(0, text.length - leading.length)
      .replace(/[\ufdd0-\ufde8]/g, original(spaces, firstStandIn))
  )
}

const original = (from: string, first: number) => (sign: string) =>
  from[sign.charCodeAt(0) - first] ?? sign

/**
 * The spelling of language tags, which jsonld lower-cases: those that a document has in one spelling
 * with capitals only.
 */
function spellingsOf(text: string) {
  const found = new Map<string, string>()
  for (const [, tag = ''] of text.matchAll(/"([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*)"/g)) {
    const known = found.get(tag.toLowerCase())
    found.set(tag.toLowerCase(), known === undefined || known === tag ? tag : tag.toLowerCase())
  }
  return found
}

import { isIPv6 } from 'node:net'

// The character classes of RFC 3987, section 2.2, as the inside of a regular expression's brackets;
// without the white space beyond ASCII that it allows, for other readers of RDF stop there.
const supplementary = Array.from({ length: 14 }, (_, index) => {
  const plane = (index + 1).toString(16)
  return `\\u{${plane === 'e' ? 'e1000' : `${plane}0000`}}-\\u{${plane}fffd}`
}).join('')
const letters =
  '\\u{a1}-\\u{167f}\\u{1681}-\\u{1fff}\\u{200b}-\\u{2027}\\u{202a}-\\u{202e}\\u{2030}-\\u{205e}\\u{2060}-\\u{2fff}\\u{3001}-\\u{d7ff}'
const unreserved = `A-Za-z0-9\\-._~${letters}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fefe}\\u{ff00}-\\u{ffef}${supplementary}`
const privateUse = '\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}'
const host = `${unreserved}!$&'()*+,;=`
const path = `${host}:@/`

/** What may stand unescaped in each part of an IRI. */
export const iriCharacters = {
  authority: `${host}:@`,
  path,
  query: `${path}?${privateUse}`,
  fragment: `${path}?`,
}

/** Written out as `a*(%hh a*)*` and never nested otherwise, so that no input makes it backtrack for long. */
const many = (characters: string) => `[${characters}]*(?:%[0-9A-Fa-f]{2}[${characters}]*)*`

const absoluteIri = new RegExp(
  '^[A-Za-z][A-Za-z0-9+.\\-]*:' +
    `(?://(?:${many(`${host}:`)}@)?(?:(\\[[^\\]]*\\])|${many(host)})(?::[0-9]*)?(?=[/?#]|$)|(?!//))` +
    `${many(path)}(?:\\?${many(iriCharacters.query)})?(?:#${many(iriCharacters.fragment)})?$`,
  'u',
)
const futureAddress = /^v[\da-f]+\.[\w\-.~!$&'()*+,;=:]+$/i

/** Whether a text is an absolute IRI by the grammar of RFC 3987, in time linear in its length. */
export function isIri(text: string): boolean {
  const match = absoluteIri.exec(text)
  return match !== null && (match[1] === undefined || isAddress(match[1].slice(1, -1)))
}

// `isIPv6` takes zones, which an IRI may not have (RFC 3987 has no RFC 6874).
const isAddress = (text: string) =>
  (isIPv6(text) && !text.includes('%')) || futureAddress.test(text)

export const hasScheme = (reference: string) => /^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference)

/** RFC 3986, appendix B. */
const parts = /^(?:([^:/?#]+:))?(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/s

export function splitIri(text: string) {
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] =
    parts.exec(text) ?? []
  return { scheme, authority, path, query, fragment }
}

/** Resolves by RFC 3986, section 5.2; a reference that has a scheme stays as it is. */
export function resolveIri(reference: string, base: string): string {
  if (hasScheme(reference)) return reference
  const to = splitIri(reference)
  const from = splitIri(base)
  const withScheme = (rest: string) => `${from.scheme}${rest}`
  if (to.authority !== '') {
    return withScheme(`${to.authority}${withoutDots(to.path)}${to.query}${to.fragment}`)
  }
  if (to.path === '') {
    return withScheme(`${from.authority}${from.path}${to.query || from.query}${to.fragment}`)
  }
  const path = to.path.startsWith('/') ? to.path : merge(from, to.path)
  return withScheme(`${from.authority}${withoutDots(path)}${to.query}${to.fragment}`)
}

const merge = (from: { authority: string; path: string }, path: string) =>
  from.authority !== '' && from.path === ''
    ? `/${path}`
    : `${from.path.slice(0, from.path.lastIndexOf('/') + 1)}${path}`

/** RFC 3986, section 5.2.4. */
function withoutDots(path: string) {
  if (!/(?:^|\/)\.\.?(?:\/|$)/.test(path)) return path
  const kept: string[] = []
  const segments = path.split('/')
  segments.forEach((segment, index) => {
    if (segment === '..' && kept.length > 1) kept.pop()
    if (segment !== '.' && segment !== '..') kept.push(segment)
    else if (index === segments.length - 1) kept.push('')
  })
  return kept.join('/')
}

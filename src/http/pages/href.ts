/** Where a link may lead; `host` is to be shown, as a name can promise anything. */
export type Target = { href: string; host: string | undefined }

/**
 * The link target that a value of a stranger is fit to be: http(s), mail or telephone, and nothing
 * else. User names in a URL serve only to pass one host off as another.
 */
export function targetOf(value: string): Target | undefined {
  if (/^(?:mailto|tel):[!-~\u00a0-\uffff]+$/i.test(value)) return { href: value, host: undefined }
  if (!/^https?:\/\/[!-~\u00a0-\uffff]+$/i.test(value)) return undefined
  const url = URL.parse(value)
  if (!url || url.username !== '' || url.password !== '') return undefined
  return { href: value, host: url.host }
}

/** A link's own address as its text: without scheme, and not longer than a few lines. */
export function addressText(href: string): string {
  const text = href.replace(/^(?:https?:\/\/|mailto:|tel:)/i, '').replace(/^([^/?#]+)\/$/, '$1')
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

/** The part of an IRI that tells most; by hand, for a pattern would take long on hostile ones. */
export function lastSegment(iri: string): string {
  let end = iri.length
  while (end > 0 && isOneOf('/#', iri, end - 1)) end -= 1
  let start = end
  while (start > 0 && !isOneOf('/#:?', iri, start - 1)) start -= 1
  return start < end ? iri.slice(start, end) : iri
}

const isOneOf = (signs: string, text: string, index: number) => signs.includes(text.charAt(index))

/** JSON Canonicalization Scheme, RFC 8785; texts are handed through a function first. */
export function canonicalJson(value: unknown, text: (value: string) => string): string {
  if (typeof value === 'string') return JSON.stringify(text(value))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, text)).join(',')}]`
  const members = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member, text)}`)
  return `{${members.join(',')}}`
}

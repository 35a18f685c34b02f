import { prefixes } from './vocabulary.ts'

export type Prefix = keyof typeof prefixes
export type Name = { prefix: Prefix; local: string }

export const knownPrefixes: readonly Prefix[] = Object.keys(prefixes).filter(isPrefix)

function isPrefix(name: string): name is Prefix {
  return name in prefixes
}

/** The prefixes by the length of their namespaces, by which most other IRIs are told apart at once. */
const byLength: (readonly Prefix[] | undefined)[] = []
for (const prefix of knownPrefixes) {
  const { length } = prefixes[prefix]
  byLength[length] = [...(byLength[length] ?? []), prefix]
}

/** The few hundred names that make up most of what is written; bounded, as anything may be sent to us. */
const found = new Map<string, Name>()
const maxFound = 5000

/** An IRI token of the field as prefix and local name; nothing for an IRI that has to be written out. */
export function shorten(token: string): Name | undefined {
  let cut = token.length - 1
  while (cut > 1 && !isDelimiter(token.charCodeAt(cut - 1))) cut -= 1
  const candidates = byLength[cut - 1]
  if (!candidates) return undefined
  return found.get(token) ?? find(token, cut, candidates)
}

const isDelimiter = (code: number) => code === 47 || code === 35 // a slash or a hash sign

/** Plain enough to need no escape as Turtle PN_LOCAL, as XML NCName and after a JSON-LD prefix. */
const plainLocal = /^[A-Za-z_][A-Za-z0-9_-]*$/

function find(token: string, cut: number, candidates: readonly Prefix[]): Name | undefined {
  const prefix = candidates.find((known) => token.startsWith(prefixes[known], 1))
  const local = token.slice(cut, -1)
  if (!prefix || !plainLocal.test(local)) return undefined
  if (found.size >= maxFound) found.clear()
  const name = { prefix, local: copy(local) }
  found.set(copy(token), name)
  return name
}

/** A part of a string keeps the whole of it in memory; what is kept for long must not. */
const copy = (text: string) => text.split('').join('')

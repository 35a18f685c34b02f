/**
 * The graph that a line of N-Quads belongs to, as it is written there (`<…>` or `_:…`), '' for the default
 * graph; nothing where the line is no quad. What the terms hold is not looked at.
 */
export function graphNameOf(line: string): string | undefined {
  return plainGraphName(line) ?? tokens(line)
}

/** Blank or comment only. */
export const isEmptyLine = (line: string) => /^\s*(?:#.*)?$/.test(line)

/** The canonical way to write a line, told by its ends, since a literal may hold anything. */
function plainGraphName(line: string): string | undefined {
  if (!line.endsWith('> .')) return undefined
  const open = line.lastIndexOf(' <')
  const close = line.indexOf('>', open + 2)
  const predicate = line.indexOf(' ') + 1
  const object = line.indexOf(' ', predicate) + 1
  // The one '>' after the last ' <' has to be the end; there has to be an object before.
  if (close !== line.length - 3 || object === 0 || object > open) return undefined
  const name = line.slice(open + 1, -2)
  return name.includes(' ') || !isTerm(line, object, open) ? undefined : name
}

/** Whether an object that fills this part of the line ends where the part ends. */
function isTerm(line: string, start: number, end: number) {
  const last = line.charCodeAt(end - 1)
  const first = line.charCodeAt(start)
  if (first === quote)
    return last === quote
      ? end - start > 1 && !isEscaped(line, end - 1)
      : endsWithSuffix.test(line.slice(start, end))
  return !line.slice(start, end).includes(' ')
}

const quote = 34
const endsWithSuffix = /"(?:@[A-Za-z0-9-]+|\^\^<[^<> ]*>)$/

function isEscaped(line: string, at: number) {
  let before = at
  while (line.charAt(before - 1) === '\\') before -= 1
  return (at - before) % 2 === 1
}

const node = /[ \t]*(<[^>]*>|_:[^\s<>"]*[^\s<>".])/y
const suffix = /(?:@[A-Za-z0-9-]+|\^\^[ \t]*<[^>]*>)?/y
const end = /[ \t]*\.[ \t]*(?:#.*)?\r?$/y

/** Reads every token of a line that is written in another way. */
function tokens(line: string): string | undefined {
  let at = 0
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const match = pattern.exec(line)
    if (match) at = pattern.lastIndex
    return match
  }
  if (!take(node) || !take(node)) return undefined
  if (!take(node)) {
    at = literalEnd(line, at)
    if (at < 0) return undefined
    take(suffix)
  }
  const graph = take(node)?.[1] ?? ''
  return take(end) ? graph : undefined
}

/** Where the literal that begins here, after blanks, has its closing quote, and one more; -1 if there is none. */
function literalEnd(line: string, from: number) {
  let at = from
  while (line.charAt(at) === ' ' || line.charAt(at) === '\t') at += 1
  if (line.charCodeAt(at) !== quote) return -1
  for (let close = line.indexOf('"', at + 1); close >= 0; close = line.indexOf('"', close + 1)) {
    if (!isEscaped(line, close)) return close + 1
  }
  return -1
}

import { syntaxError, tooDeep, type Position } from './parse-errors.ts'

/** DESIGN.md, limits: deeper documents are no metadata, and cost a recursive reader its stack. */
const maxDepth = 64

/** Parses JSON whose nesting is bounded before anything recursive sees it. */
export function parseJson(text: string): unknown {
  checkDepth(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const at = positionOf(text, error.message)
    throw syntaxError('json-ld', lineAndColumn(text, at), explain(error.message, text, at))
  }
}

function checkDepth(text: string) {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if ((code | caseBit) === openingBrace) {
      if (++depth > maxDepth) throw tooDeep('json-ld', maxDepth, lineAndColumn(text, at))
    } else if ((code | caseBit) === closingBrace) depth--
  }
}

const quote = 0x22
// Brackets and braces differ in one bit; comparing them so takes a fifth of the time of a set.
const caseBit = 0x20
const openingBrace = 0x7b
const closingBrace = 0x7d

/** The position of the closing quote, or the end of the text. */
function endOfString(text: string, start: number) {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, at: number) {
  let backslashes = 0
  while (text[at - backslashes - 1] === '\\') backslashes++
  return backslashes % 2 === 1
}

/** V8 tells the position of most mistakes, but not of a word or sign that begins no value. */
function positionOf(text: string, message: string) {
  const told = /at position (\d+)/.exec(message)?.[1]
  if (told !== undefined) return Number(told)
  return message.startsWith('Unexpected end') ? text.trimEnd().length : unexpectedToken(text)
}

const token = /\s*(?:"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:])/y

/** The first place where a value is due and none begins. */
function unexpectedToken(text: string) {
  let before = ''
  for (let at = 0; ;) {
    const start = at + leadingSpace(text, at)
    token.lastIndex = at
    const found = token.exec(text)?.[0].trimStart()
    if (found === undefined) return start
    const isValueDue = before === '' || '[,:'.includes(before)
    if (isValueDue && '],}:'.includes(found) && !(before === '[' && found === ']')) return start
    before = found
    at = token.lastIndex
  }
}

function leadingSpace(text: string, at: number) {
  const space = /\s*/y
  space.lastIndex = at
  return space.exec(text)?.[0].length ?? 0
}

function lineAndColumn(text: string, at: number): Position {
  let line = 1
  let lineStart = 0
  for (;;) {
    const lineFeed = text.indexOf('\n', lineStart)
    if (lineFeed < 0 || lineFeed >= at) return { line, column: at - lineStart + 1 }
    line++
    lineStart = lineFeed + 1
  }
}

function explain(message: string, text: string, at: number) {
  if (message.startsWith('Unexpected token')) {
    return `expected a value, but found "${text.slice(at, at + 20).split(/[\s"]/, 1)[0] || text[at]}".`
  }
  const what = message
    .replace(/(?: in JSON)? at position.*$/s, '')
    .replace(/^Unexpected end of JSON input$/, 'the document ends too early')
  return `${what}.`
}

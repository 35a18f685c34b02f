import { FindbuchError } from '../errors.ts'

/** How much of the text is shown where it goes wrong. */
const excerptLength = 40

/** A syntax error with its place, for people (from 1). */
export function syntaxErrorAt(sparql: string, offset: number, reason?: string): FindbuchError {
  const before = sparql.slice(0, offset).split('\n')
  const line = before.length
  const column = Array.from(before.at(-1) ?? '').length + 1
  const rest = sparql
    .slice(offset, offset + excerptLength)
    .split('\n', 1)
    .join()
  const near = rest.trim() === '' ? 'at the end of the line' : `near ${JSON.stringify(rest)}`
  return new FindbuchError({
    code: 'query-syntax',
    status: 400,
    message: `Syntax error in line ${line}, column ${column}, ${near}${reason ? `: ${reason}` : ''}.`,
    details: { line, column },
  })
}

/** The engine's parse error in words for people: of all that could have followed, only what explains. */
export function explain(message: string, sparql: string): FindbuchError {
  const [, line, column, expectations] =
    /^error at (\d+):(\d+): expected (?:one of )?(.*)$/s.exec(message) ?? []
  if (line === undefined || expectations === undefined) return refused(message)
  const expected = expectations.replace(/\s+/g, ' ').split(/, (?![^[]*\])/)
  const offset = offsetOf(sparql, Number(line), Number(column) - overshoot(expected))
  return syntaxErrorAt(sparql, offset, expected.find(isSentence))
}

/**
 * The engine reads as many characters as a keyword has before it compares, and then names the place
 * behind them, unless it was something else that it could not find there.
 */
function overshoot(expected: string[]) {
  const sought = expected.filter((expectation) => expectation !== '[_]')
  return sought.length > 0 && sought.every(isKeyword)
    ? Math.min(...sought.map(({ length }) => length))
    : 0
}

const isKeyword = (expectation: string) => /^\w+$/.test(expectation)
const isSentence = (expectation: string) => /^[A-Z\\].* .*[a-z]/.test(expectation)

function offsetOf(sparql: string, line: number, column: number) {
  const lines = sparql.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0)
  const characters = Array.from(lines[line - 1] ?? '').slice(0, Math.max(0, column - 1))
  return start + characters.join('').length
}

const refused = (message: string) =>
  new FindbuchError({ code: 'query-refused', status: 400, message })

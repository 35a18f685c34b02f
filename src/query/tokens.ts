/** A terminal of the SPARQL grammar (SPARQL 1.1, section 19.8), as far as the guard has to tell them apart. */
export type Token = {
  kind: 'iri' | 'name' | 'word' | 'variable' | 'literal' | 'sign'
  text: string
  offset: number
}

const shortString = (quote: string) => `${quote}(?:[^${quote}\\\\\\n\\r]|\\\\.)*${quote}`
const longString = (quote: string) =>
  `${quote}{3}(?:${quote}{0,2}(?:[^${quote}\\\\]|\\\\.))*${quote}{3}`

const terminals = {
  skip: '\\s+|#[^\\n\\r]*',
  iri: '<(?:[^\\x00-\\x20<>"{}|^`\\\\]|\\\\[uU][0-9A-Fa-f]{4,8})*>',
  literal: [
    ...['"', "'"].flatMap((quote) => [longString(quote), shortString(quote)]),
    '@[A-Za-z][A-Za-z0-9-]*',
    '[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?',
  ].join('|'),
  variable: '[?$][\\p{L}\\p{N}_]+',
  // Prefixed names, and keywords: a run that holds no colon is split into words below.
  name: '[\\p{L}_:](?:[\\p{L}\\p{M}\\p{N}_:.·-]|%[0-9A-Fa-f]{2}|\\\\.)*',
  sign: '\\|\\||&&|[!<>]=|\\^\\^|[^]',
}

const terminal = new RegExp(
  Object.entries(terminals)
    .map(([name, pattern]) => `(?<${name}>${pattern})`)
    .join('|'),
  'suy',
)
const word = /[A-Za-z][A-Za-z0-9_]*/g

/** Takes a text apart in one pass, whatever it is: what is no SPARQL comes out as signs. */
export function* tokensOf(text: string): Generator<Token> {
  terminal.lastIndex = 0
  for (let offset = 0; offset < text.length; offset = terminal.lastIndex) {
    terminal.lastIndex = offset
    const found = terminal.exec(text)?.groups
    if (!found) return
    const { iri, literal, variable, name, sign } = found
    if (iri !== undefined) yield { kind: 'iri', text: iri, offset }
    else if (literal !== undefined) yield { kind: 'literal', text: literal, offset }
    else if (variable !== undefined) yield { kind: 'variable', text: variable, offset }
    else if (name !== undefined) yield* names(name, offset)
    else if (sign !== undefined) yield { kind: 'sign', text: sign, offset }
  }
}

function* names(run: string, offset: number): Generator<Token> {
  if (run.includes(':')) yield { kind: 'name', text: run, offset }
  else
    for (const { 0: text, index } of run.matchAll(word))
      yield { kind: 'word', text, offset: offset + index }
}

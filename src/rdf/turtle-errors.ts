import type { Token } from 'n3'

const names: Record<string, string> = {
  eof: 'the end of the document',
  literal: 'a text in quotes',
  langcode: 'a language tag',
  type: 'a datatype',
  typeIRI: 'a datatype',
  prefix: 'a prefix',
  abbreviation: '"a"',
}

/** What a token is, for a person. */
function nameOf({ type, value = '', prefix }: Token) {
  if (type === 'IRI') return `<${clip(value)}>`
  if (type === 'prefixed') return `${prefix}:${clip(value)}`
  return names[type] ?? `"${type}"`
}

type Rule = [pattern: RegExp, explanation: (found: string, match: RegExpExecArray) => string]

const rules: Rule[] = [
  [/^Undefined prefix "(.*):"/s, (_, match) => `the prefix "${match[1]}:" is not declared.`],
  [
    /^Expected (?:entity|expression)/,
    (found) => `expected an IRI, a prefixed name or a blank node, but found ${found}.`,
  ],
  [
    /^Expected punctuation/,
    (found) => `expected ".", ";", "," or a closing bracket after an object, but found ${found}.`,
  ],
  [
    /^Expected declaration to end/,
    (found) => `expected a "." at the end of the line with @prefix or @base, but found ${found}.`,
  ],
  [/^Expected predicate/, (found) => `expected a property, but found ${found}.`],
  [/^Expected prefix/, (found) => `expected a name such as "dct:", but found ${found}.`],
  [/^Expected (?:valid )?IRI/, (found) => `expected an IRI in "<" and ">", but found ${found}.`],
  [
    /^Unexpected graph/,
    (found) => `${found} cannot stand here; only TriG has graphs, and a graph holds no other.`,
  ],
  [/^Unexpected /, (found) => `${found} cannot stand here.`],
]

/** A complaint of the grammar of n3 in plain words. */
export function explainGrammar(message: string, token: Token): string {
  for (const [pattern, explanation] of rules) {
    const match = pattern.exec(message)
    if (match) return explanation(nameOf(token), match)
  }
  return clip(message.replace(/ on line \d+\.$/, '.'))
}

/** What n3 could not make a token of, and what was probably meant. */
export function explainText(text: string, before: Token): string {
  if (/^@?prefix$/i.test(before.type)) {
    return `“${clip(text)}” was not expected: a prefix ends with a colon, such as "dct:".`
  }
  const hint = hints.find(([start]) => text.startsWith(start))?.[1] ?? 'no token begins like this'
  return `“${clip(text)}” was not expected: ${hint}.`
}

const hints = [
  ['<', 'an IRI ends with ">" on the same line and has no second "<" in it'],
  ['"""', 'the text does not end with """, or has an unknown escape'],
  ["'''", "the text does not end with ''', or has an unknown escape"],
  [
    '"',
    'a text in quotes ends with a quote on the same line and knows \\" \\\\ \\n and \\u escapes',
  ],
  [
    "'",
    'a text in quotes ends with a quote on the same line and knows \\" \\\\ \\n and \\u escapes',
  ],
  ['_', 'a blank node is "_:" and a name'],
  ['@', 'expected @prefix, @base or, right after a text, a language tag'],
  ['^', 'a datatype is "^^" and an IRI'],
] as const

const clip = (text: string) => (text.length > 100 ? `${text.slice(0, 99)}…` : text)

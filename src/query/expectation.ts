/** Terminals as people call them, in place of the names that the grammar has for them. */
const spoken = new Map(
  Object.entries({
    'a variable': ['Var1', 'Var2'],
    'an IRI': ['IriRef', 'PNameLn', 'PNameNs'],
    'a number': ['Integer'],
  }).flatMap(([name, terminals]) => terminals.map((terminal) => [terminal, name] as const)),
)

/** More than these would not help anybody. */
const maxNamed = 5

/** What the parser would rather have read, in words for people; nothing where that could be almost anything. */
export function expectation(message: string): string {
  if (message.startsWith('Redundant input')) return 'expected the end of the query'
  const [, single] = /^Expecting.*? --> (\S+) <-- but found/.exec(message) ?? []
  if (single !== undefined) return `expected ${spoken.get(single) ?? single}`
  const terminals = Array.from(
    message.matchAll(/ ?\[([^\]\s]+)\]/g),
    ([, terminal = '']) => terminal,
  )
  if (terminals.includes('COUNT')) return 'expected an expression'
  const names = [...new Set(terminals.map((terminal) => spoken.get(terminal) ?? terminal))]
  if (names.includes('StringLiteral1')) return 'expected a term'
  if (names.length === 0 || names.length > maxNamed) return ''
  return `expected ${names.join(' or ')}`
}

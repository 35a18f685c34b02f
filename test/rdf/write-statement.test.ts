import { expect, test } from 'vitest'
import { literalParts, readStatements, termOf } from '../../src/rdf/statement.ts'

test('canonical N-Triples are taken apart at their terms', () => {
  const text = '<http://a.example/> <http://p.example/> "x <y> \\" . z"@de .\n'
  expect(readStatements(text + text.replace('<http://a.example/>', '_:b0'))).toEqual([
    {
      subject: '<http://a.example/>',
      predicate: '<http://p.example/>',
      object: '"x <y> \\" . z"@de',
    },
    { subject: '_:b0', predicate: '<http://p.example/>', object: '"x <y> \\" . z"@de' },
  ])
  expect(readStatements('')).toEqual([])
})

const start = '<http://a.example/> <http://p.example/> '

test.for([
  ['a last line without its end', `${start}"x" .`],
  ['two spaces', `${start} "x" .\n`],
  ['a graph name', `${start}"x" <http://g.example/> .\n`],
  ['a comment', `# x\n`],
  ['an empty line', `${start}"x" .\n\n`],
  ['a relative IRI', '<a> <http://p.example/> "x" .\n'],
  ['a space in an IRI', `${start}<http://a.example/ b> .\n`],
  ['an escape in an IRI', `${start}<http://a.example/\\u0020b> .\n`],
  ['a literal as subject', `"x" <http://p.example/> "x" .\n`],
  ['a blank predicate', '<http://a.example/> _:p "x" .\n'],
  ['a quote in the text', `${start}"x"y" .\n`],
  ['no closing quote', `${start}"x .\n`],
  ['an escaped closing quote', `${start}"x\\" .\n`],
  ['an unknown escape', `${start}"\\x" .\n`],
  ['half an escape', `${start}"\\u00G0" .\n`],
  ['a raw tab', `${start}"\t" .\n`],
  ['a raw carriage return', `${start}"\r" .\n`],
  ['half a surrogate pair', `${start}"\ud83d" .\n`],
  ['a language tag that is none', `${start}"x"@de_DE .\n`],
  ['a datatype that is no IRI', `${start}"1"^^xsd:integer .\n`],
  ['a label that XML could not hold', `${start}_:1.2 .\n`],
])('a stored graph with %s is refused', ([, text = '']) => {
  expect(() => readStatements(text)).toThrow(
    expect.objectContaining({ code: 'not-canonical', status: 500 }),
  )
})

test('a damaged line is named by its number', () => {
  expect(() => readStatements(`${start}"x" .\n${start}x .\n`)).toThrow('Line 2')
})

test('the time to read a text does not run away', () => {
  const texts = ['\\n\\"', '"', 'a"@b', '"^^<', ' .']
  for (const text of texts) {
    const line = `${start}"${text.repeat(200_000)}`
    const before = performance.now()
    expect(() => readStatements(line)).toThrow()
    expect(performance.now() - before).toBeLessThan(2000)
  }
  const escapes = `${start}"${'\\n\\"\\u0000'.repeat(200_000)}" .\n`
  expect(literalParts(readStatements(escapes)[0]?.object ?? '').value).toHaveLength(600_000)
})

test.for([
  ['<http://a.example/>', { kind: 'iri', value: 'http://a.example/' }],
  ['_:b0', { kind: 'blank', value: 'b0' }],
  [
    '"x"',
    {
      kind: 'literal',
      value: 'x',
      language: undefined,
      datatype: 'http://www.w3.org/2001/XMLSchema#string',
    },
  ],
  [
    '"x"@de-AT',
    {
      kind: 'literal',
      value: 'x',
      language: 'de-AT',
      datatype: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString',
    },
  ],
  [
    '"1"^^<http://d.example/>',
    { kind: 'literal', value: '1', language: undefined, datatype: 'http://d.example/' },
  ],
] as const)('%s has its parts', ([token, term]) => {
  expect(termOf(token)).toEqual(term)
})

test.for([
  [String.raw`"\t\b\n\r\f\"\\"`, '\t\b\n\r\f"\\'],
  [String.raw`"\u0000\u007F"`, '\0\x7f'],
  [String.raw`"\\n\\u0041\\\\"`, String.raw`\n\u0041` + '\\\\'],
  ['"\u{1f600} \\n"', '\u{1f600} \n'],
])('%s is unescaped', ([token = '', value]) => {
  expect(literalParts(token).value).toBe(value)
})

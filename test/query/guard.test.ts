import { Parser } from 'sparqljs'
import { expect, test } from 'vitest'
import { FindbuchError } from '../../src/errors.ts'
import { guard } from '../../src/query/guard.ts'

const outcome = (text: string) => {
  try {
    return guard(text)
  } catch (error) {
    if (error instanceof FindbuchError) return error.code
    throw error
  }
}

/** What a whole parser makes of it; undefined for an update. */
function parsed(text: string) {
  const query = new Parser({ baseIRI: 'http://base.example/' }).parse(text)
  if (query.type !== 'query') return undefined
  const gives = /SELECT|ASK/.test(query.queryType) ? 'solutions' : 'graph'
  return { sparql: text, gives }
}

test.for([
  'ASK {}',
  'select*{}',
  'SELECT ?s FROM <http://g> { ?s ?p ?o }',
  'SELECT*FROM NAMED<http://g>{?s?p?o}',
  'DESCRIBE <http://a> FROM <http://b>',
  'CONSTRUCT WHERE { ?s ?p ?o }',
  'CONSTRUCT { ?s ?p ?o } FROM <http://g> WHERE { ?s ?p ?o }',
  'PREFIX SELECT: <http://a> PREFIX insert: <http://b> ASK { insert:data SELECT:from insert:service }',
  'BASE <http://insert/> # DELETE\n DESCRIBE <data>',
  'SELECT ?from ?service { ?from ?service "FROM <x>"@from-service , \'SERVICE\' }',
  'SELECT * { <http://x/SERVICE> <http://x#FROM> """FROM\n SERVICE"" """ }',
  "PREFIX a: <http://a/> SELECT * { a:data-service a:x.FROM a:y\\#FROM , a:z\\'SERVICE , 1.5 }",
  'PREFIX a: <http://a/> SELECT * { _:service a:from _:from }',
  'SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) } # FROM <g>',
  'SELECT * { { SELECT ?s FROM { } } }'.replace(' FROM', ''),
])('the guard reads as a parser does: %s', (text) => {
  expect(guard(text)).toEqual(parsed(text))
})

test.for([
  'INSERT DATA { <a> <b> <c> }',
  'PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }',
  'BASE <http://a/> WITH <b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }',
  'clear all',
  'LOAD <http://example.org/>',
  'DROP GRAPH <http://g>',
  '# SELECT\nCREATE GRAPH <http://g>',
  'COPY <http://a> TO <http://b>',
  'MOVE <http://a> TO <http://b>',
  'ADD <http://a> TO <http://b>',
])('an update is refused: %s', (text) => {
  expect(parsed(text)).toBe(undefined)
  expect(outcome(text)).toBe('update-refused')
})

test.for([
  'SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }',
  'SELECT * { ?s ?p ?o . { service silent ?x { } } }',
  'ASK { FILTER EXISTS { SERVICE ?x {} } }',
])('SERVICE is refused: %s', (text) => {
  expect(outcome(text)).toBe('service-refused')
})

test.for([
  ['', 'SELECT or CONSTRUCT or DESCRIBE or ASK', 1],
  ['SELECT * { OPTINAL {} }', 'OPTINAL is no word of SPARQL', 12],
  ['SELECT * { ?s ?p ?o', 'expected }', 20],
  ['SELECT * { ?s ?p }', 'expected a term', 18],
  ['SELECT ?s WHERE ?s', 'expected {', 17],
  ['SELECT COUNT(?x) {}', 'expected * or a variable or (', 8],
  ['SELECT * { FILTER(?o = ) }', 'expected an expression', 24],
  ['SELECT * {} LIMIT ten', 'ten is no word of SPARQL', 19],
  ['SELECT * {} LIMIT ?x', 'expected a number', 19],
  ['SELECT * {} DROP', 'expected the end of the query', 13],
  ['SELECT * { ?s ?p "a }', '"\\"a }"', 18],
] as const)('what could stand there is said of %j', ([text, reason, column]) => {
  expect(() => guard(text)).toThrow(
    expect.objectContaining({
      code: 'query-syntax',
      message: expect.stringContaining(reason) as string,
      details: { line: 1, column },
    }),
  )
})

test.for([
  '',
  '  ',
  '# SELECT * {}',
  'PREFIX a: <http://a>',
  '?s ?p ?o',
  '<SELECT>',
  '"SELECT"',
  '{',
])('what has no query is a syntax error: %j', (text) => {
  expect(outcome(text)).toBe('query-syntax')
})

test('what is no query is named with its place', () => {
  expect(() => guard('PREFIX a: <b>\n SELEC * {}')).toThrow(
    'Syntax error in line 2, column 2, near "SELEC * {}": SELEC is no word of SPARQL.',
  )
})

test('branches of a UNION are not joined with each other', () => {
  const branches = Array.from({ length: 400 }, () => '{ ?s ?p ?o }').join(' UNION ')
  expect(outcome(`SELECT * { ${branches} }`)).toMatchObject({ gives: 'solutions' })
})

test.for([
  'SELECT * { ?s ?p "\\u0022 . ?s ?p " . SERVICE <http://a/> { } }',
  '#\rSELECT * { SERVICE <http://a/> { } }',
  'SELECT * { ?s ?p ?o FILTER (?o<5&&EXISTS { SERVICE <http://a/> { } }) }',
  'SELECT * { <http://a/\\u0062> ?p ?o OPTIONAL { { SELECT * { SERVICE ?g { } } } } }',
])('nothing hides what the engine would read: %j', (text) => {
  expect(outcome(text)).toBe('service-refused')
})

test('a query is read as before after one that was refused', () => {
  expect(outcome(`SELECT * ${'{'.repeat(30_000)}`)).toBe('query-too-complex')
  expect(outcome('SELECT * { FILTER (')).toBe('query-syntax')
  expect(outcome('ASK { ?s ?p ?o }')).toMatchObject({ gives: 'solutions' })
})

test('a large VALUES block is not complex', () => {
  const rows = '("Straße" <http://example.org/x> 1.5 UNDEF)\n'.repeat(1500)
  expect(outcome(`SELECT * { VALUES (?a ?b ?c ?d) { ${rows} } }`)).toMatchObject({
    gives: 'solutions',
  })
})

test.for([
  '{',
  '(',
  '[',
  '<',
  '<a',
  '"',
  "'",
  '"""',
  `'"`,
  `'''"""`,
  '\\',
  '\\"',
  'a',
  'a.',
  'a-',
  'a:',
  ':',
  '?',
  '?a',
  '@',
  '#',
  '#\n',
  ' ',
  '\n',
  '%',
  '1',
  '1.',
  '1e',
  '_',
  '_:',
  '|',
  '\u0000',
  '\ud800',
  '😀',
  'ä',
  'INSERT ',
  'INSERT',
  'NOT ',
  'NOT#\n',
  'a'.repeat(98) + '()',
  `${'a'.repeat(28)} `,
  '<a>',
  '"a"""',
  '\\u0041',
] as const)('64 KiB of %j are read at once', (unit) => {
  const start = performance.now()
  for (const before of [
    '',
    'SELECT ',
    'SELECT """',
    "SELECT '",
    'SELECT <',
    'SELECT #',
    'INSERT ',
    'SELECT * { FILTER (1 NOT ',
  ]) {
    outcome(before + unit.repeat(Math.floor(65_536 / unit.length)))
  }
  expect(performance.now() - start).toBeLessThan(2000)
})

import { expect, test } from 'vitest'
import { explain, syntaxErrorAt } from '../../src/query/syntax-error.ts'
import { createEngine } from '../../src/store/engine.ts'

function errorOf(sparql: string) {
  try {
    createEngine().query({
      sparql,
      mediaType: 'application/sparql-results+json',
      baseIri: 'http://base.example/',
      maxResultBytes: 1e6,
    })
  } catch (error) {
    return explain((error as Error).message, sparql)
  }
  throw new Error('The query is right.')
}

test.for([
  ['SELECT * { ?s ?p }', 1, 12, '?s ?p }'],
  ['SELECT * {\n  ?s ?p ?o .\n  OPTINAL { ?s ?p ?o }\n}', 3, 3, 'OPTINAL'],
  ['SELECT * { ?s ?p ?o . FILTER(?o = ) }', 1, 35, ') }'],
  ['SELECT * { ?s ?p ?o } LIMIT ten', 1, 29, 'ten'],
  ['SELECT * {\r\n ?s ?p "äöü😀" ) . ?s ?p ?o }', 2, 15, ') . ?s'],
] as const)('the place of the error in %j', ([sparql, line, column, near]) => {
  const error = errorOf(sparql)
  expect(error).toMatchObject({ code: 'query-syntax', status: 400, details: { line, column } })
  expect(error.message).toContain(`near ${JSON.stringify(near).slice(0, -1)}`)
})

test.for([
  ['SELECT * { ?s example:title ?o }', 'Prefix not found'],
  ['SELECT ?s ?s { ?s ?p ?o }', 'Duplicated variable name in SELECT'],
  ['SELECT * { ?s <http://x/a b> ?o }', 'IRI parsing failed'],
  ['SELECT ?x (COUNT(*) AS ?n) { ?s ?p ?x }', 'The SELECT contains a variable that is unbound'],
] as const)('what is wrong with %j is said', ([sparql, reason]) => {
  expect(errorOf(sparql).message).toContain(`: ${reason}.`)
})

test('an error of the engine without a place is told as it is', () => {
  expect(errorOf('SELECT (<http://example.org/f>(1) AS ?x) {}')).toMatchObject({
    code: 'query-refused',
    status: 400,
    message: 'The custom function <http://example.org/f> is not supported',
  })
})

test('the end of a line is no excerpt', () => {
  expect(syntaxErrorAt('SELECT', 6).message).toBe(
    'Syntax error in line 1, column 7, at the end of the line.',
  )
})

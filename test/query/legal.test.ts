import { expect, test } from 'vitest'
import { createQuery } from '../../src/query/query.ts'
import { bounds } from '../../src/query/guard.ts'
import { base, testStore } from '../store.ts'

async function queries({ timeoutMs = 5000 } = {}) {
  const { graph } = await testStore({ timeoutMs })
  const query = createQuery({ graph, base, maxQueryBytes: 65_536, maxResultBytes: 1e6 })
  const ask = async (text: string) => {
    const question = query.read(text)
    const mediaType = question.gives === 'graph' ? 'text/turtle' : 'text/csv'
    return new TextDecoder().decode(await query.answer(question, { mediaType }))
  }
  return { graph, ask }
}

// What SPARQL 1.1 allows and home-made readers stumble over.
const oddities = [
  'select*{}',
  'SELECT*WHERE{?s?p?o}',
  'SELECT $s { $s ?p ?o }',
  'aSk WhErE {}',
  'SELECT ?a?b?c{?a?b?c}',
  'SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o }',
  'SELECT(COUNT(?y)AS?c){?x?y?z}',
  'PREFIX : <http://a/> SELECT * { :a :b :c ; ; :d :e ; . }',
  'PREFIX ex: <http://a/> SELECT * { ex:a\\,b ex:%20 ex:1 . ex:a:b ex:a.b ex: . }',
  "PREFIX ex: <http://a/> SELECT * { ex:x\\~y\\.z ?p ex:a\\# , ex:b\\' , ex:c }",
  'PREFIX a.b: <http://a/> SELECT * { a.b:c ?p ?o }',
  'PREFIX ä: <http://a/> SELECT ?straße { ä:ö ?straße "🚗" }',
  'PREFIX constructor: <http://x/> SELECT * { constructor:toString ?p ?o }',
  'SELECT * { ?s ?p +1, -1, 1.5, .5, 1e3, -1.E-3, +.1e0 , true , false }',
  'SELECT (?x+1 AS ?y) (?x-1 AS ?z) { ?s ?p ?x FILTER(?x-1=2 && -?x < 3) }',
  'SELECT * { ?s ?p ?o FILTER(?o<5&&?o>3) }',
  'SELECT * { ?s ?p """a"b""c"""@de-DE-1996, \'\'\'x\ny\'\'\', "a\\tb\\u00e4", \'it\\\'s\', "" , \'\' , """""" }',
  'SELECT * { <http://a/\\u00e4> ?p "\\U0001F697" }',
  'SELECT * { ?s (<p>|<q>)*/<r>? ?o ; ^a ?x ; !(a|^a) ?y }',
  'SELECT * { ?s (<>|!<>)* ?o }',
  'SELECT * { [ ?p ?o ] . [] ?q [ a <x> ; <y> [ ] ] . (1 2 (3)) ?r () . _:a.b ?t _:1 }',
  'SELECT * { VALUES (?x ?y) { (1 2) (UNDEF UNDEF) } VALUES () { () } VALUES ?z { } }',
  'SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s a ?t } FILTER EXISTS { } FILTER(?o NOT IN ()) . }',
  'SELECT * { OPTIONAL { ?s ?p ?o } MINUS { ?s a ?o } { } UNION { } GRAPH <g> { } }',
  'SELECT * {SELECT ?s {?s ?p ?o} LIMIT 1}',
  'SELECT * { ?s ?p ?o } ORDER BY ?s DESC(?o) ASC(?p) STR(?o) (?o+1) OFFSET 5 LIMIT 010',
  'SELECT (COUNT(*) AS ?n) ?y { ?s ?p ?o } GROUP BY (STR(?o) AS ?y) HAVING (COUNT(?o) > 1) (COUNT(?o) < 5)',
  'SELECT (GROUP_CONCAT(DISTINCT ?s ; SEPARATOR=", ") AS ?x) {?s ?p ?o}',
  'SELECT ?x { ?x ?y ?z } GROUP BY ?x ORDER BY DESC(COUNT(?y)) VALUES ?x { <a> }',
  'DESCRIBE <a> <b> ?x WHERE { ?x a <c> }',
  'DESCRIBE *{?s ?p ?o}',
  'DESCRIBE <a> FROM <g>',
  'CONSTRUCT {} WHERE {}',
  'CONSTRUCT WHERE { ?s ?p ?o . }',
  'CONSTRUCT { ?s ?p [ a ?o ] . (1 2) a ?o } FROM <g> FROM NAMED <h> WHERE { ?s ?p ?o } ORDER BY ?s',
  'BASE <http://x/> PREFIX a: <b/> BASE <c/> PREFIX b: <d> SELECT * { a:x <y> b:z }',
  '# c\nSELECT * # x\r\n{ ?s ?p "#no" , <http://a#b> } # end',
]

test('what is legal is answered', async () => {
  const { ask } = await queries()
  for (const text of oddities) {
    await expect(ask(text), text).resolves.toEqual(expect.any(String))
  }
})

const { nesting, operators } = bounds
const deep = (open: string, close: string, depth = nesting - 2) =>
  `SELECT * { ${open.repeat(depth)} ${close.repeat(depth)} }`
const long = (unit: (n: number) => string, times: number) =>
  Array.from({ length: times }, (_, n) => unit(n)).join(' ')

// Each goes as far as the guard lets it; the engine would have to be ended and loaded anew if it broke.
const extremes = {
  groups: deep('{', '}'),
  parentheses: deep('FILTER (', ')', 1).replace(
    'FILTER (',
    `FILTER (${'('.repeat(60)} 1 ${')'.repeat(60)}`,
  ),
  functions: `SELECT * { FILTER (${'STR('.repeat(60)} 1 ${')'.repeat(60)}) }`,
  conditions: `SELECT * { FILTER (${'IF(1,1,'.repeat(60)} 1 ${')'.repeat(60)}) }`,
  collections: `SELECT * { ${'('.repeat(60)} 1 ${')'.repeat(60)} ?p ?o }`,
  'blank nodes': `SELECT * { ${'[ <p> '.repeat(60)} 1 ${']'.repeat(60)} ?p ?o }`,
  optional: deep('?s ?p ?o OPTIONAL {', '}'),
  exists: deep('?s ?p ?o FILTER EXISTS {', '}'),
  minus: deep('?s ?p ?o MINUS {', '}'),
  subqueries: deep('{ SELECT * {', '} }', 30),
  'chains at every level': deep('OPTIONAL {} OPTIONAL {} FILTER (1) MINUS {} {', '}', 60),
  unions: `SELECT * { {} ${'UNION {} '.repeat(operators - 2)} }`,
  optionals: `SELECT * { ${'OPTIONAL {} '.repeat(operators - 2)} }`,
  or: `SELECT * { FILTER (1 ${'|| 1 '.repeat(operators - 3)}) }`,
  sum: `SELECT * { FILTER (1 ${'+ 1 '.repeat(operators - 3)}) }`,
  not: `SELECT * { FILTER (${'!'.repeat(operators - 3)} 1) }`,
  filters: `SELECT * { ?s ?p ?o ${'FILTER (1) '.repeat(operators - 2)} }`,
  binds: `SELECT * { ${long((n) => `BIND (1 AS ?x${n})`, operators / 2 - 2)} }`,
  projections: `SELECT ${long((n) => `(1 AS ?x${n})`, operators - 2)} {}`,
  aggregates: `SELECT ${long((n) => `(COUNT(?s) AS ?x${n})`, operators - 2)} { ?s ?p ?o }`,
  having: `SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING ${'(1) '.repeat(operators - 2)}`,
  described: `DESCRIBE ${'<http://a/> '.repeat(operators - 2)}`,
  path: `SELECT * { ?s <p>${'/<p>'.repeat(99)} ?o }`,
  branches: `SELECT * { ?s <p>${'|<p>'.repeat(99)} ?o }`,
  'branches, repeated': `SELECT * { ?s (<p>${'|<p>'.repeat(99)})* <http://a/> }`,
  values: `SELECT * { VALUES (?x ?y) { ${'(1 2) '.repeat(10_000)} } }`,
  list: `SELECT * { FILTER (1 IN (0${', 0'.repeat(bounds['list-items'])})) }`,
  construct: `CONSTRUCT { ${'<a> <b> <c> . '.repeat(4000)} } {}`,
} as const

test('nothing that the guard lets through breaks the engine', { timeout: 60_000 }, async () => {
  const { graph, ask } = await queries({ timeoutMs: 20_000 })
  let restarts = 0
  for (const [name, text] of Object.entries(extremes)) {
    await ask(text).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`)
    })
    if (graph.status().state !== 'ready') restarts += 1
  }
  expect(restarts).toBe(0)
})

import { expect, test } from 'vitest'
import { bounds } from '../../src/query/guard.ts'
import { createQuery } from '../../src/query/query.ts'
import { base, testStore } from '../store.ts'

type Bound = keyof typeof bounds

const enclosed = (open: string, close: string, n: number) => open.repeat(n) + close.repeat(n)
const inFilter = (open: string, n: number) =>
  `SELECT * { FILTER (${open.repeat(n)} 1 ${')'.repeat(n)}) }`
const many = (unit: (n: number) => string, times: number) =>
  Array.from({ length: times }, (_, n) => unit(n)).join(' ')

/** Queries that hold exactly n of what is bounded, in all shapes that the engine could stumble over. */
const shapes: Record<Bound, Record<string, (n: number) => string>> = {
  nesting: {
    groups: (n) => `SELECT * ${enclosed('{', '}', n)}`,
    optional: (n) => `SELECT * { ${enclosed('?s ?p ?o OPTIONAL {', '}', n - 1)} }`,
    minus: (n) => `SELECT * { ${enclosed('?s ?p ?o MINUS {', '}', n - 1)} }`,
    graph: (n) => `SELECT * { ${enclosed('GRAPH ?g {', '}', n - 1)} }`,
    'union on the left': (n) => `SELECT * { ${enclosed('{', '} UNION { ?s ?p ?o }', n - 1)} }`,
    'union on the right': (n) => `SELECT * { ${enclosed('{ ?s ?p ?o } UNION {', '}', n - 1)} }`,
    exists: (n) => `SELECT * { ${enclosed('?s ?p ?o FILTER NOT EXISTS {', '}', n - 1)} }`,
    'exists in brackets': (n) => `SELECT * { ${enclosed('FILTER (EXISTS {', '})', n / 2 - 1)} {} }`,
    'chains at every level': (n) =>
      `SELECT * { ${enclosed('OPTIONAL {} FILTER (1) MINUS {} ?s ?p ?o {', '}', n - 1)} }`,
    brackets: (n) => inFilter('(', n - 2),
    functions: (n) => inFilter('STR(', n - 2),
    'custom functions': (n) => inFilter('<http://www.w3.org/2001/XMLSchema#string>(', n - 2),
    conditions: (n) => inFilter('IF(1, 1, ', n - 2),
    coalesce: (n) => inFilter('COALESCE(1, ', n - 2),
    negations: (n) => inFilter('!(', n - 2),
    signs: (n) => inFilter('-(', n - 2),
    sums: (n) => inFilter('1 + (', n - 2),
    comparisons: (n) => inFilter('1 = (', n - 2),
    disjunctions: (n) => inFilter('1 || (', n - 2),
    lists: (n) => inFilter('1 IN (', n - 2),
    paths: (n) => `SELECT * { ?s ${'('.repeat(n - 1)} <p> ${')'.repeat(n - 1)} ?o }`,
    'repeated paths': (n) => `SELECT * { ?s ${'('.repeat(n - 1)} <p> ${')*'.repeat(n - 1)} ?o }`,
    'inverse paths': (n) => `SELECT * { ?s ${'^('.repeat(n - 1)} <p> ${')'.repeat(n - 1)} ?o }`,
    'blank nodes': (n) => `SELECT * { ${'[ <p> '.repeat(n - 1)} 1 ${']'.repeat(n - 1)} }`,
  },
  'path-steps': {
    branches: (n) => `SELECT * { ?s <p>${'|<p>'.repeat(n)} ?o }`,
    'branches, repeated': (n) => `SELECT * { ?s (<p>${'|<p>'.repeat(n - 1)})* <http://a/> }`,
    'branches, negated': (n) => `SELECT * { ?s !(<p>${'|<p>'.repeat(n - 1)}) ?o }`,
    'branches and steps': (n) =>
      `SELECT * { ?s <p>${'|<p>/<p>'.repeat(n / 2)}${'|<p>'.repeat(n % 2)} ?o }`,
  },
  operators: {
    unions: (n) => `SELECT * { {} ${'UNION {} '.repeat(n - 1)} }`,
    'unions of triples': (n) => `SELECT * { {} ${'UNION { ?s ?p ?o } '.repeat(n - 1)} }`,
    optionals: (n) => `SELECT * { ${many((m) => `OPTIONAL { ?s ?p ?o${m} }`, n - 1)} }`,
    minuses: (n) => `SELECT * { ?s ?p ?o ${'MINUS { ?s ?p 1 } '.repeat(n - 1)} }`,
    filters: (n) => `SELECT * { ?s ?p ?o ${'FILTER (1) '.repeat(n - 1)} }`,
    'filters with EXISTS': (n) =>
      `SELECT * { ?s ?p ?o ${'FILTER EXISTS { } '.repeat((n - 1) / 2)} ${'FILTER (1) '.repeat((n - 1) % 2)} }`,
    binds: (n) => `SELECT * { ${many((m) => `BIND (1 AS ?x${m})`, n - 1)} }`,
    or: (n) => `SELECT * { FILTER (1 ${'|| 1 '.repeat(n - 2)}) }`,
    and: (n) => `SELECT * { FILTER (?a ${'&& ?a '.repeat(n - 2)}) }`,
    sum: (n) => `SELECT * { FILTER (1 ${'+ 1 '.repeat(n - 2)}) }`,
    difference: (n) => `SELECT * { FILTER (1 ${'-1 '.repeat(n - 2)}) }`,
    product: (n) => `SELECT * { BIND (1 ${'* ?x '.repeat(n - 2)} AS ?y) }`,
    projections: (n) => `SELECT ${many((m) => `(1 AS ?x${m})`, n - 1)} {}`,
    aggregates: (n) =>
      `SELECT ${many((m) => `(COUNT(?s) AS ?x${m})`, (n - 1) / 2)} ${'(1 AS ?y)'.repeat((n - 1) % 2)} { ?s ?p ?o }`,
    grouping: (n) => `SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY ${'?s '.repeat(n - 2)}`,
    having: (n) => `SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING ${'(1) '.repeat(n - 2)}`,
    ordering: (n) => `SELECT ?s { ?s ?p ?o } ORDER BY ${'(?s) '.repeat(n - 1)}`,
    subqueries: (n) => `SELECT * { ${'{ SELECT * { ?s ?p ?o } } '.repeat(n - 1)} }`,
    described: (n) => `DESCRIBE ${'<http://a/> '.repeat(n - 1)}`,
    mixed: (n) =>
      `SELECT * { ${'OPTIONAL { } FILTER (1) MINUS { } '.repeat((n - 1) / 3)} ${'FILTER (1) '.repeat((n - 1) % 3)} }`,
  },
  words: {
    values: (n) => `SELECT * { VALUES ?x { ${'1 '.repeat(n - 8)}} }`,
  },
  'list-items': {
    'values after IN': (n) => `SELECT * { FILTER (1 IN (0${', 0'.repeat(n - 3)})) }`,
    arguments: (n) => `SELECT * { FILTER (CONCAT("a"${', "a"'.repeat(n - 1)})) }`,
    graphs: (n) => `SELECT * ${'FROM <g>'.repeat(n)} {}`,
  },
  'subquery-nesting': {
    plain: (n) => `SELECT * { ${enclosed('{ SELECT * {', '} }', n)} }`,
    counting: (n) => `SELECT * { ${enclosed('{ SELECT (COUNT(*) AS ?c) { ?s ?p ?o', '} }', n)} }`,
    grouping: (n) =>
      `SELECT * { ${enclosed('{ SELECT ?s { ?s ?p ?o ', '} GROUP BY ?s HAVING (1) }', n)} }`,
    optional: (n) => `SELECT * { ${enclosed('OPTIONAL { SELECT * {', '} }', n)} }`,
    exists: (n) => `SELECT * { ${enclosed('FILTER EXISTS { SELECT * {', '} }', n)} }`,
  },
  joins: {
    triples: (n) => `SELECT * { ${many((m) => `?s${m} <p> 1 .`, n)} }`,
    'triples that hang together': (n) =>
      `SELECT * { ${many((m) => `?x${m} <p> ?x${m + 1} .`, n)} }`,
    properties: (n) => `SELECT * { ?s ?p 1 ${'; ?p 1 '.repeat(n - 1)} }`,
    objects: (n) => `SELECT * { ?s ?p 1 ${', 1 '.repeat(n - 1)} }`,
    groups: (n) => `SELECT * { ${'{ ?s ?p ?o } '.repeat(n)} }`,
    graphs: (n) => `SELECT * { ${'GRAPH ?g { ?s ?p ?o } '.repeat(n)} }`,
    values: (n) => `SELECT * { ${'VALUES ?x { 1 } '.repeat(n)} }`,
    'repeated paths': (n) => `SELECT * { ${'?s <p>* 1 ; ?p 1 . '.repeat(n / 2)} }`,
    'inverse paths': (n) => `SELECT * { ${'?s ^<p> 1 ; ?p 1 . '.repeat(n / 2)} }`,
    sequences: (n) => `SELECT * { ${'?s <p>/<p> ?o . '.repeat(n / 2)} }`,
    'items of a collection': (n) => `SELECT * { ?s ?p 1 , (${'1 '.repeat(n / 2 - 1)}) }`,
    'collections in collections': (n) =>
      `SELECT * { ?s ?p 1 , ${'('.repeat(n / 2 - 1)} 1 ${')'.repeat(n / 2 - 1)} }`,
    'one OPTIONAL': (n) => `SELECT * { OPTIONAL { ${'?s ?p 1 . '.repeat(n)} } }`,
    'groups in one OPTIONAL': (n) => `SELECT * { OPTIONAL { ${'{ ?s ?p ?o } '.repeat(n)} } }`,
    'groups in EXISTS': (n) => `SELECT * { FILTER EXISTS { ${'{ ?s ?p 1 } '.repeat(n)} } }`,
    construct: (n) => `CONSTRUCT WHERE { ${'<s> <p> ?o . '.repeat(n)} }`,
  },
}

const table = Object.entries(shapes).flatMap(([bound, queries]) =>
  Object.entries(queries).map(([name, query]) => ({ bound: bound as Bound, name, query })),
)

test.for(table)('$bound: $name', { timeout: 60_000 }, async ({ bound, query: shape }) => {
  const { graph } = await testStore({ timeoutMs: 20_000 })
  const query = createQuery({ graph, base, maxQueryBytes: 65_536, maxResultBytes: 1e7 })
  const limit = bounds[bound]
  const question = await query.read(shape(limit))
  const mediaType = question.gives === 'graph' ? 'text/turtle' : 'text/csv'
  await expect(query.answer(question, { mediaType })).resolves.toEqual(expect.any(Uint8Array))
  expect(graph.status().state).toBe('ready')
  await expect(query.read(shape(limit + 2))).rejects.toMatchObject({
    code: 'query-too-complex',
    status: 400,
    details: { bound, limit },
  })
})

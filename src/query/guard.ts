import { FindbuchError } from '../errors.ts'
import { syntaxErrorAt } from './syntax-error.ts'
import { tokensOf, type Token } from './tokens.ts'

/** A query that may be put to the engine. */
export type Question = {
  sparql: string
  /** SELECT and ASK give solutions, CONSTRUCT and DESCRIBE a graph. */
  gives: 'solutions' | 'graph'
  /** Whether FROM or FROM NAMED say which graphs are asked. */
  namesDataset: boolean
}

/**
 * The engine recurses over all of these, and beyond some hundred of them its WebAssembly stack ends, and
 * with it the thread. Whatever gets past these bounds costs the thread, not the process.
 */
export const bounds = {
  /** Brackets within brackets. */
  nesting: 64,
  /** Steps and branches of property paths. */
  'path-steps': 100,
  /** Patterns and operators that are chained: UNION, OPTIONAL, FILTER, BIND, ||, +, and so on. */
  operators: 500,
  /** What stands in lists behind commas, as after IN. */
  'list-items': 5000,
} as const

const forms = new Map<string, Question['gives']>([
  ['SELECT', 'solutions'],
  ['ASK', 'solutions'],
  ['CONSTRUCT', 'graph'],
  ['DESCRIBE', 'graph'],
])
const updates = new Set('INSERT DELETE LOAD CLEAR DROP CREATE COPY MOVE ADD WITH'.split(' '))
const chained = new Set('UNION OPTIONAL MINUS FILTER EXISTS BIND AS VALUES GRAPH SELECT'.split(' '))

/**
 * Tells what a text asks for, in one pass over its tokens. It parses nothing, so every text that is legal
 * SPARQL gets past it to the engine's parser, which accepts queries only.
 *
 * @throws FindbuchError `query-syntax` (400), `update-refused` (400), `service-refused` (403),
 * `query-too-complex` (400)
 */
export function guard(sparql: string): Question {
  const counts = { nesting: 0, 'path-steps': 0, operators: 0, 'list-items': 0 }
  let form: string | undefined
  let namesDataset = false
  let isInHaving = false
  let depth = 0
  for (const token of tokensOf(sparql)) {
    if (token.kind === 'word') readWord(token)
    else if (token.kind === 'sign') readSign(token.text)
    else if (form === 'DESCRIBE' && depth === 0) counts.operators += 1
    refuseExcess(counts)
  }
  if (form === undefined) throw emptyQuery()
  return { sparql, gives: forms.get(form) ?? 'solutions', namesDataset }

  function readWord(token: Token) {
    const keyword = token.text.toUpperCase()
    if (form === undefined) form = formOf(keyword, token, sparql)
    else if (keyword === 'FROM') namesDataset = true
    else if (keyword === 'SERVICE') throw serviceRefused()
    else if (keyword === 'HAVING') isInHaving = true
    else if (chained.has(keyword)) counts.operators += 1
  }

  function readSign(sign: string) {
    if ('{(['.includes(sign)) counts.nesting = Math.max(counts.nesting, ++depth)
    else if ('})]'.includes(sign)) depth -= 1
    else if ('/|^'.includes(sign)) counts['path-steps'] += 1
    else if (sign === ',') counts['list-items'] += 1
    else if (sign !== ';' && sign !== '.') counts.operators += 1
    if (isInHaving && sign === '(') counts.operators += 1
  }
}

function formOf(keyword: string, { text, offset }: Token, sparql: string) {
  if (keyword === 'BASE' || keyword === 'PREFIX') return undefined
  if (forms.has(keyword)) return keyword
  if (updates.has(keyword)) throw updateRefused()
  throw syntaxErrorAt(
    sparql,
    offset,
    `expected a query: SELECT, ASK, CONSTRUCT or DESCRIBE, not ${text}`,
  )
}

type Bound = keyof typeof bounds
const boundNames = ['nesting', 'path-steps', 'operators', 'list-items'] as const satisfies Bound[]

function refuseExcess(counts: Record<Bound, number>) {
  for (const what of boundNames) if (counts[what] > bounds[what]) throw tooComplex(what)
}

const excess: Record<Bound, string> = {
  nesting: 'is nested more deeply than',
  'path-steps': 'has more steps in property paths than',
  operators: 'has more patterns and operators than',
  'list-items': 'has more items in its lists than',
}

const tooComplex = (what: Bound) =>
  new FindbuchError({
    code: 'query-too-complex',
    status: 400,
    message: `The query ${excess[what]} the ${bounds[what]} that can be carried out.`,
    details: { bound: what, limit: bounds[what] },
  })

const emptyQuery = () =>
  new FindbuchError({
    code: 'query-syntax',
    status: 400,
    message: 'The query is empty: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.',
  })

export const updateRefused = () =>
  new FindbuchError({
    code: 'update-refused',
    status: 400,
    message: 'This endpoint answers queries only; it takes no SPARQL Update.',
  })

const serviceRefused = () =>
  new FindbuchError({
    code: 'service-refused',
    status: 403,
    message: 'SERVICE is refused: this endpoint asks no other endpoints.',
  })

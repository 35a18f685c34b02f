import { FindbuchError } from '../errors.ts'
import { complexityOf } from './complexity.ts'
import { updateRefused } from './update-refused.ts'
import { measure, parse, Unreadable } from './parser.ts'
import { syntaxErrorAt } from './syntax-error.ts'

/** A query that may be put to the engine. */
export type Question = {
  sparql: string
  /** SELECT and ASK give solutions, CONSTRUCT and DESCRIBE a graph. */
  gives: 'solutions' | 'graph'
}

/**
 * The engine recurses over most of these, and beyond some hundred of them its WebAssembly stack ends, and
 * with it the thread. Joins cost it time, as it weighs each against each
 * before it begins, and so do nested subqueries that aggregate: each takes twice as long as what is in it.
 */
export const bounds = {
  /** As many take the parser some 50 ms. */
  words: 15_000,
  /** Brackets within brackets. */
  nesting: 64,
  'path-steps': 100,
  operators: 500,
  'list-items': 5000,
  joins: 100,
  'subquery-nesting': 12,
} as const

type Bound = keyof typeof bounds

/**
 * Tells what a text asks for, from its syntax tree. Whatever gets past the bounds costs the engine's thread,
 * not the process.
 *
 * @throws FindbuchError `query-syntax` (400), `update-refused` (400), `service-refused` (403),
 * `query-too-complex` (400)
 */
export function guard(sparql: string): Question {
  const query = read(sparql)
  const { hasService, ...counts } = complexityOf(query)
  if (hasService) throw serviceRefused()
  refuseExcess(counts)
  const gives = query.subType === 'select' || query.subType === 'ask' ? 'solutions' : 'graph'
  return { sparql, gives }
}

function read(sparql: string) {
  try {
    // The tree has no brackets around single terms, and the parser recurses over brackets as the engine does.
    refuseExcess(measure(sparql))
    return parse(sparql)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    if (error.isUpdate) throw updateRefused()
    throw syntaxErrorAt(sparql, error.offset, error.message)
  }
}

const boundNames = [
  'words',
  'nesting',
  'path-steps',
  'operators',
  'list-items',
  'joins',
  'subquery-nesting',
] as const satisfies Bound[]

function refuseExcess(counts: Partial<Record<Bound, number>>) {
  for (const what of boundNames) if ((counts[what] ?? 0) > bounds[what]) throw tooComplex(what)
}

const excess: Record<Bound, string> = {
  words: 'has more words and signs than',
  nesting: 'is nested more deeply than',
  'path-steps': 'has more steps in property paths than',
  operators: 'has more patterns and operators than',
  'list-items': 'has more items in its lists than',
  joins: 'has more patterns to join than',
  'subquery-nesting': 'has more subqueries within subqueries than',
}

const tooComplex = (what: Bound) =>
  new FindbuchError({
    code: 'query-too-complex',
    status: 400,
    message: `The query ${excess[what]} the ${bounds[what]} that can be carried out.`,
    details: { bound: what, limit: bounds[what] },
  })

const serviceRefused = () =>
  new FindbuchError({
    code: 'service-refused',
    status: 403,
    message: 'SERVICE is refused: this endpoint asks no other endpoints.',
  })

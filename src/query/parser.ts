import { ParserBuilder } from '@traqula/core'
import { queryUnitParserBuilder } from '@traqula/parser-sparql-1-1'
import { completeParseContext, lex, type Query } from '@traqula/rules-sparql-1-1'
import { expectation } from './expectation.ts'
import { terminals } from './terminals.ts'

/** Where and why a text is no query. */
export class Unreadable extends Error {
  override name = 'Unreadable'
  readonly offset: number
  /** Whether it begins as an update does. */
  readonly isUpdate: boolean

  constructor(offset: number, reason: string, isUpdate = false) {
    super(reason)
    this.offset = offset
    this.isUpdate = isUpdate
  }
}

const lexer = terminals.build({ positionTracking: 'onlyOffset' })

const grammar = ParserBuilder.create(queryUnitParserBuilder).build({
  tokenVocabulary: terminals.tokenVocabulary,
  errorHandler([problem]) {
    if (problem) throw unexpected(problem)
  },
})

/**
 * How many words and signs a text has, and how deep brackets stand within brackets.
 *
 * @throws Unreadable where something is no word of SPARQL
 */
export function measure(sparql: string) {
  const { tokens, errors } = lexer.tokenize(sparql)
  if (errors[0]) throw new Unreadable(errors[0].offset, unknown(sparql, errors[0].offset))
  let depth = 0
  let deepest = 0
  for (const { image } of tokens) {
    if (image === '{' || image === '(' || image === '[') deepest = Math.max(deepest, ++depth)
    else if (image === '}' || image === ')' || image === ']') depth -= 1
  }
  return { words: tokens.length, nesting: deepest }
}

/**
 * The syntax tree of a SPARQL 1.1 query. What its names and variables mean is left to the engine to judge.
 *
 * @throws Unreadable
 */
export const parse = (sparql: string): Query =>
  grammar.queryUnit(sparql, completeParseContext({ skipValidation: true }))

type Problem = {
  token: { startOffset: number; tokenType: { name: string } }
  context: { ruleStack: string[] }
  message: string
}

const updates = new Set<string>(
  [
    [lex.insertClause, lex.deleteClause, lex.modifyWith, lex.load, lex.clear],
    [lex.drop, lex.create, lex.copy, lex.move, lex.add],
  ].flatMap((tokens) => tokens.map(({ name }) => name)),
)

function unexpected({ token, context, message }: Problem) {
  const isUpdate = context.ruleStack.at(-1) === 'query' && updates.has(token.tokenType.name)
  // What is missing at the end stands nowhere.
  const offset = Number.isNaN(token.startOffset) ? Infinity : token.startOffset
  return new Unreadable(offset, expectation(message), isUpdate)
}

function unknown(sparql: string, offset: number) {
  const [word] = /^[A-Za-z]\w*/.exec(sparql.slice(offset, offset + 30)) ?? []
  return word === undefined ? '' : `${word} is no word of SPARQL`
}

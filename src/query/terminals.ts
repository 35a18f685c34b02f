import { createToken, LexerBuilder } from '@traqula/core'
import { lex } from '@traqula/rules-sparql-1-1'

const { comment, decimal, decimalNegative, decimalPositive, iriRef } = lex.terminals
const { stringLiteral1, stringLiteral2, stringLiteralLong1, stringLiteralLong2 } = lex.terminals
const { insertDataClause, deleteDataClause, deleteWhereClause, notIn } = lex
const { notexists } = lex.builtIn
const { lessThan } = lex.symbols

/**
 * A run that no keyword fills and no colon ends. Without it the library takes such a run for a name, finds
 * no colon, takes one letter for a keyword and begins anew: 64 KiB of "a" keep it busy for a minute.
 */
const overlongWord = createToken({
  name: 'OverlongWord',
  pattern: /[A-Za-z\u00c0-\ufffd][\w.\-\u00b7-\ufffd]{29,}(?![\w.\-\u00b7-\ufffd:])/,
})

/**
 * By the letter of the grammar, `?a<5&&?b>3` has an IRI in it. Nobody means that, and the engine reads it as
 * two comparisons.
 */
const lessThanBeforeAnd = createToken({
  name: 'LessThanBeforeAnd',
  pattern: /<(?=[^<>:"'{}|^`\\\s]*&&)/,
  categories: [lessThan],
})

/** In IRIs and strings, and nowhere else, the engine reads \u escapes; none of them ends an IRI or a string. */
const codepoint = '\\\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})'
const character = `\\\\[tbnrf"'\\\\]|${codepoint}`

const iri = createToken({
  name: 'IriWithEscapes',
  pattern: new RegExp(`<(?:[^\\u0000-\\u0020"<>\\\\^\`{|}]|${codepoint})*>`),
  categories: [iriRef],
})

const longStrings = [
  { quote: "'", category: stringLiteralLong1 },
  { quote: '"', category: stringLiteralLong2 },
].map(({ quote, category }) =>
  createToken({
    name: `Escaped${category.name}`,
    pattern: new RegExp(`${quote}{3}(?:${quote}{0,2}(?:[^${quote}\\\\]|${character}))*${quote}{3}`),
    categories: [category],
    line_breaks: true,
  }),
)

const strings = [
  { quote: "'", category: stringLiteral1 },
  { quote: '"', category: stringLiteral2 },
].map(({ quote, category }) =>
  createToken({
    name: `Escaped${category.name}`,
    pattern: new RegExp(`${quote}(?:[^${quote}\\\\\\n\\r]|${character})*${quote}`),
    categories: [category],
  }),
)

/** DECIMAL needs no digit before its point (section 19.8); the library wants one. */
const [pointFirst, plusPointFirst, minusPointFirst] = [
  createToken({ name: 'PointFirst', pattern: /\.[0-9]+/, categories: [decimal] }),
  createToken({ name: 'PlusPointFirst', pattern: /\+\.[0-9]+/, categories: [decimalPositive] }),
  createToken({ name: 'MinusPointFirst', pattern: /-\.[0-9]+/, categories: [decimalNegative] }),
]

/** Between the two words may stand what may stand between any words; the library looks for blanks, or for one. */
const between = '(?:[\\t\\n\\r ]|#[^\\n\\r]*[\\n\\r])+'
const [notThenIn, notThenExists] = [
  createToken({
    name: 'NotThenIn',
    pattern: new RegExp(`not${between}in`, 'i'),
    categories: [notIn],
    line_breaks: true,
  }),
  createToken({
    name: 'NotThenExists',
    pattern: new RegExp(`not${between}exists`, 'i'),
    categories: [notexists],
    line_breaks: true,
  }),
]

/** A carriage return ends a comment as well, or it would hide from the guard what the engine reads. */
const lineComment = createToken({
  name: 'Comment',
  pattern: /#[^\n\r]*/,
  group: comment.GROUP ?? 'comments',
})

/** The second word of two updates, which are to be told from what is no SPARQL. */
const data = createToken({ name: 'Data', pattern: /data/i })

/**
 * The library's terminals of SPARQL 1.1, read as the engine reads them and in linear time whatever the text.
 * Left out are those of two words, which are updates and are sought in exponential time.
 */
export const terminals = LexerBuilder.create(lex.sparql11LexerBuilder)
  .delete(insertDataClause, deleteDataClause, deleteWhereClause)
  .add(data)
  .replace(lineComment)
  .addBefore(iriRef, overlongWord, lessThanBeforeAnd, iri)
  .addBefore(stringLiteralLong1, ...longStrings)
  .addBefore(stringLiteral1, ...strings)
  .addBefore(decimal, pointFirst)
  .addBefore(decimalPositive, plusPointFirst)
  .addBefore(decimalNegative, minusPointFirst)
  .addAfter(notIn, notThenIn)
  .addAfter(notexists, notThenExists)

import { EventEmitter } from 'node:events'
import { Parser, type Token, type TokenCallback } from 'n3'
import type { Intake } from './intake.ts'
import { hasScheme } from './iri.ts'
import { newerThanRdf11, syntaxError, tooDeep, tooLong } from './parse-errors.ts'
import { recentText } from './recent-text.ts'
import { PatientLexer } from './patient-lexer.ts'
import { isLanguageTag, prepareReference } from './repair.ts'
import { syntaxes, type Syntax } from './syntax.ts'
import { explainGrammar, explainText } from './turtle-errors.ts'

export type TextSyntax = Exclude<Syntax, 'json-ld' | 'rdf-xml'>
type Reading = { syntax: TextSyntax; base: string; intake: Intake }

/** Real data has two or three; each level costs memory. */
const maxDepth = 256
/** Of one token: far more than the longest geometry, far less than what would strain the memory. */
const maxTokenLength = 16 << 20

/** Where tokens stand is not in the published types; columns count from 0. */
type Placed = Token & { start?: number; end?: number; endLine?: number }

/** Reads Turtle and its relatives piece by piece, in memory that does not grow with the document. */
export async function parseTurtle(pieces: AsyncIterable<string>, reading: Reading) {
  const { intake } = reading
  const watch = watchTokens(reading)
  const parser = new Parser(parserOptions(reading, watch.lexer))
  const input = new EventEmitter()
  parser.parse(input, (error: Error | null, quad) => {
    if (error) throw watch.failure(error)
    if (quad) intake.accept(quad)
  })
  for await (const piece of pieces) {
    watch.expect(piece)
    input.emit('data', piece)
  }
  input.emit('end')
}

// N-Triples and N-Quads get their strictness from the lexer. The parser is that of Turtle, or of
// quads in general, since it resolves relative IRIs, which those two do not know but the world writes.
const parserOptions = ({ syntax, base, intake }: Reading, lexer: object) => ({
  ...(syntax !== 'n-quads' && { format: syntax === 'trig' ? 'TriG' : 'Turtle' }),
  baseIRI: base,
  factory: intake.factory,
  lexer,
})

/** A plain IRI that stays one with a plain name behind it. */
const plainNamespace = /^https?:\/\/[^/]+\//
const plainLocalName = /^[\w.-]*$/

function watchTokens({ syntax, intake }: Reading) {
  const { reports, literals } = intake
  const isLines = syntax === 'n-triples' || syntax === 'n-quads'
  const lexer = new PatientLexer({ lineMode: isLines, n3: false })
  const recent = recentText()
  let last: Placed = { type: 'start', line: 1, start: 0 }
  /** A prefix whose IRI comes next. */
  let declared: string | undefined
  const plainPrefixes = new Set<string | undefined>()
  let isLexical = false
  let depth = 0
  let sinceToken = 0

  function see(token: Placed) {
    last = token
    sinceToken = 0
    reports.line = token.line
    intake.trusted = false
    switch (token.type) {
      case 'IRI':
      case 'typeIRI':
        seeIri(token)
        break
      case 'prefix':
        declared = token.value
        break
      case 'prefixed':
      case 'type':
        intake.trusted = plainPrefixes.has(token.prefix) && plainLocalName.test(token.value ?? '')
        break
      case '[':
      case '(':
      case '{':
        if (++depth > maxDepth) throw tooDeep(syntax, maxDepth, token)
        break
      case ']':
      case ')':
      case '}':
        depth--
        break
      case 'langcode':
        seeLanguageTag(token)
        break
      case '<<':
      case '<<(':
      case '~':
      case '{|':
        throw newerThanRdf11('A triple term or an annotation', token.line)
    }
  }

  function seeIri(token: Placed) {
    const unusual = lexer._iri.take()
    intake.trusted = unusual === undefined
    if (declared !== undefined) seeNamespace(declared, unusual === undefined ? token.value : '')
    declared = undefined
    if (unusual === undefined) return
    token.value = prepareReference(unusual)
    if (isLines && !hasScheme(token.value)) {
      intake.repair('relative-iri', `${syntaxes[syntax].label} has no relative IRIs.`, unusual)
    }
  }

  function seeLanguageTag(token: Placed) {
    const { value = '' } = token
    if (/--(?:ltr|rtl)$/.test(value)) throw newerThanRdf11('A base direction', token.line)
    if (isLanguageTag(value)) return
    literals.malformedTag = value
    token.value = 'none' // n3 would refuse the document
  }

  function seeNamespace(prefix: string, iri = '') {
    if (plainNamespace.test(iri)) plainPrefixes.add(prefix)
    else plainPrefixes.delete(prefix)
  }

  function failure({ message }: Error) {
    if (!isLexical) {
      const column = last.start === undefined ? undefined : last.start + 1
      return syntaxError(syntax, { line: last.line, column }, explainGrammar(message, last))
    }
    const [, text, lineNumber] = /^Unexpected "([^]*)" on line (\d+)\.$/.exec(message) ?? []
    if (text === undefined) throw tooLong(syntax, maxTokenLength, last.line)
    const line = Number(lineNumber)
    const from = (last.endLine ?? last.line) === line ? last.end : 0
    return syntaxError(
      syntax,
      { line, column: recent.columnOf(text, line, from) },
      explainText(text, last),
    )
  }

  return {
    lexer: {
      tokenize(input: EventEmitter, callback: TokenCallback) {
        lexer.tokenize(input, (error, token) => {
          if (error) isLexical = true
          else see(token)
          callback(error, token)
        })
      },
    },
    failure,
    /** Called before each piece: a token that is not complete by now must not grow for ever. */
    expect(piece: string) {
      sinceToken += piece.length
      if (sinceToken > maxTokenLength) throw tooLong(syntax, maxTokenLength, last.line)
      recent.add(piece)
    },
  }
}

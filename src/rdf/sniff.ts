import { htmlInsteadOfRdf, notRdf } from './parse-errors.ts'
import type { RepairKind } from './repair.ts'
import { syntaxes, syntaxOfMediaType, syntaxOfSuffix, type Syntax } from './syntax.ts'

export type Claims = {
  contentType: string | undefined
  name: string | undefined
  repair(kind: RepairKind, message: string, value?: string): void
}

/**
 * The syntax of a document by header, then suffix, unless its first characters plainly show
 * another one.
 *
 * @throws FindbuchError `html-instead-of-rdf`, or `not-rdf` when nothing tells a syntax
 */
export function chooseSyntax(head: string, { contentType, name, repair }: Claims): Syntax {
  const header = contentType ? syntaxOfMediaType(contentType) : undefined
  const suffix = name ? syntaxOfSuffix(name) : undefined
  const content = syntaxOfContent(head)
  if (content === 'html') throw htmlInsteadOfRdf(titleOf(head))
  const claimed = header ?? suffix
  const holds = claimed && (content === undefined || covers(claimed, content))
  const syntax = holds ? claimed : (content ?? likelySyntax(head))
  if (syntax === undefined) {
    throw notRdf('Neither the media type, nor the file name, nor the content tells an RDF syntax.')
  }
  const claim = contentType ? mediaTypeOf(contentType) : suffix && name
  if (claim && isLie(claim, contentType ? header : suffix, syntax)) {
    repair('media-type', `${syntaxes[syntax].label} was sent as ${claim}.`, claim)
  }
  return syntax
}

const mediaTypeOf = (header: string) => header.split(';', 1)[0]?.trim().toLowerCase() ?? ''

// `application/json` and no context by link header would make it plain JSON (JSON-LD 1.1, section 6.1).
const isLie = (claim: string, claimed: Syntax | undefined, syntax: Syntax) =>
  claim === 'application/json' || (claimed !== syntax && !/^application\/(?:x-)?gzip$/.test(claim))

/** Whether a document in the second syntax is one in the first, too. */
const covers = (claimed: Syntax, content: Syntax) =>
  claimed === content ||
  (content === 'n-triples' && ['turtle', 'trig', 'n-quads'].includes(claimed)) ||
  (content === 'turtle' && claimed === 'trig')

/** What the beginning of a text can only be; undefined when it could be anything. */
export function syntaxOfContent(head: string): Syntax | 'html' | undefined {
  const text = head.trimStart()
  if (/^<(?:\?xml|!--|!doctype)[\s[-]/i.test(text)) return isHtml(text) ? 'html' : 'rdf-xml'
  if (isHtml(text)) return 'html'
  // An IRI has no blank in it, and an element without namespaces is no RDF: so this is an element.
  if (/^<[\w.-]+(?::[\w.-]+)?\s+[\w.:-]+\s*=\s*["']/.test(text)) return 'rdf-xml'
  if (/^(?:\{\s*["}]|\[\s*(?:[{"]|\[|\]\s*$))/.test(text)) return 'json-ld'
  return syntaxOfStatements(text)
}

/** The first element, after declarations, comments and a DOCTYPE, is one of HTML. */
const isHtml = (text: string) =>
  /^\s*<(?:!doctype\s+html|(?:html|head|body)[\s>])/i.test(text.slice(prologLength(text)))

function prologLength(text: string) {
  const part = /\s*(?:<\?[^]*?\?>|<!--[^]*?-->|<!doctype(?!\s+html)[^>[]*(?:\[[^\]]*\]\s*)?>)/iy
  let length = 0
  while (part.test(text)) length = part.lastIndex
  return length
}

const titleOf = (head: string) =>
  /<title[^<>]{0,200}>([^<]{1,200})<\/title>/i.exec(head)?.[1]?.trim().replace(/\s+/g, ' ')

const iri = '<[^<>\\n]*>'
const blank = '_:[^\\s<>".]+(?=[\\s<.])'
const quoted = `"(?:[^"\\\\\\n]|\\\\.)*"(?:@[\\w-]+|\\^\\^${iri})?`
const lineStatement = new RegExp(
  `^(?:${iri}|${blank})\\s*${iri}\\s*(?:${iri}|${blank}|${quoted})\\s*(${iri}|${blank})?\\s*\\.\\s*(?:#.*)?$`,
)
const directive = /^(?:@?prefix|@?base|@?version)\s/i
const termFirst = /^(?:<[^\s<>]*>|_:\S|\[|\(|\{|[\w.-]*:\S*\s)/

function syntaxOfStatements(text: string): Syntax | undefined {
  const statements = withoutComments(text)
  if (/^GRAPH\s/i.test(statements)) return 'trig'
  // Outside of strings and IRIs, only TriG has braces.
  if (directive.test(statements)) return withoutStrings(text).includes('{') ? 'trig' : 'turtle'
  // The last line may be cut off.
  const lines = statements.split('\n', 20).map((line) => line.trim())
  const whole = (statements.includes('\n') ? lines.slice(0, -1) : lines).filter(
    (line) => line !== '' && !line.startsWith('#'),
  )
  const matches = whole.map((line) => lineStatement.exec(line))
  if (matches.length > 0 && matches.every((match) => match !== null)) {
    return matches.some((match) => match[1]) ? 'n-quads' : 'n-triples'
  }
  return undefined
}

/** What a text may be that nothing is claimed of. */
function likelySyntax(head: string): Syntax | undefined {
  if (/^<[\w.-]+>[^]*<\/[\w.-]+>/.test(head)) return 'rdf-xml'
  if (!termFirst.test(withoutComments(head))) return undefined
  return withoutStrings(head).includes('{') ? 'trig' : 'turtle'
}

const withoutComments = (text: string) => text.replace(/^(?:\s*#.*\n)+/, '').trimStart()

/** Without anything that may hold a brace and mean none; the last of it may be cut off. */
const withoutStrings = (text: string) =>
  text.replace(
    /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*(?:"|$)|'(?:[^'\\\n]|\\.)*(?:'|$)|<[^<>\n]*(?:>|$)|#.*/g,
    '',
  )

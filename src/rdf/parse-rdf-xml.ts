import { RdfXmlParser, type IActiveTag } from 'rdfxml-streaming-parser'
import { FindbuchError } from '../errors.ts'
import type { Intake } from './intake.ts'
import { hasScheme, resolveIri } from './iri.ts'
import { newerThanRdf11, syntaxError, tooDeep, tooLong } from './parse-errors.ts'
import {
  checkAttributes,
  checkRoot,
  isRdfElement,
  rdfElement,
  withType,
} from './rdf-xml-elements.ts'
import { prepareReference, unusableReference } from './repair.ts'
import { explainXml } from './xml-errors.ts'
import { escapeText, literalElement, type XmlElement } from './xml-literal.ts'

/** Real data has about ten levels. */
const maxDepth = 256
/** Of one text, tag or comment. */
const maxTokenLength = 16 << 20

/** Reads RDF/XML piece by piece. */
export async function parseRdfXml(
  pieces: AsyncIterable<string>,
  { base, intake }: { base: string; intake: Intake },
) {
  const parser = new PatientRdfXmlParser(base, intake)
  let isStart = true
  for await (const piece of pieces) {
    parser.feed(isStart ? parser.skipSpace(piece) : piece)
    isStart &&= piece === ''
  }
  parser.finish()
}

/** What holds inside an element, as it was written. */
type Scope = {
  base: string
  language: string
  /** Namespaces by prefix that an XML literal around has declared. */
  declared: ReadonlyMap<string, string>
}

/**
 * The parser without its stream, and careful where it is not: it would end quietly in the middle of
 * a document, keep only the last part of a text that a comment or CDATA section divides, pass over
 * text between elements, ignore rdf:about on a root that is not rdf:RDF and xml:base on properties,
 * replace entities, lower-case language tags and remove dots from absolute IRIs.
 */
class PatientRdfXmlParser extends RdfXmlParser {
  readonly #intake: Intake
  readonly #scopes: Scope[]
  #text = ''
  #sinceEvent = 0

  constructor(base: string, intake: Intake) {
    super({ baseIRI: base, dataFactory: intake.factory, trackPosition: true, validateUri: false })
    this.#intake = intake
    this.#scopes = [{ base, language: '', declared: noNamespaces }]
  }

  /** Nothing may stand before an XML declaration, but empty lines often do. */
  skipSpace(piece: string) {
    const space = /^\s*(?=<\?xml\s)/.exec(piece)?.[0] ?? ''
    if (space === '') return piece
    this.#intake.repair('leading-space', 'There is white space before the XML declaration.')
    this['saxParser'].line += space.split('\n').length - 1
    return piece.slice(space.length)
  }

  feed(piece: string) {
    this.#sinceEvent += piece.length
    if (this.#sinceEvent > maxTokenLength) throw tooLong('rdf-xml', maxTokenLength, this.#line)
    this.#guard(() => this['saxParser'].write(piece))
  }

  finish() {
    // Only this notices that the document is not complete.
    this.#guard(() => this['saxParser'].close())
  }

  get #line() {
    return this['saxParser'].line
  }

  /** Turns whatever the two parsers throw into an error with a place. */
  #guard(step: () => void) {
    try {
      step()
    } catch (error) {
      if (error instanceof FindbuchError || !(error instanceof Error)) throw error
      const { line, column, entity } = this['saxParser']
      const what = error.message.replace(/^(?:Line \d+ column \d+|\d+:\d+): /, '')
      // A "&" that begins no reference swallows what follows until there is a semicolon.
      const ampersandLine = entity === '' ? undefined : line - (entity.split('\n').length - 1)
      throw syntaxError(
        'rdf-xml',
        { line, column: Math.max(1, column) },
        explainXml(what, ampersandLine),
      )
    }
  }

  protected override attachSaxListeners() {
    super.attachSaxListeners()
    this['saxParser'].on('error', (error: Error) => {
      throw error
    })
  }

  /** Triples are handed on at once; there is no stream to wait for. */
  override push(quad: Parameters<Intake['accept']>[0]) {
    if (quad.object.termType === 'Quad') throw newerThanRdf11('A triple term', this.#line)
    this.#intake.accept(quad)
    return true
  }

  protected override onTag(tag: XmlElement) {
    this.#seeEvent()
    if (this.#scopes.length === 1) this.#openRoot(tag)
    if (this.#scopes.length > maxDepth) throw tooDeep('rdf-xml', maxDepth, { line: this.#line })
    checkAttributes(tag, this.#line)
    this.#textBefore()
    this.#checkParent(tag)
    const scope = this.#scopeOf(tag)
    this.#scopes.push(scope)
    super.onTag(this.#isInXmlLiteral ? this.#literalElement(tag, scope) : withType(tag, scope.base))
    // Of no use here, but the parser would copy them for every element inside.
    delete this.#element.namespaces
  }

  #literalElement(tag: XmlElement, scope: Scope) {
    const { element, declared } = literalElement(tag, scope.declared)
    scope.declared = declared
    return element
  }

  #checkParent({ name }: XmlElement) {
    const { predicate, predicateEmitted, childrenCollectionSubject } = this.#element
    if (!predicate || !predicateEmitted || childrenCollectionSubject || this.#isInXmlLiteral) return
    const message = `<${name}> is not alone in its property; each resource there counts as a value.`
    this.#intake.repair('several-values', message, predicate.value)
  }

  /** A root that is itself a resource is read as if rdf:RDF stood around it (RDF/XML, section 7.2.1). */
  #openRoot(tag: XmlElement) {
    checkRoot(tag)
    if (!isRdfElement(tag)) super.onTag(rdfElement)
  }

  #scopeOf({ attributes }: XmlElement): Scope {
    const around = this.#scope
    const base = attributes['xml:base']?.value
    return {
      base:
        base === undefined ? around.base : resolveIri(prepareReference(base.trim()), around.base),
      language: attributes['xml:lang']?.value ?? around.language,
      declared: this.#isInXmlLiteral ? around.declared : noNamespaces,
    }
  }

  get #scope(): Scope {
    return this.#scopes.at(-1) ?? { base: this['baseIRI'], language: '', declared: noNamespaces }
  }

  protected override onCloseTag() {
    this.#seeEvent()
    this.#textAtEnd()
    super.onCloseTag()
    this.#scopes.pop()
  }

  protected override onText(text: string) {
    this.#text += text
  }

  #seeEvent() {
    this.#intake.reports.line = this.#line
    // An XML literal is one text, whatever is in it.
    if (!this.#isInXmlLiteral) this.#sinceEvent = 0
  }

  get #element(): IActiveTag {
    return this['activeTagStack'].at(-1) ?? {}
  }

  get #isInXmlLiteral() {
    return this.#element.childrenStringTags !== undefined
  }

  #textBefore() {
    if (this.#isInXmlLiteral) super.onText(escapeText(this.#text))
    else this.#loseText()
    this.#text = ''
  }

  #textAtEnd() {
    const { predicate, hadChildren, childrenParseType } = this.#element
    if (this.#isInXmlLiteral) super.onText(escapeText(this.#text))
    else if (predicate && !hadChildren && !childrenParseType) super.onText(this.#text)
    else this.#loseText()
    this.#text = ''
  }

  #loseText() {
    const text = this.#text.trim()
    if (text === '') return
    this.#intake.repair('text-dropped', 'Text beside elements says nothing in RDF/XML.', text)
  }

  protected override onDoctype(doctype: string) {
    if (!/<!ENTITY/i.test(doctype)) return
    throw new FindbuchError({
      code: 'xml-entities',
      status: 400,
      message: 'The DOCTYPE declares entities; these are not read.',
      details: { line: this.#line },
    })
  }

  override valueToUri(value: string) {
    const reference = prepareReference(value)
    return this.#intake.factory.namedNode(resolveIri(reference, this.#scope.base))
  }

  /** The name of an element or attribute that is in no namespace is no IRI, nor relative to anything. */
  override uriToNamedNode(uri: string) {
    return this.#intake.factory.namedNode(hasScheme(uri) ? uri : unusableReference(uri))
  }

  override createLiteral(value: string, { datatype, language, direction, rdfVersion }: IActiveTag) {
    const { factory } = this.#intake
    if (datatype) return factory.literal(value, datatype)
    if (!language) return factory.literal(value)
    if (direction && rdfVersion) throw newerThanRdf11('A base direction', this.#line)
    return factory.literal(value, this.#scope.language)
  }
}

const noNamespaces = new Map<string, string>()

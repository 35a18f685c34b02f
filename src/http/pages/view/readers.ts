import { iriOf, isBlank, isIri, isLiteral, labelOf, literalParts } from '../../../rdf/statement.ts'
import { codeLabel } from '../labels/code-lists.ts'
import { formatDate, formatQuantity, formatSize, type Formatted } from '../format.ts'
import { addressText, lastSegment, targetOf } from '../href.ts'
import { literalValue } from './literals.ts'
import type { Language } from '../language.ts'
import { nameOf } from './names.ts'
import { prefixedName, rdfType } from './term.ts'
import { plainText, type Row, type Value } from './value.ts'
import { place, type Viewing } from './viewing.ts'

/** Turns a term into what the page shows of it. */
export type Reader = (token: string, viewing: Viewing) => Value

/** Deeper nodes are shown in a block of their own. */
const maxDepth = 5

/** Reads any term; with a node that has no other place comes all that is known of it. */
export const anything: Reader = (token, viewing) => anyTerm(token, viewing, 0)

function anyTerm(token: string, viewing: Viewing, depth: number): Value {
  if (isLiteral(token)) return literalValue(literalParts(token), viewing.language)
  const name = nodeName(token, viewing)
  if (depth >= maxDepth || !place(token, viewing)) return name ?? reference(token, viewing)
  const rows = restOf(token, viewing, depth + 1)
  if (rows.length === 0) return name ?? reference(token, viewing)
  return { kind: 'entity', name, rows }
}

/** All statements about a node that the page does not show yet. */
export function restOf(node: string, viewing: Viewing, depth = 0): Row[] {
  return viewing.reading.takeRest(node).map(({ predicate, objects }) => ({
    label: prefixedName(predicate),
    foreign: true,
    values: objects.map((object) =>
      predicate === rdfType && isIri(object)
        ? plainText(prefixedName(object))
        : anyTerm(object, viewing, depth),
    ),
  }))
}

/** A node by its name, or at least by its IRI or label; it leads to where it can be read about. */
export const reference: Reader = (token, viewing) =>
  nodeName(token, viewing) ?? plainText(`_:${labelOf(token)}`)

/** As `reference`; nothing for a blank node without a name. */
export function nodeName(token: string, viewing: Viewing): Value | undefined {
  const name = nameOf(token, viewing)
  if (isBlank(token)) return name && { kind: 'text', ...name, note: undefined }
  const iri = iriOf(token)
  const page = viewing.pageOf(iri)
  if (page !== undefined) {
    return { kind: 'own-link', href: page, ...(name ?? untagged(lastSegment(iri))) }
  }
  const meaning = name ? undefined : codeLabel(iri, viewing.language)
  if (meaning !== undefined) return plainText(meaning)
  const target = targetOf(iri)
  if (target) {
    return { kind: 'link', ...target, ...(name ?? untagged(addressText(iri))), note: undefined }
  }
  return name ? { kind: 'text', ...name, note: iri } : plainText(iri)
}

const untagged = (text: string) => ({ text, language: undefined })

/** A code of a list, by its meaning if we know the list, else by the code. */
export const code: Reader = (token, viewing) => {
  const value = anything(token, viewing)
  const isAddress = isIri(token) && value.kind === 'link' && value.text === addressText(value.href)
  return isAddress ? { ...value, text: lastSegment(value.href) } : value
}

/** Reads literals of one kind, whatever datatype they claim; all else as usual. */
const literalBy =
  (
    kind: 'time' | 'number',
    format: (lexical: string, language: Language) => Formatted | undefined,
  ): Reader =>
  (token, viewing) => {
    const formatted = isLiteral(token) && format(literalParts(token).value, viewing.language)
    return formatted ? { kind, ...formatted } : anything(token, viewing)
  }

export const moment = literalBy('time', formatDate)
export const size = literalBy('number', formatSize)
export const quantity = literalBy('number', formatQuantity)

import { iriOf, isIri, literalParts, isLiteral } from '../../../rdf/statement.ts'
import { targetOf } from '../href.ts'
import { licenceOf } from '../labels/licences.ts'
import { nameOf } from './names.ts'
import { anything, type Reader } from './readers.ts'

/** A licence by its usual name, leading to its text; also when its IRI was written as a literal. */
export const licence: Reader = (token, viewing) => {
  const iri = isIri(token) ? iriOf(token) : isLiteral(token) ? literalParts(token).value : ''
  const known = licenceOf(iri, viewing.language)
  // The publisher's own name goes before ours.
  if (!known || (isIri(token) && nameOf(token, viewing))) return anything(token, viewing)
  const target = targetOf(known.href ?? iri)
  const text = { text: known.name, language: undefined, note: undefined }
  return target ? { kind: 'link', ...text, ...target } : { kind: 'text', ...text }
}

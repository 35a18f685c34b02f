import { prefixes } from '../rdf/vocabulary.ts'

/** A triple in stored form, of terms made by the functions below. */
export const triple = (subject: string, predicate: string, object: string) =>
  `${subject} ${predicate} ${object} .\n`

/** Writers read what is sorted. */
export const storedForm = (triples: Iterable<string>) => [...new Set(triples)].sort().join('')

export const iri = (value: string) => `<${value}>`

/** A term of a vocabulary, such as `dct:title`. */
export function name(prefix: keyof typeof prefixes, local: string) {
  return `<${prefixes[prefix]}${local}>`
}

export const type = name('rdf', 'type')

/** Text of our own or a URL: it holds no control characters. */
export const text = (value: string, language?: string) =>
  `"${value.replace(/["\\]/g, '\\$&')}"${language === undefined ? '' : `@${language}`}`

export const integer = (value: number) => `"${value}"^^${name('xsd', 'integer')}`

import { prefixes } from '../../src/rdf/vocabulary.ts'

// Terms and statements as canonical N-Triples has them.

/** Objects by predicate, which is written with its prefix. */
export type Statements = Record<string, string | readonly string[]>

export function about(subject: string, statements: Statements): string {
  let lines = ''
  for (const [predicate, objects] of Object.entries(statements)) {
    for (const object of typeof objects === 'string' ? [objects] : objects)
      lines += `${subject} ${name(predicate)} ${object} .\n`
  }
  return lines
}

export const node = (iri: string) => `<${iri}>`

const names = new Map<string, string>()

/** `dct:title` in full. */
export function name(compact: string): string {
  const known = names.get(compact)
  if (known) return known
  const [prefix = '', local = ''] = compact.split(':')
  const namespace = new Map<string, string>(Object.entries(prefixes)).get(prefix)
  if (!namespace) throw new RangeError(`no such prefix: ${prefix}`)
  names.set(compact, node(namespace + local))
  return node(namespace + local)
}

const escapes: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' }

export const quoted = (value: string) =>
  `"${value.replace(/[\\"\n]/g, (sign) => escapes[sign] ?? sign)}"`

export const text = (value: string, language: string) => `${quoted(value)}@${language}`

export const typed = (value: string | number, datatype: string) =>
  `${quoted(String(value))}^^${name(datatype)}`

/** Entries of the code lists of the EU and of DCAT-AP.de. */
export const european = (list: string, code: string) =>
  node(`http://publications.europa.eu/resource/authority/${list}/${code}`)
export const german = (list: string, code: string) => node(`http://dcat-ap.de/def/${list}/${code}`)

import { isLiteral, literalParts } from '../../../rdf/statement.ts'
import { lastSegment } from '../href.ts'
import { firstOf, written } from './entity.ts'
import { anything, type Reader } from './readers.ts'
import { term } from './term.ts'

export const checksum: Reader = (token, viewing) => {
  const value = firstOf(token, term('spdx:checksumValue'), viewing)
  if (value === undefined || !isLiteral(value)) return anything(token, viewing)
  const algorithm = firstOf(token, term('spdx:algorithm'), viewing)
  const { value: text } = literalParts(value)
  return { kind: 'text', text, language: undefined, note: algorithm && algorithmName(algorithm) }
}

/** SPDX calls it `checksumAlgorithm_sha256`, DCAT-AP.de 2.0 `hashAlgorithms/sha/256`. */
function algorithmName(token: string): string {
  const [, parts] = /\/hashAlgorithms\/(.+)$/.exec(written(token)) ?? []
  const name = parts?.replaceAll('/', '') ?? lastSegment(written(token))
  return name.replace(/^checksumAlgorithm_/, '').toUpperCase()
}

export const identifier: Reader = (token, viewing) => {
  const notation = firstOf(token, term('skos:notation'), viewing)
  return anything(notation ?? token, viewing)
}

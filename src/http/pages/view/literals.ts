import type { Literal } from '../../../rdf/statement.ts'
import { prefixes } from '../../../rdf/vocabulary.ts'
import { formatDate, formatDuration } from '../format.ts'
import { addressText, lastSegment, targetOf } from '../href.ts'
import type { Language } from '../language.ts'
import type { Value } from './value.ts'

const xsd = (...names: string[]) => names.map((name) => prefixes.xsd + name)

const dateTypes = new Set(xsd('gYear', 'gYearMonth', 'date', 'dateTime', 'dateTimeStamp'))

/** Datatypes that need not be named beside a value. */
const usualTypes = new Set([
  `${prefixes.rdf}langString`,
  ...xsd('string', 'anyURI', 'boolean', 'integer', 'nonNegativeInteger', 'int', 'long'),
  ...xsd('decimal', 'double', 'float', 'hexBinary', 'duration'),
])

const isGeometry = (datatype: string) =>
  datatype.startsWith(prefixes.geo) || datatype.endsWith('geo+json')

/** What a literal says by itself, wherever it stands. */
export function literalValue({ value, language, datatype }: Literal, reader: Language): Value {
  const date = dateTypes.has(datatype) ? formatDate(value, reader) : undefined
  if (date) return { kind: 'time', ...date }
  const duration =
    datatype === `${prefixes.xsd}duration` ? formatDuration(value, reader) : undefined
  if (duration) return { kind: 'number', ...duration }
  if (isGeometry(datatype)) return { kind: 'geometry', text: value }
  const target = /^https?:/i.test(value) ? targetOf(value) : undefined
  const note = usualTypes.has(datatype) ? undefined : lastSegment(datatype)
  return target
    ? { kind: 'link', ...target, text: addressText(value), language: undefined, note }
    : { kind: 'text', text: value, language, note }
}

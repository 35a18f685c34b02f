import { isLiteral, literalParts } from '../../../rdf/statement.ts'
import { entity, firstOf } from './entity.ts'
import { line } from './lines.ts'
import { anything, moment, reference, type Reader } from './readers.ts'
import { term } from './term.ts'
import type { Value } from './value.ts'
import type { Viewing } from './viewing.ts'

const geometrySyntaxes = [term('geo:asWKT'), term('geo:asGeoJSON'), term('geo:asGML')]

const geometry: Reader = (token, viewing) => {
  if (isLiteral(token)) return { kind: 'geometry', text: literalParts(token).value }
  const [found] = geometrySyntaxes.flatMap((syntax) => firstOf(token, syntax, viewing) ?? [])
  return anything(found ?? token, viewing)
}

export const location = entity([
  line('identifier', anything, term('dct:identifier')),
  line('boundingBox', geometry, term('dcat:bbox')),
  line('centroid', geometry, term('dcat:centroid')),
  line('geometry', geometry, term('locn:geometry')),
])

const startDates = [
  term('dcat:startDate'),
  term('schema:startDate'),
  '<http://schema.org/startDate>',
  term('time:hasBeginning'),
]
const endDates = [
  term('dcat:endDate'),
  term('schema:endDate'),
  '<http://schema.org/endDate>',
  term('time:hasEnd'),
]
const instants = [
  term('time:inXSDDate'),
  term('time:inXSDDateTime'),
  term('time:inXSDDateTimeStamp'),
]

export const period: Reader = (token, viewing) => {
  if (isLiteral(token)) return moment(token, viewing)
  const from = dateOf(token, startDates, viewing)
  const to = dateOf(token, endDates, viewing)
  return from || to ? { kind: 'period', from, to } : anything(token, viewing)
}

function dateOf(node: string, predicates: string[], viewing: Viewing): Value | undefined {
  for (const predicate of predicates) {
    const found = firstOf(node, predicate, viewing)
    if (found === undefined) continue
    if (isLiteral(found)) return moment(found, viewing)
    return dateOf(found, instants, viewing) ?? reference(found, viewing)
  }
  return undefined
}

import { iriOf, isBlank, isLiteral } from '../../../rdf/statement.ts'
import { distributionsOf, type DistributionView } from './distribution-view.ts'
import { contact } from './contacts.ts'
import { byPreference, textOf, type Language, type Text } from '../language.ts'
import { rowsOf } from './lines.ts'
import { nameOf } from './names.ts'
import { anything, code, restOf } from './readers.ts'
import { aboutLines, accessLines, contentLines, seriesLines } from './resource-lines.ts'
import { term } from './term.ts'
import type { Row, Value } from './value.ts'
import { place, startViewing, type Viewing } from './viewing.ts'

/** What the page of a resource shows, in the reader's language; every statement is in one of its parts. */
export type ResourceView = {
  title: Text | undefined
  otherTitles: Text[]
  descriptions: Text[]
  highValue: boolean
  themes: Value[]
  keywords: Value[]
  distributions: DistributionView[]
  access: Row[]
  series: Row[]
  contents: Row[]
  contacts: Value[]
  about: Row[]
  further: Row[]
  /** Nodes of which something is left that has no place elsewhere. */
  nodes: { name: Text; rows: Row[] }[]
  /** How many statements the page leaves out because there are too many. */
  omitted: number
}

export function viewResource(input: {
  iri: string
  ntriples: string
  language: Language
  pageOf(iri: string): string | undefined
}): ResourceView {
  const viewing = startViewing(input)
  const main = `<${input.iri}>`
  place(main, viewing)
  const [title, ...otherTitles] = texts(main, term('dct:title'), viewing)
  const view = {
    title: title ?? nameOf(main, viewing),
    otherTitles,
    descriptions: texts(main, term('dct:description'), viewing),
    highValue: isHighValue(main, viewing),
    themes: values(main, term('dcat:theme'), viewing, code),
    keywords: values(main, term('dcat:keyword'), viewing, anything),
    distributions: distributionsOf(main, viewing),
    access: rowsOf(main, accessLines, viewing),
    series: rowsOf(main, seriesLines, viewing),
    contents: rowsOf(main, contentLines, viewing),
    contacts: values(main, term('dcat:contactPoint'), viewing, contact),
    about: rowsOf(main, aboutLines, viewing),
    further: restOf(main, viewing),
    nodes: otherNodes(viewing),
  }
  return { ...view, omitted: viewing.reading.omitted() }
}

const texts = (node: string, predicate: string, viewing: Viewing): Text[] =>
  byPreference(viewing.reading.take(node, predicate, isLiteral), viewing.language)
    .map(textOf)
    .filter(({ text }) => text.trim() !== '')

const values = (
  node: string,
  predicate: string,
  viewing: Viewing,
  read: (token: string, viewing: Viewing) => Value,
) => viewing.reading.take(node, predicate).map((object) => read(object, viewing))

const highValueRegulation = '<http://data.europa.eu/eli/reg_impl/2023/138/oj>'

const isHighValue = (node: string, { reading }: Viewing) =>
  reading.take(node, term('dcatap:hvdCategory')).length > 0 ||
  reading.take(node, term('dcatap:applicableLegislation')).includes(highValueRegulation)

function otherNodes(viewing: Viewing) {
  const nodes: ResourceView['nodes'] = []
  for (const node of viewing.reading.subjects()) {
    const rows = restOf(node, viewing)
    if (rows.length > 0) nodes.push({ name: nameOf(node, viewing) ?? bare(node), rows })
  }
  return nodes
}

const bare = (node: string): Text => ({
  text: isBlank(node) ? node : iriOf(node),
  language: undefined,
})

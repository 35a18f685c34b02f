import { isLiteral } from '../../../rdf/statement.ts'
import { properties } from '../labels/properties.ts'
import type { Text } from '../language.ts'
import { rowsOf } from './lines.ts'
import { bestText, nameOf } from './names.ts'
import { anything, reference, restOf } from './readers.ts'
import { distributionLines, formatLine, sizeLine } from './resource-lines.ts'
import { term } from './term.ts'
import { plainText, type Row, type Value } from './value.ts'
import { place, type Viewing } from './viewing.ts'

export type DistributionView = {
  title: Text
  description: Text | undefined
  /** Formats and size, to be seen at a glance. */
  marks: Value[]
  downloads: Value[]
  accesses: Value[]
  rows: Row[]
}

/** The distributions of a dataset; all that is known of one is shown with it. */
export function distributionsOf(dataset: string, viewing: Viewing): DistributionView[] {
  const placed = (predicate: string) =>
    viewing.reading.take(dataset, predicate).filter((token) => place(token, viewing))
  const regular = placed(term('dcat:distribution'))
  const samples = placed(term('adms:sample'))
  const sampleMark = plainText(properties.sample[viewing.language])
  return [
    ...regular.map((token, index) => distribution(token, index + 1, viewing)),
    ...samples
      .map((token, index) => distribution(token, regular.length + index + 1, viewing))
      .map((view) => ({ ...view, marks: [sampleMark, ...view.marks] })),
  ]
}

function distribution(token: string, number: number, viewing: Viewing): DistributionView {
  const title = nameOf(token, viewing)
  const downloadUrls = viewing.reading.take(token, term('dcat:downloadURL'))
  const accessUrls = viewing.reading
    .take(token, term('dcat:accessURL'))
    .filter((url) => !downloadUrls.includes(url))
  const read = (url: string) => anything(url, viewing)
  const accesses =
    downloadUrls.length + accessUrls.length > 0 ? accessUrls.map(read) : [itself(token, viewing)]
  return {
    title: title ?? { text: viewing.messages.distribution(number), language: undefined },
    description: bestText(token, term('dct:description'), viewing),
    marks: rowsOf(token, [formatLine, sizeLine], viewing).flatMap(({ values }) => values),
    downloads: downloadUrls.map(read),
    accesses,
    rows: [...rowsOf(token, distributionLines, viewing), ...restOf(token, viewing)],
  }
}

/** Without a URL the distribution's own IRI, or what was written in place of it, is all there is. */
const itself = (token: string, viewing: Viewing): Value =>
  isLiteral(token) ? anything(token, viewing) : reference(token, viewing)

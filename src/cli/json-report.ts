import type { Item } from '../harvest/report.ts'

/**
 * Writes the report of a harvest or an import as JSON while it goes on, so that it may be of any length: first what
 * happened to each resource, then the rest. Of a run that does not begin nothing is written.
 */
export function openJsonReport(write: (text: string) => void) {
  let separator = '{"items":['

  return {
    item(item: Item) {
      write(`${separator}\n${JSON.stringify(item)}`)
      separator = ','
    },
    end(report: object) {
      const items = separator === ',' ? '' : separator
      write(`${items}\n],\n${JSON.stringify(report, null, 2).slice(1).trimStart()}\n`)
    },
  }
}

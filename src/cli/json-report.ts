import type { Item } from '../harvest/report.ts'

/**
 * Writes the report of a harvest or an import as JSON while it goes on, so that it may be of any length: first what
 * happened to each resource, then the rest.
 */
export function openJsonReport(write: (text: string) => void) {
  let separator = ''
  write('{"items":[')

  return {
    item(item: Item) {
      write(`${separator}\n${JSON.stringify(item)}`)
      separator = ','
    },
    end(report: object) {
      write(`\n],\n${JSON.stringify(report, null, 2).slice(1).trimStart()}\n`)
    },
  }
}

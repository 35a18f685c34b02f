import type { Item, Report } from '../harvest/report.ts'

/**
 * Writes a run report as JSON while the run goes on, so that it may be of any length: first what
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
    end(report: Report) {
      write(`\n],\n${JSON.stringify(report, null, 2).slice(1).trimStart()}\n`)
    },
  }
}

import type { Item, Report } from '../harvest/report.ts'

/**
 * Writes a run report as JSON while the run goes on, so that it may be of any length: first what
 * happened to each resource, then the rest. Of a run that does not begin nothing is written.
 */
export function openJsonReport(write: (text: string) => void) {
  let separator = '{"items":['

  return {
    item(item: Item) {
      write(`${separator}\n${JSON.stringify(item)}`)
      separator = ','
    },
    end(report: Report) {
      const items = separator === ',' ? '' : separator
      write(`${items}\n],\n${JSON.stringify(report, null, 2).slice(1).trimStart()}\n`)
    },
  }
}

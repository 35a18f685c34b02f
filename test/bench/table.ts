/** What a benchmark found: what was measured, the figure, and what it stands beside. */
export type Row = { what: string; figure: string; beside?: string }

export const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

export const round = (value: number, digits = 0) => value.toFixed(digits)

export function printTable(title: string, rows: readonly Row[]) {
  const widths = [0, 1].map((column) =>
    Math.max(...rows.map(({ what, figure }) => (column === 0 ? what : figure).length)),
  )
  const lines = rows.map(({ what, figure, beside = '' }) =>
    `  ${what.padEnd(widths[0] ?? 0)}  ${figure.padStart(widths[1] ?? 0)}  ${beside}`.trimEnd(),
  )
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`)
}

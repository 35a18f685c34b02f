/** What a benchmark found: what was measured, the figure, and what it stands beside. */
export type Row = { what: string; figure: string; beside?: string }

export const median = (values: readonly number[]) => percentile(values, 50)

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const index = Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))
  return sorted[index] ?? NaN
}

/** The mean of ratios: what twice the time weighs, half of it makes good. */
export const geometricMean = (values: readonly number[]) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

export const round = (value: number, digits = 0) => value.toFixed(digits)

export function printTable(title: string, rows: readonly Row[]) {
  const widths = [0, 1].map((column) =>
    Math.max(0, ...rows.map(({ what, figure }) => (column === 0 ? what : figure).length)),
  )
  const lines = rows.map(({ what, figure, beside = '' }) =>
    `  ${what.padEnd(widths[0] ?? 0)}  ${figure.padStart(widths[1] ?? 0)}  ${beside}`.trimEnd(),
  )
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`)
}

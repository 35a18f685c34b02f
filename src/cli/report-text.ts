import type { ImportReport } from './import/import.ts'
import type { Report } from '../harvest/report.ts'

/** A run report for reading in a terminal or a mail. */
export function reportText(report: Report): string {
  const { tally, seen, state, reason } = report
  const lines = [
    `Harvest ${report.run} of "${report.source}" is ${state}${reason ? `: ${reason.message}` : '.'}`,
    ...(state === 'complete' ? [] : ['Nothing was deleted.']),
    '',
    row('location', report.location),
    row('duration', `${(report.durationMs / 1000).toFixed(1)} s`),
    row(
      'read',
      `${count(report.pages, 'page')}, ${report.bytes} bytes, ${count(report.triples, 'triple')}`,
    ),
    row(
      'seen',
      `${count(seen.dataset, 'dataset')}, ${seen.series} series, ${count(seen.service, 'service')}`,
    ),
    ...(report.announced === undefined ? [] : [row('announced', String(report.announced))]),
    row(
      'result',
      `${tally.created} created, ${tally.updated} updated, ${tally.unchanged} unchanged, ` +
        `${tally.gone} gone, ${tally.notTaken} not taken`,
    ),
    ...warningLines(report),
    ...unassignedLines(report),
  ]
  return `${lines.join('\n')}\n`
}

/** As `reportText`, of an import. */
export function importText(report: ImportReport): string {
  const { tally, seen, state, reason } = report
  const lines = [
    `Import is ${state}${reason ? `: ${reason.message}` : '.'}`,
    '',
    row('file', report.file),
    row('duration', `${(report.durationMs / 1000).toFixed(1)} s`),
    row('read', `${count(report.graphs, 'graph')}, ${count(report.quads, 'quad')} of resources`),
    row(
      'seen',
      `${count(seen.dataset, 'dataset')}, ${seen.series} series, ${count(seen.service, 'service')}`,
    ),
    row(
      'result',
      `${tally.created} created, ${tally.updated} updated, ${tally.unchanged} unchanged, ${tally.notTaken} not taken`,
    ),
    ...warningLines(report),
    ...unassignedLines(report),
  ]
  return `${lines.join('\n')}\n`
}

function warningLines({ warnings }: Pick<Report, 'warnings'>) {
  if (warnings.length === 0) return []
  return [
    '',
    'Warnings',
    ...warnings.flatMap(({ kind, count: times, examples }) => [
      `  ${kind} (${times})`,
      ...examples.map(
        ({ message, line }) => `    ${message}${line === undefined ? '' : ` (line ${line})`}`,
      ),
    ]),
  ]
}

function unassignedLines({ unassigned }: Pick<Report, 'unassigned'>) {
  const types = Object.entries(unassigned).sort(([, a], [, b]) => b - a)
  if (types.length === 0) return []
  return [
    '',
    'Triples that belong to no dataset, series or service, and were not stored',
    ...types.map(([type, times]) => `  ${String(times).padStart(7)}  ${type}`),
  ]
}

const row = (name: string, value: string) => `  ${name.padEnd(10)} ${value}`

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

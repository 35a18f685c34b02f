import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { FindbuchError } from '../errors.ts'
import { slug } from '../harvest/identity.ts'
import type { Terminal } from './backup.ts'
import { progressBar } from './bar.ts'
import { importFile, type ImportParts, type ImportReport } from './import/import.ts'
import { openJsonReport } from './json-report.ts'
import { progressView } from './progress.ts'
import { importText } from './report-text.ts'

export type ImportCommandOptions = {
  catalogue?: string
  source?: string
  json?: boolean
  report?: string
}

/**
 * Imports a file and prints the report.
 *
 * @returns the exit code: 0 when all was taken, 1 when some graphs were not, 2 when the file could not be
 * read to its end
 */
export async function importCommand(
  parts: ImportParts & { signal: AbortSignal; scratch: string },
  { file, catalogue, source, json, report: reportFile }: ImportCommandOptions & { file: string },
  { stdout, stderr }: Terminal,
): Promise<number> {
  const location = file === '-' ? file : resolve(file)
  if (file !== '-' && !existsSync(location)) throw noSuchFile(location)
  const look = progressBar(stderr, 'looking through')
  const view = progressView(stderr)
  const descriptor = reportFile === undefined ? undefined : openSync(reportFile, 'w')
  const written = openJsonReport((text) => {
    if (json) stdout.write(text)
    if (descriptor !== undefined) writeSync(descriptor, text)
  })
  const job = {
    file: location,
    base: parts.base,
    scratch: parts.scratch,
    catalogue: catalogue === undefined ? undefined : slug(catalogue),
    source: source === undefined ? undefined : slug(source),
  }
  const report = await importFile(parts, job, {
    signal: parts.signal,
    onItem: (item) => written.item(item),
    onLook: (bytes, of) => look.show(Math.min(bytes, of ?? bytes), of ?? bytes),
    onProgress(progress) {
      if (progress.seen === 0) return
      look.end()
      view.show(progress)
    },
  })
  look.end()
  view.end()
  written.end(report)
  if (descriptor !== undefined) closeSync(descriptor)
  if (!json) stdout.write(importText(report))
  return exitCode(report)
}

const exitCode = ({ state, tally }: ImportReport) => {
  if (state !== 'complete') return 2
  return tally.notTaken > 0 ? 1 : 0
}

const noSuchFile = (file: string) =>
  new FindbuchError({ code: 'no-such-file', status: 404, message: `There is no file ${file}.` })

import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { FindbuchError } from '../errors.ts'
import type { Harvest } from '../harvest/harvest.ts'
import { idOfLocation, slug } from '../harvest/identity.ts'
import type { Report } from '../harvest/report.ts'
import { isUrl, locate, type SourceDefinition } from '../harvest/sources.ts'
import { openJsonReport } from './json-report.ts'
import { progressView } from './progress.ts'
import { reportText } from './report-text.ts'

export type HarvestOptions = {
  source?: string
  catalogue?: string
  strict?: boolean
  json?: boolean
  report?: string
  deleteAnyway?: boolean
}

type Terminal = { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream }

/**
 * Harvests once and prints the report.
 *
 * @returns the exit code: 0 when all was taken, 1 when some resources were not, 2 when the source could
 * not be read to its end
 */
export async function harvestCommand(
  { harvest, source, signal }: { harvest: Harvest; source: SourceDefinition; signal: AbortSignal },
  { json, report: file, deleteAnyway = false }: HarvestOptions,
  { stdout, stderr }: Terminal,
): Promise<number> {
  const view = progressView(stderr)
  const descriptor = file === undefined ? undefined : openReport(file)
  const written = openJsonReport((text) => {
    if (json) stdout.write(text)
    if (descriptor !== undefined) writeSync(descriptor, text)
  })
  const report = await harvest.run(source, {
    signal,
    deleteAnyway,
    onItem: (item) => written.item(item),
    onProgress: (progress) => view.show(progress),
  })
  view.end()
  written.end(report)
  if (descriptor !== undefined) closeSync(descriptor)
  if (!json) stdout.write(reportText(report))
  return exitCode(report)
}

const exitCode = ({ state, tally }: Report) => {
  if (state !== 'complete') return 2
  return tally.notTaken > 0 ? 1 : 0
}

/**
 * The source that a person names: by the id of a defined one, or by file or URL, which then gets an id
 * from where it is, so that the same file or URL is the same source next time, and another one with the
 * same name is not.
 *
 * @throws FindbuchError `no-such-source`
 */
export function sourceNamed(
  name: string,
  options: HarvestOptions,
  defined: readonly SourceDefinition[],
  folder: string,
): SourceDefinition {
  const known = defined.find(({ id }) => id === name)
  if (known) return { ...known, ...(options.strict && { strict: true }) }
  const location = locate(name, folder)
  if (isUrl(name) ? !URL.canParse(name) : !existsSync(location)) throw noSuchSource(name, defined)
  const id =
    options.source === undefined ? idOfLocation(nameOf(name), location) : slug(options.source)
  return {
    id,
    kind: 'dcat-rdf',
    location,
    catalogue: { id: slug(options.catalogue ?? id) },
    ...(options.strict && { strict: true }),
  }
}

function nameOf(location: string) {
  if (!isUrl(location)) return basename(location).replace(/(\.[a-z0-9]{1,6}){1,2}$/i, '')
  const { host, pathname } = new URL(location)
  return `${host}${pathname}`.replace(/\.[a-z0-9]{1,6}$/i, '')
}

function openReport(file: string) {
  try {
    return openSync(file, 'w')
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new FindbuchError({ code: 'bad-report', status: 400, message: `--report: ${why}`, cause })
  }
}

const noSuchSource = (name: string, defined: readonly SourceDefinition[]) =>
  new FindbuchError({
    code: 'no-such-source',
    status: 404,
    message:
      `"${name}" is no file, no http(s) URL and no source. ` +
      `Sources: ${defined.map(({ id }) => id).join(', ') || 'none'}.`,
  })

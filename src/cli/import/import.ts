import { FindbuchError } from '../../errors.ts'
import type { Catalogue, Outcome, Submission } from '../../catalogue/catalogue.ts'
import { describeCatalogue } from '../../harvest/describe-catalogue.ts'
import type { Notice } from '../../harvest/harvester.ts'
import { problemOf } from '../../harvest/prepare.ts'
import type { Problem } from '../../harvest/prepared.ts'
import type { Read } from '../../harvest/reader.ts'
import { createTally, type Item, type Report, type RunState } from '../../harvest/report.ts'
import { packGraph } from '../../rdf/packed.ts'
import type { Imported, ImportedResource, ImportJob } from './imported.ts'

export type ImportReport = Pick<
  Report,
  | 'state'
  | 'reason'
  | 'startedAt'
  | 'endedAt'
  | 'durationMs'
  | 'seen'
  | 'tally'
  | 'warnings'
  | 'unassigned'
> & { file: string; graphs: number; quads: number }

export type ImportParts = {
  catalogue: Catalogue
  read: Read<ImportJob, Imported>
  base: string
  now(): number
}

export type ImportProgress = ReturnType<ReturnType<typeof createTally>['progress']>

export type ImportOptions = {
  signal: AbortSignal
  onItem(item: Item): void
  onLook(bytes: number, of: number | undefined): void
  onProgress(progress: ImportProgress): void
}

/**
 * Brings the graphs of a file into the catalogue; each batch is durable when the next one begins. What
 * is stored as it is in the file is left alone, so that a second run goes on where a first one ended.
 */
export async function importFile(
  { catalogue, read, base, now }: ImportParts,
  job: ImportJob,
  { signal, onItem, onLook, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const startedAt = now()
  const tally = createTally()
  const catalogues = new Set<string>()
  const counts = { graphs: 0, quads: 0 }
  let notTaken = 0
  const ending = await carryOut()
  const endedAt = now()
  const { seen, tally: result, warnings, unassigned } = tally.summary()
  return {
    file: job.file,
    ...ending,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    durationMs: endedAt - startedAt,
    ...counts,
    seen,
    tally: { ...result, notTaken },
    warnings,
    unassigned,
  }

  async function carryOut(): Promise<{ state: RunState; reason?: Problem }> {
    try {
      for await (const batch of read(job, signal)) {
        batch.forEach(note)
        for (const item of store(batch)) {
          if (item.outcome === 'not-taken') notTaken += 1
          tally.item(item)
          onItem(item)
        }
        onProgress(tally.progress())
      }
      signal.throwIfAborted()
      return { state: 'complete' }
    } catch (error) {
      if (signal.aborted) return { state: 'interrupted', reason: stopped }
      if (!(error instanceof FindbuchError)) throw error
      return { state: 'incomplete', reason: problemOf(error) }
    } finally {
      for (const id of catalogues) await describeMissing(id)
    }
  }

  function note(imported: Imported) {
    if (imported.what === 'looked') onLook(imported.bytes, imported.of)
    if (imported.what === 'total') tally.announce(imported.graphs)
    if (imported.what === 'notice') tally.notice(imported.notice)
    if (imported.what === 'graph') counts.graphs += 1
    if (imported.what === 'unassigned') tally.unassigned(imported.counts)
  }

  function store(batch: readonly Imported[]): Item[] {
    const resources = batch.filter((imported) => imported.what === 'resource')
    const wanted = resources.filter((resource) => !isKept(resource))
    const outcomes = catalogue.accept(wanted.map(submissionOf))
    for (const resource of wanted) {
      catalogues.add(resource.catalogue)
      counts.quads += resource.graph.size
    }
    return [
      ...wanted.map((resource, index) => itemOf(resource, outcomes[index])),
      ...resources.filter(isKept).map(keptItem),
      ...batch
        .filter((imported) => imported.what === 'broken')
        .map(({ iri, kind, problem }): Item => ({ iri, kind, outcome: 'not-taken', problem })),
    ]
  }

  /** What a foreign file says of the catalogue does not replace what is said of it here. */
  function isKept({ kind, foreign, iri }: ImportedResource) {
    return kind === 'catalogue' && foreign && isThere(iri)
  }

  function isThere(iri: string) {
    const known = catalogue.byIri(iri)
    return known !== undefined && !known.deleted
  }

  /** No resource is left in a catalogue of which nothing is known. */
  async function describeMissing(id: string) {
    const iri = `${base}/catalogues/${id}`
    if (isThere(iri)) return
    const graph = await packGraph(describeCatalogue(iri, { id }), iri)
    catalogue.accept([{ iri, id, kind: 'catalogue', catalogue: id, source: null, graph }])
  }
}

const stopped: Problem = { code: 'stopped', message: 'The import was stopped.' }

const submissionOf = ({
  iri,
  id,
  kind,
  catalogue,
  source,
  origin,
  dates,
  graph,
}: ImportedResource): Submission => ({ iri, id, kind, catalogue, source, origin, dates, graph })

function itemOf({ iri, kind, id, notices }: ImportedResource, outcome?: Outcome): Item {
  const item = { iri, kind }
  if (!outcome || outcome.state === 'rejected') {
    const problem = outcome && problemOf(outcome.reason)
    return { ...item, outcome: 'not-taken', ...(problem && { problem }) }
  }
  const all = outcome.id === id ? notices : [...notices, otherId(iri, id, outcome.id)]
  return {
    ...item,
    outcome: outcome.state,
    id: outcome.id,
    ...(all.length > 0 && { notices: all }),
  }
}

const otherId = (iri: string, wanted: string, id: string): Notice => ({
  kind: 'other-id',
  message: `The id "${wanted}" is that of another resource, or the resource has one here: it is "${id}".`,
  value: iri,
})

const keptItem = ({ iri, kind }: ImportedResource): Item => ({
  iri,
  kind,
  outcome: 'unchanged',
  notices: [
    {
      kind: 'catalogue-kept',
      message:
        'What the file says of the catalogue was not taken, as the catalogue is described here.',
      value: iri,
    },
  ],
})

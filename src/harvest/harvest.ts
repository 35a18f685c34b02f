import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Logger } from 'pino'
import { diskFailure } from '../disk.ts'
import { FindbuchError } from '../errors.ts'
import { packGraph, type PackedGraph } from '../rdf/packed.ts'
import { describeCatalogue } from './describe-catalogue.ts'
import type { FetchSettings } from './fetch.ts'
import type { HarvestedKind } from './harvester.ts'
import type { Prepared, Problem } from './prepared.ts'
import { problemOf } from './prepare.ts'
import type { Read } from './reader.ts'
import { createTally, type Item, type Report, type RunState } from './report.ts'
import type { SourceDefinition } from './sources.ts'

export type Harvest = ReturnType<typeof createHarvest>

/** What the store holds of a source. */
type Kept = { iri: string; id: string; kind: Item['kind'] }

type Submission = {
  iri: string
  id: string
  kind: HarvestedKind
  catalogue: string
  source: string | null
  origin: string | undefined
  graph: PackedGraph
}

type Outcome =
  | { state: 'created' | 'updated' | 'unchanged'; id: string }
  | { state: 'rejected'; reason: FindbuchError }

/** What the engine is handed; it knows no store. */
export type HarvestParts<K extends Kept> = {
  catalogue: {
    accept(batch: readonly Submission[]): Outcome[]
    withdraw(batch: readonly K[]): void
    ofSource(source: string): Iterable<K>
  }
  runs: {
    begin(source: string): number
    keepItems(run: number, items: readonly Item[]): void
    finish(run: number, state: RunState, report: Report): void
  }
  read: Read
  base: string
  dataFolder: string
  fetch: FetchSettings
  maxRunMs: number
  maxPageBytes: number
  /** Of a source's resources, how large a share may vanish in one run without being asked for. */
  maxGoneShare: number
  log: Logger
  now(): number
}

export type RunOptions = {
  signal?: AbortSignal
  /** Delete what is gone however much it is. */
  deleteAnyway?: boolean
  onItem?(item: Item): void
  onProgress?(progress: Progress): void
}

export type Progress = ReturnType<ReturnType<typeof createTally>['progress']>

/** Deletions of up to this many resources are never held back. */
const alwaysDeletable = 20
const batchOfGone = 40
/** Of what is stored, so many are looked at before others get their turn. */
const keptPerTurn = 500

export function createHarvest<K extends Kept>(parts: HarvestParts<K>) {
  const { catalogue, runs, read, base, log, now } = parts

  return {
    /**
     * Reads a source once and brings the store to the state of the source. Nothing is deleted unless
     * the source was read to its end and holds what it says it holds.
     *
     * @throws FindbuchError `harvest-running` when the source is being harvested already
     */
    async run(source: SourceDefinition, options: RunOptions = {}): Promise<Report> {
      const run = runs.begin(source.id)
      const startedAt = now()
      log.info({ source: source.id, run, location: source.location }, 'harvest started')
      const { tally, ...ending } = await carryOut(source, run, options)
      const endedAt = now()
      const report = finish({
        run,
        source: source.id,
        location: source.location,
        ...ending,
        startedAt: new Date(startedAt).toISOString(),
        endedAt: new Date(endedAt).toISOString(),
        durationMs: endedAt - startedAt,
        ...tally.summary(),
      })
      const { state, reason } = report
      const level = state === 'complete' ? 'info' : 'warn'
      log[level]({ source: source.id, run, state, reason, ...report.tally }, 'harvest finished')
      return report
    },
  }

  /** A run whose end cannot be kept, as on a full disk, is not a complete one, whatever it has stored. */
  function finish(report: Report): Report {
    try {
      runs.finish(report.run, report.state, report)
      return report
    } catch (error) {
      if (!(error instanceof FindbuchError)) throw error
      const state = report.state === 'complete' ? 'incomplete' : report.state
      return { ...report, state, reason: report.reason ?? problemOf(error) }
    }
  }

  async function carryOut(source: SourceDefinition, run: number, options: RunOptions) {
    const tally = createTally()
    const seen = new Set<string>()
    const doubts: Problem[] = []
    const { signal, reasonFor } = limits(options.signal)
    const tell = (items: Item[]) => {
      for (const item of items) {
        tally.item(item)
        options.onItem?.(item)
      }
      options.onProgress?.(tally.progress())
      runs.keepItems(run, items.filter(isWorthKeeping))
    }
    try {
      if (source.catalogue.title) await describe(source)
      for await (const batch of read(jobOf(source), signal)) {
        for (const prepared of batch) {
          note(prepared, tally, source.id)
          if (prepared.what === 'doubt') doubts.push(prepared.problem)
        }
        tell(store(batch, source, seen))
      }
      signal.throwIfAborted()
      if (!seen.has(catalogueIri(source))) await describe(source)
      checkTotal(tally)
      const { gone, stored } = await goneOf(source.id, seen)
      if (!options.deleteAnyway) {
        checkGone({ gone: gone.length, stored }, tally.progress().seen)
        if (gone.length > 0) checkDoubts(doubts)
      }
      for (let i = 0; i < gone.length; i += batchOfGone) {
        const batch = gone.slice(i, i + batchOfGone)
        catalogue.withdraw(batch)
        tell(batch.map(({ iri, id, kind }) => ({ iri, id, kind, outcome: 'gone' })))
        await setImmediate()
      }
      return { tally, state: 'complete' as const }
    } catch (error) {
      const state: RunState = options.signal?.aborted ? 'interrupted' : 'incomplete'
      if (!(error instanceof FindbuchError) && !signal.aborted) {
        log.error({ err: error, source: source.id, run }, 'harvest failed')
      }
      return { tally, state, reason: reasonFor(error) }
    }
  }

  function limits(outer?: AbortSignal) {
    const deadline = AbortSignal.timeout(parts.maxRunMs)
    return {
      signal: outer ? AbortSignal.any([outer, deadline]) : deadline,
      reasonFor(error: unknown): Problem {
        if (outer?.aborted) return { code: 'stopped', message: 'The harvest was stopped.' }
        if (deadline.aborted) return problemOf(runTooLong(parts.maxRunMs))
        const known = error instanceof FindbuchError ? error : diskFailure(error)
        if (known) return problemOf(known)
        return { code: 'internal', message: String(error) }
      },
    }
  }

  function jobOf(source: SourceDefinition) {
    const { fetch, maxPageBytes } = parts
    const scratch = join(parts.dataFolder, 'tmp')
    return { source, base, catalogueIri: catalogueIri(source), scratch, maxPageBytes, fetch }
  }

  function catalogueIri(source: SourceDefinition) {
    return `${base}/catalogues/${source.catalogue.id}`
  }

  async function describe(source: SourceDefinition) {
    const iri = catalogueIri(source)
    const graph = await packGraph(describeCatalogue(iri, source.catalogue), iri)
    const { id } = source.catalogue
    const [outcome] = catalogue.accept([
      { iri, id, kind: 'catalogue', catalogue: id, source: null, origin: undefined, graph },
    ])
    if (outcome?.state === 'rejected') throw outcome.reason
  }

  function note(prepared: Prepared, tally: ReturnType<typeof createTally>, source: string) {
    if (prepared.what === 'notice') tally.notice(prepared.notice)
    if (prepared.what === 'total') tally.announce(prepared.total)
    if (prepared.what !== 'page') return
    tally.page(prepared.facts)
    const { url, bytes, triples } = prepared.facts
    log.info({ source, url, bytes, triples }, 'harvest page')
  }

  /** Hands a batch to the catalogue, in one transaction, and says what became of each resource. */
  function store(batch: Prepared[], source: SourceDefinition, seen: Set<string>): Item[] {
    const resources = batch
      .filter((prepared) => prepared.what === 'resource')
      .filter(isWanted(source))
    const outcomes = catalogue.accept(resources.map((resource) => submissionOf(resource, source)))
    const taken = resources.map(({ kind, iri, notices }, index): Item => {
      seen.add(iri)
      const outcome = outcomes[index]
      const told = { iri, kind, ...(notices.length > 0 && { notices }) }
      if (outcome?.state === 'rejected') {
        return { ...told, outcome: 'not-taken', problem: problemOf(outcome.reason) }
      }
      return outcome
        ? { ...told, outcome: outcome.state, id: outcome.id }
        : { ...told, outcome: 'not-taken' }
    })
    const broken = batch
      .filter((prepared) => prepared.what === 'broken')
      .map(({ kind, iri, problem }): Item => {
        if (kind !== 'catalogue') seen.add(iri) // it is there, if ill: what is stored of it stays
        log.warn({ source: source.id, iri, problem }, 'resource not taken')
        return { iri, kind, outcome: 'not-taken', problem }
      })
    return [...taken, ...broken]
  }

  async function goneOf(source: string, seen: ReadonlySet<string>) {
    const gone: K[] = []
    let stored = 0
    for (const kept of catalogue.ofSource(source)) {
      stored += 1
      if (stored % keptPerTurn === 0) await setImmediate()
      if (!seen.has(kept.iri)) gone.push(kept)
    }
    return { gone, stored }
  }

  function checkGone({ gone, stored }: { gone: number; stored: number }, seen: number) {
    if (gone === 0) return
    const isMost = gone > alwaysDeletable && gone / stored > parts.maxGoneShare
    if (seen === 0 || isMost) throw tooManyGone(gone, stored)
  }
}

type PreparedResource = Extract<Prepared, { what: 'resource' }>

/** A catalogue that the operator has described is not described by its source. */
const isWanted = (source: SourceDefinition) => (resource: PreparedResource) =>
  resource.kind !== 'catalogue' || !source.catalogue.title

function submissionOf(resource: PreparedResource, { id, catalogue }: SourceDefinition): Submission {
  const { iri, kind, origin, graph } = resource
  const wanted = { iri, kind, origin, graph, catalogue: catalogue.id }
  return kind === 'catalogue'
    ? { ...wanted, id: catalogue.id, source: null }
    : { ...wanted, id: resource.id, source: id }
}

/** The run's summary counts what is as it was; listing it would make each run as large as the source. */
const isWorthKeeping = ({ outcome, notices }: Item) =>
  outcome !== 'unchanged' || notices !== undefined

function checkTotal(tally: ReturnType<typeof createTally>) {
  if (tally.isAsAnnounced()) return
  throw new FindbuchError({
    code: 'total-differs',
    status: 502,
    message:
      `The source says that it has ${tally.announced().join(' or ')} resources, ` +
      `but ${tally.progress().seen} were seen.`,
  })
}

function checkDoubts([first]: readonly Problem[]) {
  if (first) throw new FindbuchError({ ...first, status: 409 })
}

const tooManyGone = (gone: number, stored: number) =>
  new FindbuchError({
    code: 'too-many-gone',
    status: 409,
    message:
      `${gone} of ${stored} resources are no longer in the source. That looks like a fault of the source; ` +
      'if it is meant, harvest once more and say that they may be deleted.',
  })

const runTooLong = (limitMs: number) =>
  new FindbuchError({
    code: 'run-too-long',
    status: 504,
    message: `The harvest took longer than ${limitMs / 60_000} minutes.`,
  })

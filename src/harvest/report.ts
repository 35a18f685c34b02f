import type { HarvestedKind, Notice, PageFacts } from './harvester.ts'
import type { Problem } from './prepared.ts'

export type RunState = 'complete' | 'incomplete' | 'interrupted'

/** What happened to one resource. */
export type Item = {
  iri: string
  kind: HarvestedKind | 'record'
  outcome: 'created' | 'updated' | 'unchanged' | 'gone' | 'not-taken'
  id?: string
  problem?: Problem
  notices?: Notice[]
}

export type Tally = Record<'created' | 'updated' | 'unchanged' | 'gone' | 'notTaken', number>

export type WarningSummary = { kind: string; count: number; examples: Omit<Notice, 'kind'>[] }

/** The report of a run, without what happened to each resource. */
export type Report = {
  run: number
  source: string
  location: string
  state: RunState
  /** Why the run is not complete. */
  reason?: Problem
  startedAt: string
  endedAt: string
  durationMs: number
  pages: number
  bytes: number
  triples: number
  /** Resources seen, by kind. */
  seen: Record<Exclude<HarvestedKind, 'catalogue'>, number>
  announced?: number
  tally: Tally
  warnings: WarningSummary[]
  /** Triples of the source that belong to no resource and were not stored, by type of their subject. */
  unassigned: Record<string, number>
}

const maxExamples = 5
const maxKinds = 100

/** Counts while a run goes on, in bounded memory. */
export function createTally() {
  const seen = { dataset: 0, series: 0, service: 0 }
  const tally: Tally = { created: 0, updated: 0, unchanged: 0, gone: 0, notTaken: 0 }
  const warnings = new Map<string, WarningSummary>()
  const unassigned: Record<string, number> = {}
  const totals = { pages: 0, bytes: 0, triples: 0 }
  const announced = new Set<number>()

  return {
    item({ kind, outcome, problem, notices = [] }: Item) {
      if (kind !== 'catalogue' && kind !== 'record') {
        if (outcome !== 'gone') seen[kind] += 1
        tally[outcome === 'not-taken' ? 'notTaken' : outcome] += 1
      }
      if (problem) notice({ kind: problem.code, message: problem.message })
      for (const each of notices) notice(each)
    },
    notice,
    page(facts: PageFacts) {
      totals.pages += 1
      totals.bytes += facts.bytes
      totals.triples += facts.triples
      noteUnassigned(facts.unassigned)
    },
    unassigned: noteUnassigned,
    announce: (total: number) => announced.add(total),

    progress: () => ({
      ...tally,
      seen: seen.dataset + seen.series + seen.service,
      announced: [...announced][0],
    }),
    seenAnything: () => seen.dataset + seen.series + seen.service > 0,
    isAsAnnounced: () =>
      [...announced].every((total) =>
        [
          seen.dataset,
          seen.dataset + seen.series,
          seen.dataset + seen.service,
          seen.dataset + seen.series + seen.service,
        ].includes(total),
      ),
    announced: () => [...announced],
    summary: () => ({
      ...totals,
      seen,
      ...(announced.size > 0 && { announced: Math.max(...announced) }),
      tally,
      warnings: [...warnings.values()].sort((a, b) => b.count - a.count),
      unassigned,
    }),
  }

  function noteUnassigned(counts: Record<string, number>) {
    for (const [type, count] of Object.entries(counts)) {
      const name = type in unassigned || Object.keys(unassigned).length < maxKinds ? type : 'other'
      unassigned[name] = (unassigned[name] ?? 0) + count
    }
  }

  function notice({ kind, ...example }: Notice) {
    const name = warnings.has(kind) || warnings.size < maxKinds ? kind : 'other'
    const summary = warnings.get(name) ?? { kind: name, count: 0, examples: [] }
    summary.count += 1
    if (summary.examples.length < maxExamples) summary.examples.push(example)
    warnings.set(name, summary)
  }
}

import type { HarvestFacts } from './facts.ts'
import type { Measure } from './measure.ts'

const states = ['running', 'complete', 'incomplete', 'interrupted']

/** What became of the harvest sources, whichever process has read them. */
export const harvestMeasures: readonly Measure[] = [
  bySource('findbuch_harvest_running', 'Whether the source is being harvested now.', ({ runs }) =>
    runs.includes('running') ? 1 : 0,
  ),
  bySourceAnd(
    'state',
    'findbuch_harvest_runs',
    'Runs by state; those that are kept, about 20 of a source.',
    ({ runs }) => states.map((state) => [state, runs.filter((of) => of === state).length]),
  ),
  bySourceAnd(
    'state',
    'findbuch_harvest_last_run_state',
    '1 for the state of the last run that has ended, 0 for the others.',
    ({ last }) =>
      last ? states.slice(1).map((state) => [state, Number(state === last.state)]) : [],
  ),
  bySourceAnd(
    'outcome',
    'findbuch_harvest_last_run_resources',
    'Resources of the last run by what became of them.',
    ({ last }) =>
      Object.entries(last?.tally ?? {}).map(([name, count]) => [
        name === 'notTaken' ? 'not-taken' : name,
        count,
      ]),
  ),
  bySource(
    'findbuch_harvest_last_run_duration_seconds',
    'How long the last run took.',
    ({ last }) => (last?.endedAt ? (last.endedAt - last.startedAt) / 1000 : undefined),
  ),
  bySource('findbuch_harvest_last_run_timestamp_seconds', 'When the last run ended.', ({ last }) =>
    last?.endedAt ? last.endedAt / 1000 : undefined,
  ),
  bySource(
    'findbuch_harvest_last_complete_timestamp_seconds',
    'When the last run ended that read the source to its end.',
    ({ completeAt }) => completeAt && completeAt / 1000,
  ),
]

function bySource(
  name: string,
  help: string,
  valueOf: (harvest: HarvestFacts) => number | undefined,
): Measure {
  return {
    kind: 'gauge',
    name,
    help,
    labelNames: ['source'],
    samplesOf: ({ harvests }) =>
      harvests.flatMap((harvest) => {
        const value = valueOf(harvest)
        return value === undefined ? [] : { labels: { source: harvest.source }, value }
      }),
  }
}

function bySourceAnd(
  label: string,
  name: string,
  help: string,
  valuesOf: (harvest: HarvestFacts) => [string, number][],
): Measure {
  return {
    kind: 'gauge',
    name,
    help,
    labelNames: ['source', label],
    samplesOf: ({ harvests }) =>
      harvests.flatMap((harvest) =>
        valuesOf(harvest).map(([key, value]) => ({
          labels: { source: harvest.source, [label]: key },
          value,
        })),
      ),
  }
}

import type { Query } from './query/query.ts'
import { createBacklog } from './store/backlog.ts'
import { diskUse } from './store/disk-use.ts'
import type { Graph } from './store/graph.ts'
import { imageFile, recordsFile } from './store/record-file.ts'
import type { Records } from './store/records.ts'
import type { Runs } from './store/runs.ts'

export type OperationParts = {
  records: Records
  runs: Runs
  graph: Graph
  query: Query
  /** The data folder. */
  folder: string
  /** Ids of the sources that are harvested. */
  sources: readonly string[]
  now(): number
}

/**
 * What operators want to know of the parts. It is cheap, and no thread of the index is asked for it,
 * so that it can be had just when those are busy.
 */
export function createOperation({ records, runs, graph, query, ...settings }: OperationParts) {
  const { folder, sources, now } = settings
  const backlog = createBacklog({ database: records.database, now })
  const files = { file: recordsFile(folder), image: imageFile(folder) }

  return async function facts() {
    const disk = await diskUse({ folder, ...files })
    const index = graph.status()
    return {
      disk,
      index,
      revision: records.revision(),
      /** Nothing while no replica is up: then the index is not behind, it is not there. */
      backlog: index.replicas > 0 ? backlog(index.revision) : undefined,
      queries: query.outcomes(),
      harvests: sources.map(harvestOf),
    }
  }

  function harvestOf(source: string) {
    const kept = runs.ofSource(source)
    const last = kept.find(({ state }) => state !== 'running')
    return {
      source,
      runs: kept.map(({ state }) => state),
      last: last && { ...last, tally: runs.tally(last.run) },
      completeAt: kept.find(({ state }) => state === 'complete')?.endedAt ?? undefined,
    }
  }
}

import type { DatabaseSync } from 'node:sqlite'
import { FindbuchError } from '../errors.ts'
import { createChangeReader, type Change, type ChangeReader } from './changes.ts'
import { checkFile } from './check-file.ts'
import { checkGraphs, type Finding } from './check-graph.ts'
import { checkLog } from './check-log.ts'
import { compare } from './compare.ts'
import { createEngine } from './engine.ts'
import { openToRead } from './open-to-read.ts'
import { recordFacts, type RecordFacts } from './record-facts.ts'

export type VerifyOptions = {
  /** Where the image of the index is, if there is one. */
  image: string
  signal: AbortSignal
  onStep(name: string): void
  onProgress(done: number, total: number): void
  onFinding(finding: Finding): void
}

/**
 * Checks a record as it is at this instant, in full: the file, every graph, the log, and every graph
 * of the index, as the server would bring it up, against the record. Others may go on writing.
 */
export async function verifyRecord(file: string, options: VerifyOptions): Promise<RecordFacts> {
  const { onStep, onFinding } = options
  const record = openToRead(file)
  try {
    record.exec('BEGIN')
    onStep('file')
    tellDamage(record, file, onFinding)
    const facts = recordFacts(record)
    onStep('graphs')
    await report(checkGraphs(record), countOf(record), options)
    onStep('log')
    await report(checkLog(record), facts.revision, options)
    onStep('index')
    const index = bringUp(createChangeReader(record), facts.graphs, options)
    onStep('comparison')
    const differences = compare(record, index)
    await report(asFindings(differences), facts.graphs, options)
    return facts
  } finally {
    record.close()
  }
}

/** From its image and the log where the image is of this record, otherwise from the graphs. */
function bringUp(changes: ChangeReader, graphs: number, options: VerifyOptions) {
  const index = createEngine()
  try {
    const revision = index.restore(options.image, changes.isHistoryOf)
    if (revision !== undefined) {
      index.apply(changes.since(revision))
      return index
    }
  } catch (error) {
    options.onFinding({ where: options.image, what: String(error) })
  }
  const loaded = createEngine()
  // What is damaged has been told before.
  loaded.apply(
    counted(
      changes.all(() => {}),
      graphs,
      options,
    ),
  )
  return loaded
}

function tellDamage(record: DatabaseSync, file: string, onFinding: VerifyOptions['onFinding']) {
  try {
    checkFile(record, file, 'thorough')
  } catch (error) {
    if (!(error instanceof FindbuchError)) throw error
    onFinding({ where: file, what: error.message })
  }
}

/** Between two looks at whether to go on. */
const atOnce = 100

async function report(
  checks: AsyncIterable<Finding[]> | Iterable<Finding[]>,
  total: number,
  { signal, onProgress, onFinding }: VerifyOptions,
) {
  let done = 0
  for await (const findings of checks) {
    findings.forEach(onFinding)
    done += 1
    if (done % atOnce > 0) continue
    onProgress(Math.min(done, total), total)
    await new Promise((resolve) => void setImmediate(resolve))
    signal.throwIfAborted()
  }
  onProgress(total, total)
}

async function* asFindings(differences: ReturnType<typeof compare>): AsyncGenerator<Finding[]> {
  for await (const found of differences) {
    yield found.map(({ iri, what }) => ({ where: iri || 'index', what }))
  }
}

function* counted(changes: Iterable<Change>, total: number, { onProgress }: VerifyOptions) {
  let done = 0
  for (const change of changes) {
    yield change
    onProgress(++done, total)
  }
}

const countOf = (record: DatabaseSync) =>
  Number(record.prepare('SELECT count(*) AS n FROM resource').get()?.['n'])

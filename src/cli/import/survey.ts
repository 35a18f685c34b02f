import { readRecord } from '../../catalogue/read-record.ts'
import { FindbuchError } from '../../errors.ts'
import { readRuns } from '../../rdf/graph-runs.ts'
import { readStatements } from '../../rdf/statement.ts'
import { iriOfGraph, maxGraphText } from './graph-text.ts'
import type { Scratch } from './scratch.ts'

/**
 * Looks through a file before anything of it is taken: which graphs are in one piece, and what the
 * catalogue records say of the others. Graphs that are not in one piece are put on disk.
 *
 * @throws FindbuchError when the file cannot be read to its end, or holds no quads at all
 */
export async function* survey(open: () => AsyncIterable<string>, scratch: Scratch) {
  yield* lookThrough(open(), scratch)
  if (scratch.counts().apart === 0) return
  for await (const run of readRuns(open())) if (scratch.isApart(run.graph)) scratch.addRun(run)
  for (const graph of scratch.apart()) {
    if (isRecordName(graph)) noteRecord(graph, textOf(scratch, graph), scratch)
  }
}

/** Yields now and then, for others to have a look at how far it is. */
async function* lookThrough(pieces: AsyncIterable<string>, scratch: Scratch) {
  let graph: string | undefined
  let length = 0
  let runs = 0
  let text = ''
  let hasQuads = false
  let firstUnreadable: number | undefined
  const finish = () => {
    if (graph === undefined) return
    if (!scratch.meet(graph) || graph === '' || length > maxGraphText) scratch.setApart(graph)
    else if (text !== '') noteRecord(graph, text, scratch)
  }
  for await (const run of readRuns(pieces)) {
    if (run.graph !== graph) {
      finish()
      graph = run.graph
      length = 0
      text = ''
    }
    if (++runs % 10_000 === 0) yield
    length += run.text.length
    if (isRecordName(graph) && length < maxRecordText) text += run.text
    firstUnreadable ??= run.unreadable
    hasQuads ||= run.graph !== '' || run.unreadable === undefined
  }
  finish()
  if (!hasQuads && firstUnreadable !== undefined) throw notNQuads(firstUnreadable)
}

const isRecordName = (graph: string) => graph.endsWith('/record>')

/** A record has some ten triples. */
const maxRecordText = 1 << 16

function noteRecord(graph: string, text: string, scratch: Scratch) {
  const origin = readRecord(iriOfGraph(graph) ?? '', statements(graph, text))
  if (origin) scratch.addRecord(graph, origin)
}

/** What is not canonical was not written by a Findbuch and is no record of one. */
function statements(graph: string, text: string) {
  try {
    return readStatements(text.replaceAll(` ${graph} .\n`, ' .\n'))
  } catch (error) {
    if (error instanceof FindbuchError) return []
    throw error
  }
}

function textOf(scratch: Scratch, graph: string) {
  let text = ''
  for (const run of scratch.runs(graph)) {
    text += run.text
    if (text.length > maxRecordText) return ''
  }
  return text
}

const notNQuads = (line: number) =>
  new FindbuchError({
    code: 'not-rdf',
    status: 415,
    message: `This is no N-Quads: line ${line} is no quad, and there is none elsewhere.`,
  })

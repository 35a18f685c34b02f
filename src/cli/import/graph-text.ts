import { createIntake } from '../../rdf/intake.ts'
import { FindbuchError } from '../../errors.ts'
import type { Notice } from '../../harvest/harvester.ts'
import { canonicalGraph, type Triple } from '../../rdf/canonical.ts'
import { readRuns, type Run } from '../../rdf/graph-runs.ts'
import { parseTurtle } from '../../rdf/parse-turtle.ts'
import { holdsStatements } from '../../rdf/statement.ts'

/** The lines of one graph, wherever in the file they are. */
export type GraphText = { graph: string; runs: Run[] }

/** A graph in one piece of more than this many characters is not held in memory. */
export const maxGraphText = 24 << 20

/** Puts the runs of each graph together that follow each other. */
export async function* readGraphs(
  pieces: AsyncIterable<string>,
  isWanted: (graph: string) => boolean,
): AsyncGenerator<GraphText> {
  let current: GraphText | undefined
  for await (const run of readRuns(pieces)) {
    if (current?.graph === run.graph) current.runs.push(run)
    else {
      if (current) yield current
      current = isWanted(run.graph) ? { graph: run.graph, runs: [run] } : undefined
    }
  }
  if (current) yield current
}

/** The IRI of a graph that has one. */
export const iriOfGraph = (graph: string) =>
  graph.startsWith('<') ? graph.slice(1, -1) : undefined

/**
 * The triples of a graph as canonical N-Triples, but for their order and the labels of blank nodes. What is not canonical is read by the patient parser and mended, as in a harvest.
 *
 * @throws FindbuchError `rdf-syntax` with the line in the file
 */
export async function readGraph(
  { graph, runs }: GraphText,
  base: string,
  notice: (notice: Notice) => void,
): Promise<string> {
  const unreadable = runs.find((run) => run.unreadable !== undefined)?.unreadable
  if (unreadable !== undefined) throw notAQuad(unreadable)
  const lines = runs.map(({ text }) => text).join('')
  const ntriples = lines.replaceAll(` ${graph} .\n`, ' .\n')
  if (holdsStatements(ntriples)) return ntriples
  const triples: Triple[] = []
  await parseRuns(runs, base, (triple) => triples.push(triple), notice)
  return (await canonicalGraph(triples, graph)).ntriples
}

/** Reads runs of any length as a stream. */
export async function parseRuns(
  runs: Iterable<Run>,
  base: string,
  onTriple: (triple: Triple) => void,
  notice: (notice: Notice) => void,
) {
  const places: { from: number; line: number }[] = []
  const place = (line: number) => {
    const found = places.findLast(({ from }) => from <= line)
    return found ? found.line + line - found.from : line
  }
  const intake = createIntake({
    base,
    ownBase: true,
    onQuad: onTriple,
    onWarning: ({ line, ...warning }) => notice({ ...warning, ...(line && { line: place(line) }) }),
  })
  try {
    await parseTurtle(texts(runs, places), { syntax: 'n-quads', base, intake })
  } catch (error) {
    throw error instanceof FindbuchError ? placed(error, place) : error
  }
}

async function* texts(runs: Iterable<Run>, places: { from: number; line: number }[]) {
  let from = 1
  for (const { line, text, unreadable } of runs) {
    if (unreadable !== undefined) throw notAQuad(unreadable)
    const before = places.at(-1)
    if (!before || line - before.line !== from - before.from) places.push({ from, line })
    yield text
    from += text.split('\n').length - 1
  }
}

/** The same failure, with the line of the file instead of that in the graph. */
function placed(error: FindbuchError, place: (line: number) => number) {
  const { code, status, message, details } = error
  if (typeof details['line'] !== 'number') return error
  const line = place(details['line'])
  return new FindbuchError({
    code,
    status,
    message: message.replace(/\bline \d+/i, `line ${line}`),
    details: { ...details, line },
    cause: error,
  })
}

const notAQuad = (line: number) =>
  new FindbuchError({
    code: 'rdf-syntax',
    status: 400,
    message: `N-Quads, line ${line}: this is no quad, and it stands in or beside this graph.`,
    details: { syntax: 'n-quads', line },
  })

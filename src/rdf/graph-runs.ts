import { graphNameOf, isEmptyLine } from './graph-name.ts'
import { tooLong } from './parse-errors.ts'

/** Lines of N-Quads, one after the other, that belong to one graph. */
export type Run = {
  /** As it is written in the file: `<…>`, `_:…`, or '' for the default graph. */
  graph: string
  /** Number of its first line, counted from 1. */
  line: number
  text: string
  /** Number of a line, in the run or at its border, of which nobody can say where it belongs. */
  unreadable?: number
}

const maxLineLength = 16 << 20

/**
 * Cuts N-Quads into runs, as long as the pieces are at most, in memory that does not grow with the text.
 * A line that is no quad casts doubt on the graphs beside it, as it may have been a part of either.
 */
export async function* readRuns(pieces: AsyncIterable<string>): AsyncGenerator<Run> {
  const cut = createCutter()
  let rest = ''
  for await (const piece of pieces) {
    const end = piece.lastIndexOf('\n') + 1
    if (end === 0) rest += piece
    else {
      yield* cut(rest + piece.slice(0, end))
      rest = piece.slice(end)
    }
    if (rest.length > maxLineLength) throw tooLong('n-quads', maxLineLength, undefined)
  }
  if (rest !== '') yield* cut(`${rest}\n`)
}

function createCutter() {
  let line = 0
  let graph: string | undefined
  let ending: string | undefined
  let doubtful: number | undefined

  return function* cut(text: string): Generator<Run> {
    let start = 0
    let startLine = line + 1
    let unreadable: number | undefined
    const run = (end: number): Run => ({
      graph: graph ?? '',
      line: startLine,
      text: text.slice(start, end),
      ...(unreadable !== undefined && { unreadable }),
    })
    for (let from = 0; from < text.length;) {
      const to = text.indexOf('\n', from)
      line += 1
      const name = isLikeTheLast(text, from, to) ? graph : graphNameOf(text.slice(from, to))
      if (name === undefined) {
        if (!isEmptyLine(text.slice(from, to))) unreadable = doubtful = line
      } else {
        if (name !== graph) {
          if (graph !== undefined && from > start) yield run(from)
          unreadable = doubtful
          if (graph !== undefined) {
            start = from
            startLine = line
          }
          graph = name
          ending = name === '' ? undefined : ` ${name} .`
        }
        doubtful = undefined
      }
      from = to + 1
    }
    if (text.length > start && (graph !== undefined || unreadable !== undefined))
      yield run(text.length)
  }

  /** Most lines are of the graph that the line before is of; the default graph may name it as object. */
  function isLikeTheLast(text: string, from: number, to: number) {
    if (ending === undefined || !text.endsWith(ending, to)) return false
    const object = text.indexOf(' ', text.indexOf(' ', from) + 1)
    return object < to - ending.length
  }
}

import { expect, test } from 'vitest'
import { graphNameOf } from '../../src/rdf/graph-name.ts'
import { readRuns } from '../../src/rdf/graph-runs.ts'

test.for([
  ['<a:s> <a:p> <a:o> <a:g> .', '<a:g>'],
  ['<a:s> <a:p> "x" <a:g> .', '<a:g>'],
  ['<a:s> <a:p> "x <a:y> <a:z> ." <a:g> .', '<a:g>'],
  ['<a:s> <a:p> "x\\\\" <a:g> .', '<a:g>'],
  ['<a:s> <a:p> "x"@de-AT <a:g> .', '<a:g>'],
  ['<a:s> <a:p> "x"^^<a:t> <a:g> .', '<a:g>'],
  ['_:b <a:p> _:c <a:g> .', '<a:g>'],
  ['_:b <a:p> _:c _:g .', '_:g'],
  ['<a:s>\t<a:p>\t"x"\t<a:g>\t. # and a comment', '<a:g>'],
  ['<a:s><a:p><a:o><a:g>.', '<a:g>'],
  ['<a:s> <a:p> <a:o> <a:g> .\r', '<a:g>'],
  ['<a:s> <a:p> <a:o> .', ''],
  ['<a:s> <a:p> "x" .', ''],
  ['<a:s> <a:p> "x <a:g> ."  .', ''],
  ['<a:s> <a:p> "x <a:y> z"^^<a:t> .', ''],
  ['<a:s> <a:p> "x"@de .', ''],
  ['<a:s> <a:p> _:b .', ''],
  ['<a:s> <a:p> "x <a:g> .', undefined],
  ['<a:s> <a:p> "x\\" <a:g> .', undefined],
  ['<a:s> <a:p> <a:o> <a:g> <a:h> .', undefined],
  ['<a:s> <a:p> <a:g> ', undefined],
  ['<a:s> <a:g> .', undefined],
  ['oops', undefined],
] as const)('the graph of %s', ([line, graph]) => {
  expect(graphNameOf(line)).toBe(graph)
})

async function runsOf(text: string, pieceLength: number) {
  async function* pieces() {
    for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength)
  }
  const runs: { graph: string; line: number; text: string; unreadable?: number }[] = []
  for await (const run of readRuns(pieces())) {
    const last = runs.at(-1)
    if (last?.graph !== run.graph) runs.push({ ...run })
    else Object.assign(last, { ...run, line: last.line, text: last.text + run.text })
  }
  return runs
}

test.for([3, 20, 40, 1000])('runs are the same in pieces of %i characters', async (length) => {
  const lines = [
    '# a comment',
    '<a:s> <a:p> "1" <a:g> .',
    '',
    '<a:s> <a:p> "2" <a:g> .',
    '<a:s> <a:p> <a:g> .',
    '<a:s> <a:p> "3" <a:h> .',
    'oops',
    '<a:s> <a:p> "4" <a:i> .',
    '<a:s> <a:p> "5" <a:g> .',
  ]
  expect(await runsOf(lines.join('\n'), length)).toEqual([
    { graph: '<a:g>', line: expect.any(Number), text: expect.stringMatching(/"1"[^]*"2"[^"]*\n$/) },
    { graph: '', line: 5, text: '<a:s> <a:p> <a:g> .\n' },
    { graph: '<a:h>', line: 6, text: '<a:s> <a:p> "3" <a:h> .\noops\n', unreadable: 7 },
    { graph: '<a:i>', line: 8, text: '<a:s> <a:p> "4" <a:i> .\n', unreadable: 7 },
    { graph: '<a:g>', line: 9, text: '<a:s> <a:p> "5" <a:g> .\n' },
  ])
})

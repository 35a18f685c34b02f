import { basename, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { pino } from 'pino'
import { syntaxes, syntaxNames, type Syntax } from '../src/rdf/syntax.ts'
import { startGraph, type Graph } from '../src/store/graph.ts'
import { imageFile, recordsFile } from '../src/store/record-file.ts'
import { openRecords } from '../src/store/records.ts'
import { filesUnder, ground, groundTriples, samplesOf, testCorpus } from './corpus-kit.ts'
import { corpus, rapper, rdflib, standards } from './external.ts'
import {
  canonical,
  rapperSyntaxes,
  read,
  readWithOxigraph,
  readWithRapper,
  readWithRdflib,
} from './rdf/write-readers.ts'

const complete = corpus !== undefined && standards !== undefined && rapper && rdflib
const needs = '(needs FINDBUCH_CORPUS, FINDBUCH_STANDARDS, rapper and rdflib)'

/** Datasets of a file that are read back in every syntax, and by the slower parsers. */
const readBack = 40
const readIndependently = 3

let graph: Graph

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'findbuch-'))
  openRecords(folder).close()
  graph = startGraph({
    file: recordsFile(folder),
    image: imageFile(folder),
    timeoutMs: 1000,
    maxWaiting: 1,
    log: pino({ level: 'silent' }),
  })
  return async () => {
    await graph.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Files that cannot be taken, and what of their defect the reason has to name. */
const broken: Record<string, RegExp> = {
  'dcat-catalog-proxy__resources__invalid_iri.xml': /line 57.*unclosed tag: dct:description/,
  'dcat-statistics__resources__148.ttl': /line 69.*http:\/\/%3C%21--/,
  'dataservice-catalog__resources__catalog.ttl': /line 170.*end of the document/,
  'dcat-catalog__dcat-glam-catalog.ttl': /line 17/,
  'piveau-hub__examples__dataset.ttl': /line 17/,
  'piveau-hub__examples__catalogue.ttl': /line 27.*end of the document/,
  'udata__dcat__evian.json': /context.*project-open-data\.cio\.gov/,
  // That these are not RDF is seen at the root, before anything that else is wrong with them.
  'dcattools__bmdc__datasets-example.xml': /csw:GetRecordsResponse/,
  'dcattools__brussels__dataset-example.xml': /gmd:MD_Metadata/,
  'DataService.ttl': /line \d+/,
}

const samples = complete && corpus ? samplesOf(corpus, 'dcat-rdf') : []
const examples = complete && standards ? filesUnder(join(standards, 'examples')) : []
const everything = [...samples, ...examples.map((file) => ({ file, parses: '', records: '' }))].map(
  (sample) => ({ ...sample, name: basename(sample.file) }),
)

test.skipIf(!complete)(`the corpus is there ${needs}`, () => {
  expect(samples.length).toBeGreaterThan(90)
  expect(examples.length).toBeGreaterThan(40)
})

test.for(everything)('$name', { timeout: 300_000 }, async ({ file, records, parses }) => {
  const { app, run, catalogue } = await testCorpus(graph)
  const report = await run(file)
  const defect = broken[basename(file)]
  if (defect) {
    expect(report).toMatchObject({
      state: 'incomplete',
      reason: { message: expect.stringMatching(defect) },
    })
    return
  }
  // A file may be one page of a feed, or announce what the rest of the feed holds.
  if (report.state !== 'complete')
    expect(report.reason?.code).toMatch(/^(only-one-page|total-differs)$/)
  const { seen, tally } = report
  const expected = /^(\d+) datasets/.exec(records)?.[1]
  if (expected) expect(seen.dataset + seen.series).toBe(Number(expected))
  if (parses === 'lenient only') expect(report.warnings.length).toBeGreaterThan(0)

  const again = await run(file)
  expect(again.tally).toEqual({
    created: 0,
    updated: 0,
    unchanged: tally.created,
    gone: 0,
    notTaken: tally.notTaken,
  })

  const entries = catalogue.entries({ offset: 0, limit: readBack })
  const repaired = report.warnings.some(({ kind }) =>
    /^iri-|^language-tag|^literal|^relative-iri/.test(kind),
  )
  const source = repaired ? undefined : await groundTriples(file)
  const forRdflib: { text: string; syntax: Syntax; graph: string }[] = []
  for (const [index, entry] of entries.entries()) {
    const stored = catalogue.graph(entry)
    const graphOf = await canonical(await read(stored, 'n-triples'))
    const own = source?.get(entry.iri)
    if (own) expect((await ground(stored)).get(entry.iri)).toEqual(own)
    for (const syntax of syntaxNames) {
      const answer = await app.inject({
        url: `/${entry.kind === 'series' ? 'series' : `${entry.kind}s`}/${entry.id}`,
        headers: { accept: syntaxes[syntax].mediaType },
      })
      if (syntax === 'rdf-xml' && answer.statusCode === 406) {
        expect(answer.json()).toMatchObject({
          type: expect.stringContaining('not-representable'),
        })
        continue
      }
      expect(answer.statusCode).toBe(200)
      // jsonld.js writes every xsd:double anew; the engine's reader leaves it as it is.
      const quads =
        syntax === 'json-ld'
          ? readWithOxigraph(answer.body, syntax)
          : await read(answer.body, syntax)
      expect(await canonical(quads)).toBe(graphOf)
      if (index >= readIndependently) continue
      const byRapper = rapperSyntaxes.find((name) => name === syntax)
      if (byRapper) expect(await canonical(readWithRapper(answer.body, byRapper))).toBe(graphOf)
      if (byRapper && index === 0) forRdflib.push({ text: answer.body, syntax, graph: graphOf })
    }
  }
  if (forRdflib.length === 0) return
  for (const [index, quads] of readWithRdflib(forRdflib).entries()) {
    expect(await canonical(quads)).toBe(forRdflib[index]?.graph)
  }
})

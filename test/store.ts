import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Parser } from 'n3'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createCatalogue, type Submission } from '../src/catalogue/catalogue.ts'
import { packGraph } from '../src/rdf/packed.ts'
import { startGraph, type Graph, type GraphSettings } from '../src/store/graph.ts'
import type { GraphQuery } from '../src/store/graph-protocol.ts'
import { imageFile, recordsFile } from '../src/store/record-file.ts'
import { openRecords } from '../src/store/records.ts'

export const base = 'http://findbuch.test'

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'findbuch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A real record in a folder of its own, closed when the test ends. */
export function testRecords(folder = temporaryFolder()) {
  let time = Date.parse('2026-01-01T00:00:00Z')
  const records = openRecords(folder)
  const catalogue = createCatalogue({
    records,
    base,
    now: () => (time += 1000),
  })
  onTestFinished(() => records.close())
  return { folder, records, catalogue }
}

/** The same with a real index. */
export async function testStore({
  folder = temporaryFolder(),
  ...settings
}: Partial<GraphSettings> & { folder?: string } = {}) {
  const parts = testRecords(folder)
  const graph = testGraph(folder, { file: parts.records.location, ...settings })
  await graph.ready()
  return { ...parts, graph }
}

/** An index of the record in a folder. */
export function testGraph(folder: string, settings: Partial<GraphSettings> = {}) {
  const log = pino({ level: 'silent' })
  const image = imageFile(folder)
  const file = recordsFile(folder)
  const graph = startGraph({ file, image, timeoutMs: 5000, maxWaiting: 64, log, ...settings })
  onTestFinished(() => graph.stop())
  return graph
}

/** The answer of an index as text. */
export const ask = async (graph: Graph, query: GraphQuery) =>
  new TextDecoder().decode(await graph.query(query))

/** A dataset as some door would bring it, from Turtle. */
export async function submission(
  turtle: string,
  { iri = 'http://example.org/d', source = 'test', ...rest }: Partial<Submission> = {},
): Promise<Submission> {
  const graph = await packGraph(new Parser({ baseIRI: iri }).parse(prologue + turtle), iri)
  const id = `d-${iri.replace(/[^a-z0-9]+/g, '-')}`
  return { iri, id, kind: 'dataset', catalogue: 'test', source, graph, ...rest }
}

const prologue = `
  PREFIX : <http://example.org/>
  PREFIX dcat: <http://www.w3.org/ns/dcat#>
  PREFIX dct: <http://purl.org/dc/terms/>
  PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
`

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Parser } from 'n3'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { dcatRdf } from '../harvesters/dcat-rdf/index.ts'
import { buildApp } from '../src/app.ts'
import { createCatalogue } from '../src/catalogue/catalogue.ts'
import { readConfig } from '../src/config.ts'
import { createFetch } from '../src/harvest/fetch.ts'
import { createHarvest } from '../src/harvest/harvest.ts'
import { idOfIri, mint } from '../src/harvest/identity.ts'
import { prepare } from '../src/harvest/prepare.ts'
import type { Read } from '../src/harvest/reader.ts'
import { canonicalGraph } from '../src/rdf/canonical.ts'
import type { Graph } from '../src/store/graph.ts'
import { createRuns } from '../src/store/runs.ts'
import { createOperation } from '../src/operation.ts'
import { createQuery } from '../src/query/query.ts'
import { base, testRecords } from './store.ts'

/** A row of the table that says what each file of the corpus is. */
export type Sample = {
  file: string
  parses: string
  records: string
}

/** The table of one folder of the corpus, as its SOURCES.md has it. */
export function samplesOf(corpus: string, folder: string): Sample[] {
  const text = readFileSync(join(corpus, 'SOURCES.md'), 'utf8')
  const section = text.split(`\n## ${folder}\n`)[1]?.split('\n## ')[0] ?? ''
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| File'))
  return rows.map((row) => {
    const [, file = '', , , , , parses = '', , records = ''] = row
      .split('|')
      .map((cell) => cell.trim())
    return { file: join(corpus, folder, file), parses, records }
  })
}

export const filesUnder = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ttl|rdf|jsonld)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()

/** The engine, reading in this thread, and the service, on a record of their own. */
export async function testCorpus(graph: Graph) {
  const { records, catalogue: kept, folder } = testRecords()
  const catalogue = createCatalogue({ records, base, now: () => Date.now() })
  const log = pino({ level: 'silent' })
  const config = readConfig({})
  const runs = createRuns({
    database: records.db,
    now: () => Date.now(),
    process: process.pid,
    isAlive: () => false,
  })
  const harvest = createHarvest({
    catalogue,
    runs,
    read: readHere,
    base,
    dataFolder: folder,
    fetch: { allow: [], timeoutMs: 1, maxBytes: 1, maxRedirects: 0, userAgent: '', pausesMs: [] },
    maxRunMs: 600_000,
    maxPageBytes: config.HARVEST_MAX_PAGE_BYTES,
    maxGoneShare: 0.5,
    log,
    now: () => Date.now(),
  })
  const limits = { maxQueryBytes: 1000, maxResultBytes: 1000 }
  const query = createQuery({ graph, base, ...limits })
  const parts = { records, runs, graph, query, folder, sources: [], now: () => Date.now() }
  const facts = createOperation(parts)
  const app = await buildApp({ catalogue, query, base, config, status: graph.status, facts })
  onTestFinished(() => app.close())
  const run = (location: string) =>
    harvest.run({ id: 'corpus', kind: 'dcat-rdf', location, catalogue: { id: 'corpus' } })
  return { app, run, catalogue: kept, records }
}

const readHere: Read = ({ source, fetch, ...job }, signal) =>
  prepare(dcatRdf, source, {
    ...job,
    madeUpBase: madeUpBase(source.id),
    identity: {
      keep: (iri) => ({ iri, id: idOfIri(iri) }),
      mint: (kind, value) => mint(base, { source: source.id, kind, value }),
    },
    fetch: createFetch(fetch),
    signal,
  })

export const madeUpBase = (source: string) => `${base}/harvest/sources/${source}/`

/** The triples of a file in which no blank node is, by subject, as rapper reads them. */
export async function groundTriples(file: string): Promise<Map<string, string[]> | undefined> {
  const syntax = [
    ['.ttl', 'turtle'],
    ['.nt', 'ntriples'],
    ['.rdf', 'rdfxml'],
    ['.xml', 'rdfxml'],
  ].find(([suffix = '']) => file.replace(/\.gz$/, '').endsWith(suffix))?.[1]
  if (syntax === undefined) return undefined
  const bytes = readFileSync(file)
  const { stdout, stderr } = spawnSync(
    'rapper',
    ['-q', '-i', syntax, '-o', 'ntriples', '-', madeUpBase('corpus')],
    {
      input: file.endsWith('.gz') ? gunzipSync(bytes) : bytes,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    },
  )
  if (stderr.includes('Error')) return undefined
  return ground(stdout)
}

/** Language tags are compared without their case (RDF 1.1 Concepts, section 3.3). */
export async function ground(ntriples: string): Promise<Map<string, string[]>> {
  const quads = new Parser({ format: 'N-Triples' })
    .parse(ntriples)
    .filter(
      ({ subject, object }) => subject.termType !== 'BlankNode' && object.termType !== 'BlankNode',
    )
  const { ntriples: lines } = await canonicalGraph(quads, 'urn:any')
  const bySubject = new Map<string, string[]>()
  for (const line of lines.match(/[^\n]+\n/g) ?? []) {
    const subject = line.slice(1, line.indexOf('>'))
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), line])
  }
  return bySubject
}

import { spawnSync } from 'node:child_process'
import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Quad, Term } from '@rdfjs/types'
import { expect, test } from 'vitest'
import { FindbuchError } from '../../src/errors.ts'
import { canonicalGraph } from '../../src/rdf/canonical.ts'
import { parseRdf } from '../../src/rdf/parse.ts'
import { corpus, rapper, standards } from '../external.ts'
import { read } from './parse-text.ts'

type Row = { file: string; parses: string; distinct: number; defects: string }

/** What SOURCES.md says of each file. */
function documented(folder: string): Row[] {
  const sources = readFileSync(join(folder, 'SOURCES.md'), 'utf8')
  const table = sources.split('\n## dcat-rdf\n')[1]?.split('\n## ')[0] ?? ''
  return table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| File '))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | ?\|$/g, '').trim()))
    .map(([file = '', , , , , parses = '', triples = '', , defects = '']) => ({
      file,
      parses,
      distinct: Number(triples.split('/').at(-1)),
      defects,
    }))
}

const rows = corpus ? documented(corpus) : [{ file: '', parses: '', distinct: 0, defects: '' }]

async function readFile(path: string) {
  const seen = new Set<string>()
  const kinds: Record<string, number> = {}
  const base = 'https://file.invalid/folder/'
  const options = { base, ownBase: true, name: basename(path) }
  const error = await parseRdf(createReadStream(path), {
    ...options,
    onQuad: (quad) => void seen.add(identity(quad)),
    onWarning: ({ kind }) => void (kinds[kind] = (kinds[kind] ?? 0) + 1),
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error !== undefined && !(error instanceof FindbuchError)) throw error
  return { error, distinct: seen.size, kinds }
}

const identity = ({ subject, predicate, object, graph }: Quad) =>
  [subject, predicate, object, graph].map(termIdentity).join(' ')

const termIdentity = (term: Term) =>
  term.termType === 'Literal'
    ? JSON.stringify([term.value, term.language, term.datatype.value])
    : `${term.termType} ${term.value}`

/** Repairs other than of relative IRIs, whose number SOURCES.md counts in another way. */
const repairs: Record<string, Record<string, number>> = {
  // `?LAYER[zoom]=1`: brackets are for IPv6 addresses alone.
  'ckanext-dcatde__examples__catalog-endpoint.rdf': { 'iri-encoded': 1 },
  'ckanext-dcatde__resources__metadata_max.rdf': { 'iri-encoded': 1 },
  'ckanext-dcatde__resources__metadata_max_1_0.rdf': { 'iri-encoded': 1 },
  'dcat-catalog-proxy__resources__invalid_iri.xml': { 'iri-encoded': 1 },
  'dcat__datagovbe-half.nt.gz': { 'iri-encoded': 7 },
  // `<https:/example.com/homepage>` is an IRI by its form, but of no web page.
  'ckanext-dcat__dcat__dataset_health.ttl': { 'iri-to-literal': 1 },
  // Two datasets in one dcat:dataset; rapper and rdflib refuse the document.
  'dcattools__favv__dcat.rdf': { 'several-values': 3 },
  // rdf:resource="dct:LicenseDocument"
  'Comune_di_Lizzano__catalog.rdf': { 'undefined-prefix': 3 },
  'OPEN-DATA__catalog.rdf': { 'undefined-prefix': 6 },
  'OpenData-Comune-di-Foggia__catalog.rdf': { 'undefined-prefix': 9 },
  'UPOopendata__catalog.rdf': { 'undefined-prefix': 33 },
  'opendata_cardarelli__catalog.rdf': { 'undefined-prefix': 12 },
}

/** Files that fail for another reason than the one in SOURCES.md. */
const otherErrors: Record<string, object> = {
  // ISO 19139, known by its root, long before the "&" on line 1115.
  'dcattools__bmdc__datasets-example.xml': { code: 'not-rdf' },
  // SOURCES.md has the words of jsonld.
  'udata__dcat__evian.json': {
    code: 'context-not-bundled',
    details: expect.objectContaining({
      context: 'https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld',
    }),
  },
}

const isBroken = ({ parses, defects }: Row) =>
  parses === 'no' || parses === 'well-formed' || defects.startsWith('not well-formed')

test.skipIf(!corpus).for(rows.filter((row) => !isBroken(row)))(
  '$file has the triples that are documented (needs FINDBUCH_CORPUS)',
  { timeout: 120_000 },
  async ({ file, distinct, defects }) => {
    const reading = await readFile(join(corpus ?? '', 'dcat-rdf', file))
    expect(reading.error).toBeUndefined()
    expect(reading.distinct).toBe(distinct)
    const { 'relative-iri': relative, ...others } = reading.kinds
    expect(others).toEqual(repairs[file] ?? {})
    expect(relative !== undefined).toBe(/\d+ relative IRI uses/.test(defects))
  },
)

test.skipIf(!corpus).for(rows.filter(isBroken))(
  '$file fails with the defect that is documented (needs FINDBUCH_CORPUS)',
  async ({ file, parses, defects }) => {
    const { error, kinds } = await readFile(join(corpus ?? '', 'dcat-rdf', file))
    expect(kinds).toEqual(repairs[file] ?? {})
    const [, line] = /on line (\d+)\.|not well-formed: (\d+):/.exec(defects)?.filter(Boolean) ?? []
    const expected = {
      code: 'rdf-syntax',
      details: expect.objectContaining({ line: Number(line) }),
    }
    const notRdf = { code: 'not-rdf' }
    expect(error).toMatchObject(otherErrors[file] ?? (parses === 'well-formed' ? notRdf : expected))
    const [, text = ''] = /Unexpected "(.*)" on line/.exec(defects) ?? []
    expect(error?.message).toContain(text)
  },
)

const comparable = rows.filter(
  (row) => !isBroken(row) && !repairs[row.file] && /\.(?:ttl|rdf|xml)(?:\.gz)?$/.test(row.file),
)

test.skipIf(!corpus || !rapper).for(comparable)(
  '$file is the graph that rapper reads (needs FINDBUCH_CORPUS and rapper)',
  async ({ file }) => {
    const bytes = readFileSync(join(corpus ?? '', 'dcat-rdf', file))
    const document = file.endsWith('.gz') ? gunzipSync(bytes) : bytes
    const base = 'https://file.invalid/folder/'
    const syntax = /\.ttl/.test(file) ? 'turtle' : 'rdfxml'
    const command = ['-q', '-i', syntax, '-o', 'ntriples', '-', base]
    const { stdout } = spawnSync('rapper', command, { input: document, maxBuffer: 2 ** 28 })
    const own = await read(document, { base, name: file })
    const other = await read(stdout, { base, name: 'x.nt' })
    expect(await canonical(own.quads)).toEqual(await canonical(other.quads))
  },
)

/** RDF 1.1 has language tags in lower case. */
async function canonical(quads: readonly Quad[]) {
  const { ntriples } = await canonicalGraph(quads, 'urn:any')
  return ntriples
    .split('\n')
    .map((line) => line.replace(/(?<=")@[A-Za-z0-9-]+(?= \.$)/, (tag) => tag.toLowerCase()))
    .sort()
}

const examples = standards
  ? readdirSync(join(standards, 'examples'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ttl|rdf|jsonld)$/.test(name))
      .map((name) => ({ name }))
  : [{ name: '' }]

test.skipIf(!standards).for(examples)(
  'the official example $name is read (needs FINDBUCH_STANDARDS)',
  async ({ name }) => {
    const { error, distinct } = await readFile(join(standards ?? '', 'examples', name))
    if (basename(name) === 'DataService.ttl') {
      // A prefix in it has no dot at its end, says SOURCES.md.
      expect(error).toMatchObject({ code: 'rdf-syntax', details: { line: 13, column: 1 } })
    } else {
      expect(error).toBeUndefined()
      expect(distinct).toBeGreaterThan(0)
    }
  },
)

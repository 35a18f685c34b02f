import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { Parser } from 'n3'
import { afterAll, expect, test } from 'vitest'
import { canonicalGraph } from '../../src/rdf/canonical.ts'
import { pack } from '../../src/rdf/packed.ts'
import { python, rapper, rdflib } from '../external.ts'
import { fileWith, prefixes } from '../harvest/harvest-kit.ts'
import { temporaryFolder, testRecords } from '../store.ts'
import { findbuch, startFindbuch } from './findbuch.ts'
import { exported, exportFile, harvest, harvested, imported, oddities } from './moving-kit.ts'
import { graphsIn } from './quads.ts'

const folder = mkdtempSync(join(tmpdir(), 'findbuch-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Harvested by the test that comes first, for all that only read it. */
let made: ReturnType<typeof make> | undefined
const shared = () => (made ??= make())

async function make() {
  const source = join(folder, 'odd.ttl')
  writeFileSync(source, oddities)
  const environment = { DATA_DIR: join(folder, 'data') }
  return { ...(await harvest(source, environment)), all: await exported(environment) }
}

test.for(['nq', 'nq.gz', 'nq.zst', 'trig', 'trig.gz', 'trig.zst'])(
  'an export as %s brings the same catalogue into another folder',
  { timeout: 60_000 },
  async (suffix) => {
    const { environment, args, all } = await shared()
    const file = join(temporaryFolder(), `export.${suffix}`)
    expect(await findbuch(['export', file], environment)).toMatchObject({ code: 0 })
    const { code, report, environment: other } = await imported(file)
    expect({ code, tally: report.tally, unassigned: report.unassigned }).toMatchObject({
      code: 0,
      tally: { created: 7, notTaken: 0 },
      unassigned: {},
    })
    expect(await exported(other)).toBe(all)
    expect(readdirSync(join(other.DATA_DIR, 'tmp'))).toEqual([])
    const again = await findbuch([...args, '--json'], other)
    expect(JSON.parse(again.stdout)).toMatchObject({
      tally: { unchanged: 7, created: 0, notTaken: 0 },
    })
    expect(await findbuch(['verify'], other)).toMatchObject({ code: 0 })
  },
)

test('ids, catalogues, sources and dates move with the resources', async () => {
  const file = exportFile((await shared()).all)
  const { environment: other } = await imported(file)
  const [before, after] = [(await shared()).environment, other].map(({ DATA_DIR }) => {
    const { records } = testRecords(DATA_DIR)
    return records.database
      .prepare(
        'SELECT id, kind, iri, catalogue, source, created_at, hash FROM resource ORDER BY id',
      )
      .all()
  })
  const dates = ({ kind, created_at, ...row }: Record<string, unknown>) =>
    kind === 'catalogue' || kind === 'record' ? row : { ...row, created_at }
  expect(after?.map(dates)).toEqual(before?.map(dates))
})

test('another BASE_URL moves what the exporting service had named, and a harvest agrees', async () => {
  const { args } = await shared()
  const { code, environment: other } = await imported(exportFile((await shared()).all), {
    environment: { BASE_URL: 'https://neu.example' },
  })
  expect(code).toBe(0)
  const graphs = [...graphsIn(await exported(other)).keys()]
  expect(graphs.filter((iri) => iri.includes('127.0.0.1'))).toEqual([])
  expect(
    graphs.filter((iri) => iri.startsWith('https://neu.example/datasets/without-iri-')),
  ).toHaveLength(2)
  const again = await findbuch([...args, '--json'], other)
  expect(JSON.parse(again.stdout)).toMatchObject({ tally: { unchanged: 7, notTaken: 0 } })
})

test('records from before they named the harvest source are exported with it', async () => {
  const { environment } = await harvested()
  const all = await exported(environment)
  const { records } = testRecords(environment.DATA_DIR)
  const older = records.database.prepare('UPDATE resource SET graph = ? WHERE iri = ?')
  for (const [iri, ntriples] of graphsIn(all)) {
    older.run(pack(ntriples.replace(/^.*hadPrimarySource.*\n/m, '')), iri)
  }
  expect(await exported(environment)).toBe(all)
})

test('one catalogue is exported alone, and one that is not there is an error', async () => {
  const { environment } = await harvested()
  const more = fileWith(`${prefixes} :more a dcat:Dataset .`)
  await findbuch(['harvest', more, '--catalogue', 'stadt'], environment)
  const { stdout } = await findbuch(['export', '-', '--catalogue', 'stadt'], environment)
  expect(new Set(graphsIn(stdout).keys())).toEqual(
    new Set([
      'http://127.0.0.1:8080/catalogues/stadt',
      'http://example.org/more',
      expect.stringMatching(/\/datasets\/more-[0-9a-f]{8}\/record$/),
    ]),
  )
  const none = await findbuch(['export', '-', '--catalogue', 'dorf'], environment)
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('no catalogue "dorf"') })
})

test('an export is refused where a file is, or where the suffix says nothing', async () => {
  const { environment } = await shared()
  const file = exportFile('mine')
  expect((await findbuch(['export', file], environment)).code).toBe(2)
  expect(readFileSync(file, 'utf8')).toBe('mine')
  const { code, stderr } = await findbuch(['export', `${file}.rdf`], environment)
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('.nq or .trig'),
  })
  expect(existsSync(`${file}.rdf`)).toBe(false)
})

test.skipIf(!rapper)('rapper reads the export (needs rapper)', async () => {
  const { all } = await shared()
  const file = exportFile(all)
  const quads = all.trim().split('\n').length
  const out = execFileSync('rapper', ['-q', '-i', 'nquads', '-o', 'nquads', file], {
    encoding: 'utf8',
  })
  expect(out.trim().split('\n')).toHaveLength(quads)
})

test.skipIf(!rdflib)(
  'rdflib reads N-Quads and TriG as the same (needs FINDBUCH_PYTHON)',
  async () => {
    const { environment } = await shared()
    const folder = temporaryFolder()
    for (const suffix of ['nq', 'trig']) {
      await findbuch(['export', join(folder, `export.${suffix}`)], environment)
    }
    const script = `
from rdflib import Dataset
from rdflib.compare import isomorphic
nquads, trig = Dataset(), Dataset()
nquads.parse("export.nq", format="nquads")
trig.parse("export.trig", format="trig")
graphs = [graph for graph in nquads.graphs() if len(graph)]
print(len(graphs), sum(isomorphic(graph, trig.graph(graph.identifier)) for graph in graphs), len(trig) - len(nquads))`
    const out = execFileSync(python, ['-c', script], { cwd: folder, encoding: 'utf8' })
    expect(out).toBe('15 15 0\n')
  },
)

test('a second import finds everything as it is', async () => {
  const file = exportFile((await shared()).all)
  const { environment: other } = await imported(file)
  const { records } = testRecords(other.DATA_DIR)
  const revision = records.revision()
  const { code, report } = await imported(file, { environment: other })
  expect({ code, tally: report.tally }).toMatchObject({
    code: 0,
    tally: { unchanged: 7, created: 0 },
  })
  expect(records.revision()).toBe(revision)
})

test(
  'an import that is killed leaves whole resources, and the next one completes it',
  { timeout: 120_000 },
  async () => {
    const datasets = Array.from(
      { length: 3000 },
      (_, n) =>
        `:d${n} a dcat:Dataset ; dct:title "${n}" ; dcat:distribution [ dct:title "a" ], [ ] .`,
    )
    const { environment } = await harvested(prefixes + datasets.join('\n'))
    const file = exportFile(await exported(environment))
    const folder = temporaryFolder()
    const { child, exit } = startFindbuch(['import', file], { DATA_DIR: folder })
    const { records, catalogue } = testRecords(folder)
    while (catalogue.countEntries() === 0)
      await new Promise((resolve) => void setImmediate(resolve))
    child.kill('SIGKILL')
    await exit
    const stored = catalogue.countEntries()
    expect(stored).toBeLessThan(3000)
    const count = records.database.prepare(
      `SELECT count(*) AS n FROM resource WHERE kind = 'record'`,
    )
    expect(count.get()).toEqual({ n: stored })
    const { code, report } = await imported(file, { environment: { DATA_DIR: folder } })
    expect({ code, tally: report.tally }).toMatchObject({
      code: 0,
      tally: { unchanged: stored, created: 3000 - stored },
    })
    expect(await exported({ DATA_DIR: folder })).toBe(await exported(environment))
  },
)

test('graphs whose quads are all over the file come together', async () => {
  const { all } = await shared()
  const digest = (line: string) => createHash('sha256').update(line).digest('hex')
  const lines = all.trimEnd().split('\n')
  const shuffled = lines.sort((a, b) => (digest(a) < digest(b) ? -1 : 1)).join('\n')
  const { code, environment: other } = await imported(exportFile(shuffled))
  expect(code).toBe(0)
  expect(graphsIn(await exported(other))).toEqual(graphsIn(all))
  const twice = await imported(exportFile(all + all))
  expect(await exported(twice.environment).then(graphsIn)).toEqual(graphsIn(all))
})

test('N-Quads come in by standard input, packed or not', async () => {
  const { all } = await shared()
  for (const content of [all, gzipSync(all)]) {
    const folder = temporaryFolder()
    const file = exportFile(content)
    const command = `"$0" "$1" import - < "$2"`
    execFileSync('sh', ['-c', command, process.execPath, 'src/main.ts', file], {
      env: { PATH: process.env['PATH'], DATA_DIR: folder },
      stdio: 'pipe',
    })
    expect(await exported({ DATA_DIR: folder })).toBe(all)
  }
})

test('several packed files one after the other are read as one', async () => {
  const { all } = await shared()
  const half = all.indexOf('\n', all.length / 2) + 1
  const parts = [all.slice(0, half), all.slice(half)]
  for (const [suffix, pack] of [
    ['gz', gzipSync],
    ['zst', zstdCompressSync],
  ] as const) {
    const file = exportFile(Buffer.concat(parts.map((part) => pack(part))), `export.nq.${suffix}`)
    const { environment: other } = await imported(file)
    expect(await exported(other)).toBe(all)
  }
})

test.for([
  ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
  [
    'damaged',
    (bytes: Buffer) =>
      Buffer.concat([bytes.subarray(0, 200), Buffer.alloc(200), bytes.subarray(400)]),
  ],
] as const)('a packed file that is %s is told, and nothing of it is taken', async ([, harm]) => {
  const { environment } = await shared()
  for (const suffix of ['nq.gz', 'nq.zst']) {
    const file = join(temporaryFolder(), `export.${suffix}`)
    await findbuch(['export', file], environment)
    writeFileSync(file, harm(readFileSync(file)))
    const { code, report, environment: other } = await imported(file)
    expect(code).toBe(2)
    expect(report).toMatchObject({
      state: 'incomplete',
      reason: { code: expect.stringMatching(/^broken-(gzip|zstd)$/) },
      graphs: 0,
    })
    expect(testRecords(other.DATA_DIR).catalogue.countEntries()).toBe(0)
  }
})

test('a line that is broken costs its graph, and the rest goes on', async () => {
  const { all } = await shared()
  const number = all.split('\n').findIndex((line) => line.includes('"urn"')) + 1
  const broken = all.replace('"urn"', '"ur"n"')
  const { code, report, environment: other } = await imported(exportFile(broken))
  expect({ code, tally: report.tally }).toMatchObject({
    code: 1,
    tally: { created: 6, notTaken: 1 },
  })
  expect(
    report.items.find((item: { outcome: string }) => item.outcome === 'not-taken'),
  ).toMatchObject({
    problem: { code: 'rdf-syntax', message: expect.stringContaining(`line ${number}`) },
  })
  const left = graphsIn(await exported(other))
  expect([...graphsIn(all).keys()].filter((name) => !left.has(name))).toHaveLength(2)
})

test('a line that belongs nowhere costs the graphs beside it', async () => {
  const lines = (await shared()).all.trimEnd().split('\n')
  const at = lines.findIndex((line) => line.endsWith('<http://example.org/plain> .'))
  lines[at] = (lines[at] ?? '').slice(0, 20)
  const { code, report } = await imported(exportFile(lines.join('\n')))
  expect(code).toBe(1)
  const problems = report.items.filter((item: { outcome: string }) => item.outcome === 'not-taken')
  expect(problems).toContainEqual(expect.objectContaining({ iri: 'http://example.org/plain' }))
})

test('TriG with an error is refused as a whole, with the line', async () => {
  const trig = `<http://example.org/d> { <http://example.org/d> a <http://www.w3.org/ns/dcat#Dataset> . }\n<x> { oops`
  const { code, report, environment } = await imported(exportFile(trig, 'export.trig'))
  expect(code).toBe(2)
  expect(report).toMatchObject({
    state: 'incomplete',
    reason: { message: expect.stringMatching(/line 2/) },
  })
  expect(testRecords(environment.DATA_DIR).catalogue.countEntries()).toBe(0)
})

test('what is no N-Quads, or has another suffix, is told', async () => {
  const html = await imported(exportFile('<html>\nnothing here'))
  expect(html).toMatchObject({ code: 2, report: { reason: { code: 'not-rdf' } } })
  const turtle = await imported(exportFile('', 'export.ttl'))
  expect(turtle.report.reason.message).toContain('findbuch harvest')
  const none = await imported('/nowhere.nq')
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('no file') })
})

const foreign = `
<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> <http://example.org/a> .
<http://example.org/a> <http://purl.org/dc/terms/title> "a\\u00FC"^^<http://www.w3.org/2001/XMLSchema#string> <http://example.org/a> .
<http://example.org/elsewhere> <http://example.org/p> _:x.1 <http://example.org/a> .
<http://example.org/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> <http://example.org/all> .
<http://example.org/c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> <http://example.org/all> .
<http://example.org/o> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/org#Organization> <http://example.org/all> .
<http://example.org/e> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .
<http://example.org/e> <http://purl.org/dc/terms/relation> <http://example.org/a> .
`

const again = `
<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .`

test('a resource that is in two graphs is taken once, and that is told', async () => {
  const { code, report } = await imported(exportFile(foreign + again))
  expect({ code, tally: report.tally }).toMatchObject({
    code: 1,
    tally: { created: 4, notTaken: 1 },
  })
  expect(report.items).toContainEqual(
    expect.objectContaining({ problem: expect.objectContaining({ code: 'duplicate' }) }),
  )
})

test('an id that is taken by another resource is told', async () => {
  const { all } = await shared()
  const { environment: other } = await imported(exportFile(all))
  const renamed = all.replaceAll('http://example.org/plain', 'http://example.org/flat')
  const { code, report } = await imported(exportFile(renamed), { environment: other })
  expect({ code, tally: report.tally }).toMatchObject({
    code: 0,
    tally: { created: 1, notTaken: 0 },
  })
  expect(report.warnings).toContainEqual(expect.objectContaining({ kind: 'other-id', count: 1 }))
})

test('N-Quads from elsewhere: what is a resource is taken, what is none is counted', async () => {
  const { code, report, environment } = await imported(exportFile(foreign), {
    args: ['--catalogue', 'stadt', '--source', 'portal'],
  })
  expect(code).toBe(0)
  expect(report).toMatchObject({
    tally: { created: 4 },
    unassigned: { 'http://www.w3.org/ns/org#Organization': 1 },
  })
  const { records, catalogue } = testRecords(environment.DATA_DIR)
  const entries = records.entries({ offset: 0, limit: 10 })
  expect(entries.map(({ iri }) => iri.slice(-1)).sort()).toEqual(['a', 'b', 'c', 'e'])
  expect(new Set(entries.map((entry) => `${entry.catalogue} ${entry.source}`))).toEqual(
    new Set(['stadt portal']),
  )
  expect(catalogue.catalogues().map(({ id }) => id)).toEqual(['stadt'])
  const a = entries.find(({ iri }) => iri.endsWith('/a'))
  const triples = new Parser({ format: 'N-Triples' }).parse(`
    <http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .
    <http://example.org/a> <http://purl.org/dc/terms/title> "aü" .
    <http://example.org/elsewhere> <http://example.org/p> _:x .`)
  expect(a && catalogue.graph(a)).toBe(
    (await canonicalGraph(triples, 'http://example.org/a')).ntriples,
  )
})

test('in an export, a graph without catalogue record is only taken when that is said', async () => {
  const { all } = await shared()
  const without = all.replace(/^.*service-[0-9a-f]{8}\/record> \.\n/gm, '')
  expect(without.length).toBeLessThan(all.length)
  const { code, report } = await imported(exportFile(without))
  expect({ code, tally: report.tally }).toMatchObject({
    code: 1,
    tally: { created: 6, notTaken: 1 },
  })
  const said = await imported(exportFile(without), { args: ['--catalogue', 'kreis'] })
  expect(said).toMatchObject({ code: 0, report: { tally: { created: 7 } } })
})

test('a record without its resource is told', async () => {
  const { all } = await shared()
  const without = all.replace(/^.* <http:\/\/example\.org\/row> \.\n/gm, (line) =>
    line.includes('/record>') ? line : '',
  )
  const { code, report } = await imported(exportFile(without))
  expect(code).toBe(1)
  expect(report.items).toContainEqual(
    expect.objectContaining({
      iri: 'http://example.org/row',
      kind: 'series',
      problem: expect.objectContaining({ code: 'no-resource' }),
    }),
  )
})

test('what belongs to another source is not overwritten, and the report file says so', async () => {
  const file = exportFile((await shared()).all)
  const folder = temporaryFolder()
  const source = fileWith(`${prefixes} :plain a dcat:Dataset .`)
  await findbuch(['harvest', source, '--source', 'other'], { DATA_DIR: folder })
  const report = join(temporaryFolder(), 'report.json')
  const { code } = await findbuch(['import', file, '--report', report], { DATA_DIR: folder })
  expect(code).toBe(1)
  expect(statSync(report).size).toBeGreaterThan(0)
  expect(JSON.parse(readFileSync(report, 'utf8')).items).toContainEqual(
    expect.objectContaining({
      iri: 'http://example.org/plain',
      problem: expect.objectContaining({ code: 'iri-taken' }),
    }),
  )
})

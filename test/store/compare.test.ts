import oxigraph from 'oxigraph'
import { expect, test } from 'vitest'
import { createChangeReader } from '../../src/store/changes.ts'
import { compare, type Difference } from '../../src/store/compare.ts'
import { createEngine } from '../../src/store/engine.ts'
import { submission, testRecords } from '../store.ts'

const odd = `:d :p "01"^^xsd:integer, "1"^^xsd:integer, "x"@de-AT, "2020-01-01T00:00:00+00:00"^^xsd:dateTime,
  "Ü\\\\n\\"", [ :q [ :r "a" ] ], [ :q [ :r "b" ] ], [ ], <http://example.org/ü> .`

/** A record with an odd graph, and an index that was made from it. */
async function recordAndIndex() {
  const { records, catalogue } = testRecords()
  catalogue.accept([
    await submission(odd),
    await submission(':e :p "e" .', { iri: 'http://example.org/e' }),
  ])
  const engine = createEngine()
  engine.apply(createChangeReader(records.database).all())
  return { record: records.database, engine, catalogue }
}

async function differences(...args: Parameters<typeof compare>) {
  const found: Difference[] = []
  for await (const some of compare(...args)) found.push(...some)
  return found
}

test('an index holds what the record holds, however it writes it', async () => {
  const { record, engine } = await recordAndIndex()
  expect(await differences(record, engine)).toEqual([])
})

test('what the index was not told of is found', async () => {
  const { record, engine, catalogue } = await recordAndIndex()
  catalogue.accept([await submission(odd.replace('"b"', '"c"'))])
  const [difference, ...others] = await differences(record, engine)
  expect(difference).toMatchObject({
    iri: 'http://example.org/d',
    what: expect.stringContaining('"c"'),
  })
  expect(others.map(({ iri }) => iri)).toEqual([expect.stringMatching(/\/record$/)])
})

test('graphs and quads that the record does not hold are found', async () => {
  const { record, engine, catalogue } = await recordAndIndex()
  const gone = catalogue.byIri('http://example.org/e')
  if (gone) catalogue.withdraw([gone])
  const found = await differences(record, engine)
  expect(found.map(({ what }) => what)).toEqual(
    Array(2).fill('is in the index, but not in the record'),
  )
  const store = new oxigraph.Store()
  store.load('<a:s> <a:p> <a:o> .', { format: 'application/n-triples' })
  const alone = {
    query: (query: { sparql: string; mediaType: string }) =>
      store.query(query.sparql, { results_format: query.mediaType }) as string,
    size: () => 1,
  }
  const all = await differences(record, alone)
  expect(all.map(({ what }) => what)).toContain('only the default graph has 1 triples')
  expect(all.map(({ iri }) => iri)).toContain('http://example.org/d')
})

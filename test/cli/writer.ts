import { appendFileSync } from 'node:fs'
import { Parser } from 'n3'
import { createCatalogue } from '../../src/catalogue/catalogue.ts'
import { packGraph, unpack } from '../../src/rdf/packed.ts'
import { openRecords } from '../../src/store/records.ts'

/** A line of the journal: the state of a graph from this revision on; null when it was deleted. */
export type Written = { revision: number; iri: string; ntriples: string | null }

// A process that writes without a break, through the one write path, and notes what it has written.
const [folder = '', journal = ''] = process.argv.slice(2)
const records = openRecords(folder)
const catalogue = createCatalogue({
  records,
  base: 'http://findbuch.test',
  now: () => Date.now(),
  committed: () => {},
})
const stop = new AbortController()
let longest = 0
process.on('SIGTERM', () => stop.abort())

for (let turn = 0; !stop.signal.aborted; turn++) {
  const iri = `http://example.org/${turn % 400}`
  const start = performance.now()
  const ntriples = turn % 7 === 3 ? withdraw(iri) : await accept(iri, turn)
  longest = Math.max(longest, performance.now() - start)
  const written: Written = { revision: catalogue.revision(), iri, ntriples }
  appendFileSync(journal, `${JSON.stringify(written)}\n`)
  if (turn === 500) process.stdout.write('ready\n')
  await new Promise((resolve) => void setImmediate(resolve))
}
records.close()
process.stdout.write(`${longest}\n`)

async function accept(iri: string, turn: number) {
  const turtle = `<${iri}> a <http://www.w3.org/ns/dcat#Dataset> ;
    <http://purl.org/dc/terms/title> "Stand ${turn}"@de, "01"^^<http://www.w3.org/2001/XMLSchema#integer> ;
    <http://www.w3.org/ns/dcat#distribution> [ <http://purl.org/dc/terms/title> "${turn % 5}" ], [ ] .`
  const graph = await packGraph(new Parser().parse(turtle), iri)
  const id = iri.replace('http://example.org/', 'd')
  catalogue.accept([{ iri, id, kind: 'dataset', catalogue: 'test', source: 'test', graph }])
  return unpack(graph.packed)
}

function withdraw(iri: string) {
  const resource = catalogue.byIri(iri)
  if (resource && !resource.deleted) catalogue.withdraw([resource])
  return null
}

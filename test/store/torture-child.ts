import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { Parser } from 'n3'
import { pino } from 'pino'
import { createCatalogue } from '../../src/catalogue/catalogue.ts'
import { packGraph, unpack } from '../../src/rdf/packed.ts'
import { startGraph } from '../../src/store/graph.ts'
import { imageFile } from '../../src/store/record-file.ts'
import { lockFolder } from '../../src/store/lock.ts'
import { openRecords } from '../../src/store/records.ts'
import type { Command, State } from './torture-protocol.ts'

/** The writing half of Findbuch, to be killed: it says yes to a command once the catalogue has. */
const folder = process.argv[2] ?? ''
lockFolder(folder)
const records = openRecords(folder)
const catalogue = createCatalogue({
  records,
  base: 'http://findbuch.test',
  now: () => Date.now(),
  committed: () => graph.follow(),
})
const graph = startGraph({
  file: records.location,
  image: imageFile(folder),
  timeoutMs: 20_000,
  maxWaiting: 8,
  log: pino({ level: 'silent' }),
})

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.end(JSON.stringify(body)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.(address?.port)
})

async function answer(request: IncomingMessage) {
  const body = await text(request)
  return body === '' ? state(request.url === '/checked') : carryOut(JSON.parse(body))
}

async function carryOut({ iri, id, turtle }: Command) {
  if (turtle === undefined) {
    const resource = catalogue.byIri(iri)
    if (resource && !resource.deleted) catalogue.withdraw([resource])
    return 'deleted'
  }
  const packed = await packGraph(new Parser({ baseIRI: iri }).parse(turtle), iri)
  const submission = {
    iri,
    id,
    kind: 'dataset',
    catalogue: 'c',
    source: null,
    graph: packed,
  } as const
  return catalogue.accept([submission])[0]?.state
}

/** All of the record, read past every check, and all of the index. */
async function state(checked: boolean): Promise<State> {
  const rows = records.database
    .prepare('SELECT id, kind, iri, hash, size, graph FROM resource ORDER BY seq')
    .all()
  await graph.ready()
  const index = await graph.query({
    sparql: 'SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }',
    mediaType: 'application/sparql-results+json',
    baseIri: 'http://findbuch.test/',
    maxResultBytes: 1 << 28,
  })
  const check = checked ? 'PRAGMA integrity_check' : 'PRAGMA quick_check'
  return {
    problems: records.database
      .prepare(check)
      .all()
      .map((row) => String(Object.values(row)[0])),
    resources: rows.map(({ id, kind, iri, hash, size, graph: packed }) => ({
      id: String(id),
      kind: String(kind),
      iri: String(iri),
      hash: String(hash),
      size: Number(size),
      ntriples: packed instanceof Uint8Array ? unpack(packed) : undefined,
    })),
    index: new TextDecoder().decode(index),
  }
}

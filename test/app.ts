import { buildApp, type AppOptions, type AppParts } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { createOperation } from '../src/operation.ts'
import { createQuery } from '../src/query/query.ts'
import { createRuns } from '../src/store/runs.ts'
import type { Submission } from '../src/catalogue/catalogue.ts'
import { onTestFinished } from 'vitest'
import type { GraphSettings } from '../src/store/graph.ts'
import { base, submission, testStore } from './store.ts'

export { base } from './store.ts'

export type TestAppOptions = {
  /** Settings as the environment gives them. */
  environment?: Record<string, string>
  logger?: AppOptions
  /** The index, beyond what the environment says. */
  index?: Partial<GraphSettings>
  recordTrouble?: AppParts['recordTrouble']
  processMetrics?: AppParts['processMetrics']
}

/** The real service on a folder of its own, with its index loaded; closed when the test ends. */
export async function testApp({
  environment = {},
  logger = {},
  index = {},
  recordTrouble,
  processMetrics,
}: TestAppOptions = {}) {
  const config = readConfig(environment)
  const store = await testStore({
    timeoutMs: config.SPARQL_TIMEOUT_SECONDS * 1000,
    maxWaiting: config.SPARQL_MAX_WAITING,
    ...index,
  })
  const { catalogue, graph, folder, records } = store
  const query = createQuery({
    graph,
    base,
    maxQueryBytes: config.SPARQL_MAX_QUERY_BYTES,
    maxResultBytes: config.SPARQL_MAX_RESULT_BYTES,
  })
  const { pid: process } = globalThis.process
  const now = () => Date.now()
  const runs = createRuns({ database: records.db, now, process, isAlive: () => false })
  const facts = createOperation({ records, runs, graph, query, folder, now, sources: ['test'] })
  const app = await buildApp(
    {
      catalogue,
      query,
      base,
      config,
      status: graph.status,
      facts,
      recordTrouble,
      processMetrics,
    },
    logger,
  )
  onTestFinished(() => app.close())
  await app.ready()

  return {
    ...store,
    app,
    runs,

    /** Stores one resource, given in Turtle, and tells its id. */
    async keep(turtle: string, facts: Partial<Submission> = {}) {
      const [outcome] = catalogue.accept([await submission(turtle, facts)])
      if (!outcome || outcome.state === 'rejected') throw new Error('The resource was not stored.')
      return outcome.id
    },

    /** Listens on a free port of this machine, for what `inject` does not show. */
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
  }
}

/** A small but complete dataset. */
export const dataset = (iri: string, title = 'Straßenverzeichnis') => `
  <${iri}> a dcat:Dataset ;
    dct:title "${title}"@de , "Street directory"@en ;
    dct:identifier "${iri}" ;
    dct:modified "2026-01-02"^^xsd:date ;
    dcat:distribution <${iri}#csv> ;
    dcat:contactPoint [ a <http://www.w3.org/2006/vcard/ns#Kind> ;
      <http://www.w3.org/2006/vcard/ns#fn> "Vermessungsamt" ] .
  <${iri}#csv> a dcat:Distribution ; dcat:accessURL <${iri}.csv> .
`

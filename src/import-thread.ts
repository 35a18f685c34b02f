import { parentPort, workerData } from 'node:worker_threads'
import { kindOf } from '../harvesters/dcat-rdf/describe.ts'
import { mapPage, type Feed } from '../harvesters/dcat-rdf/map.ts'
import { openPage } from '../harvesters/dcat-rdf/page.ts'
import type { Foreign } from './cli/import/foreign.ts'
import type { ImportJob } from './cli/import/imported.ts'
import { madeUpBase } from './cli/import/input.ts'
import { readImport } from './cli/import/read-import.ts'
import { idOfIri, mint } from './harvest/identity.ts'
import { answerReader } from './harvest/reader-port.ts'
import { defaultGraph, Statement } from './rdf/terms.ts'

/** The thread in which an import reads, parses and prepares, so that the main thread only has to store. */
const port = parentPort
if (!port) throw new Error('import-thread.ts is started as a thread.')
const job: ImportJob = workerData // oxlint-disable-line typescript/no-unsafe-type-assertion -- sent by src/harvest/reader.ts

await answerReader(port, job.file, (signal) => readImport(job, signal, foreignGraphs(job)))

/** Graphs that come from elsewhere are taken apart as a page of a feed is. */
function foreignGraphs(job: ImportJob): Foreign {
  const { base, scratch, catalogue = 'import', source = 'import' } = job
  const feed: Feed = {
    identity: {
      keep: (iri) => ({ iri, id: idOfIri(iri) }),
      mint: (kind, value) => mint(base, { source, kind, value }),
    },
    catalogueIri: `${base}/catalogues/${catalogue}`,
    seen: new Set(),
  }
  return {
    kindOf,
    idOf: idOfIri,
    meet: (iri) => feed.seen.size < feed.seen.add(iri).size,
    open() {
      const page = openPage(scratch)
      return {
        add: ({ subject, predicate, object }) =>
          page.add(new Statement(subject, predicate, object, defaultGraph)),
        resources: () => mapPage(page, feed, madeUpBase(job)),
        close: () => page.close(),
      }
    },
  }
}

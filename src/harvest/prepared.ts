import type { PackedGraph } from '../rdf/packed.ts'
import type { HarvestedKind, Notice, PageFacts } from './harvester.ts'

/** A failure as it crosses from one thread to another, and as a report shows it. */
export type Problem = { code: string; message: string; details?: Record<string, unknown> }

/** What a reading thread hands over: resources with their graphs in stored form. */
export type Prepared =
  | {
      what: 'resource'
      kind: HarvestedKind
      iri: string
      id: string
      origin: string | undefined
      graph: PackedGraph
      notices: Notice[]
    }
  | { what: 'broken'; kind: HarvestedKind; iri: string; problem: Problem }
  | { what: 'doubt'; problem: Problem }
  | { what: 'notice'; notice: Notice }
  | { what: 'page'; facts: PageFacts }
  | { what: 'total'; total: number }

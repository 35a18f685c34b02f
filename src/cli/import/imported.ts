import type { HarvestedKind, Notice } from '../../harvest/harvester.ts'
import type { Problem } from '../../harvest/prepared.ts'
import type { PackedGraph } from '../../rdf/packed.ts'

export type ImportJob = {
  /** Absolute path, or `-` for standard input. */
  file: string
  /** Public URL of the service, without a slash at its end. */
  base: string
  /** Folder for temporary files. */
  scratch: string
  /** Where resources go of which the file does not say to which catalogue they belong. */
  catalogue: string | undefined
  /** The harvest source that these belong to. */
  source: string | undefined
}

/** What the reading thread of an import hands over. */
export type Imported =
  | ImportedResource
  | { what: 'broken'; kind: HarvestedKind; iri: string; problem: Problem }
  | { what: 'notice'; notice: Notice }
  | { what: 'unassigned'; counts: Record<string, number> }
  /** How far the file was looked through before the first graph is taken. */
  | { what: 'looked'; bytes: number; of: number | undefined }
  | { what: 'total'; graphs: number }
  | { what: 'graph' }

export type ImportedResource = {
  what: 'resource'
  kind: HarvestedKind
  iri: string
  id: string
  catalogue: string
  source: string | null
  origin: string | undefined
  dates: { createdAt: number; modifiedAt: number } | undefined
  graph: PackedGraph
  notices: Notice[]
  /** The file does not come from a Findbuch that said who this is. */
  foreign: boolean
}

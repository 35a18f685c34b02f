import type { DatabaseSync } from 'node:sqlite'
import { canonicalStatements } from '../rdf/canonical-statements.ts'
import { sha256 } from '../rdf/canonical.ts'
import { unpack } from '../rdf/packed.ts'
import { readStatements } from '../rdf/statement.ts'
import { foaf } from '../rdf/vocabulary.ts'
import { resourceColumns, toResource, type Resource } from './resource.ts'

/** Something that is not as it has to be: where, and what. */
export type Finding = { where: string; what: string }

/** Looks at every graph of a record by itself; yields once for each resource: what was found of it. */
export async function* checkGraphs(record: DatabaseSync): AsyncGenerator<Finding[]> {
  const rows = record.prepare(`SELECT ${resourceColumns}, graph FROM resource ORDER BY seq`)
  const resourceOf = record.prepare('SELECT iri FROM resource WHERE id = ? AND graph IS NOT NULL')
  const recordOf = record.prepare(
    `SELECT 1 FROM resource WHERE id = ? AND kind = 'record' AND graph IS NOT NULL`,
  )
  for (const { graph, ...row } of rows.iterate()) {
    const where = String(row['iri'])
    const resource = attempt(() => toResource(row))
    if (resource instanceof Error) {
      yield [{ where, what: `its entry is not as it has to be: ${resource.message}` }]
      continue
    }
    const found = [...(await checkGraph(resource, graph)), ...checkRecord(resource, graph)]
    yield found.map((what) => ({ where, what }))
  }

  /** Every resource has its catalogue record, and every record its resource. */
  function checkRecord({ id, kind, deleted }: Resource, graph: unknown): string[] {
    if (deleted || kind === 'catalogue') return []
    if (kind !== 'record') return recordOf.get(`${id}/record`) ? [] : ['it has no catalogue record']
    const topic = resourceOf.get(id.replace(/\/record$/, ''))?.['iri']
    if (topic === undefined) return ['it is the record of a resource that is not there']
    const text = attempt(() => textOf(graph))
    const says = ` <${foaf('primaryTopic').value}> <${String(topic)}> .\n`
    return typeof text === 'string' && !text.includes(says)
      ? [`it is not about ${String(topic)}`]
      : []
  }
}

async function checkGraph(
  { iri, hash, size, deleted }: Resource,
  graph: unknown,
): Promise<string[]> {
  if (deleted) return hash === '' && size === 0 ? [] : ['it is deleted, but has a hash or a size']
  const text = attempt(() => textOf(graph))
  if (text instanceof Error) return [`its graph cannot be unpacked: ${text.message}`]
  if (sha256(text) !== hash) return ['its graph is not the one that was stored: the hash differs']
  const statements = attempt(() => readStatements(text))
  if (statements instanceof Error) return [statements.message]
  if (statements.length !== size) return [`it has ${statements.length} triples, and not ${size}`]
  const { ntriples } = await canonicalStatements(statements, iri)
  return ntriples === text ? [] : ['its graph is not in canonical form']
}

function textOf(graph: unknown) {
  if (!(graph instanceof Uint8Array)) throw new TypeError('there is none')
  return unpack(graph)
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

import { hash } from 'node:crypto'
import { FindbuchError } from '../errors.ts'
import { unpackBytes } from '../rdf/packed.ts'
import { recordDamaged } from './failures.ts'

type Row = Record<string, unknown>

/**
 * The text of a stored graph, and never another than was stored: it has the hash that is kept beside it.
 *
 * @param read takes the row with the id, the hash and the packed graph
 * @throws FindbuchError `record-damaged` that names the resource
 */
export function unpackChecked(
  { id, iri }: { id: string; iri: string },
  read: () => Row | undefined,
) {
  const what = `The graph of ${iri}`
  const row = readRow(what, read)
  if (row?.['id'] !== id) throw recordDamaged({ what })
  const packed = row['graph']
  if (!(packed instanceof Uint8Array)) return ''
  const bytes = unpackFrame(what, packed)
  if (hash('sha256', bytes) !== row['hash']) throw recordDamaged({ what })
  return bytes.toString()
}

function readRow(what: string, read: () => Row | undefined) {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FindbuchError) || error.code !== 'record-damaged') throw error
    throw recordDamaged({ what, cause: error })
  }
}

function unpackFrame(what: string, packed: Uint8Array) {
  try {
    return unpackBytes(packed)
  } catch (cause) {
    throw recordDamaged({ what, cause })
  }
}

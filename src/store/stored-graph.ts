import { hash } from 'node:crypto'
import { FindbuchError } from '../errors.ts'
import { unpack } from '../rdf/packed.ts'
import { recordDamaged } from './failures.ts'

/**
 * The text of a stored graph, and never another than was stored: it has the hash that is kept beside it.
 *
 * @throws FindbuchError `record-damaged` that names the resource
 */
export function unpackChecked(iri: string, read: () => Record<string, unknown> | undefined) {
  const what = `The graph of ${iri}`
  const row = readRow(what, read)
  const packed = row?.['graph']
  if (!(packed instanceof Uint8Array)) return ''
  const text = unpackFrame(what, packed)
  if (hash('sha256', text) !== row?.['hash']) throw recordDamaged({ what })
  return text
}

function readRow(what: string, read: () => Record<string, unknown> | undefined) {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FindbuchError) || error.code !== 'record-damaged') throw error
    throw recordDamaged({ what, cause: error })
  }
}

function unpackFrame(what: string, packed: Uint8Array) {
  try {
    return unpack(packed)
  } catch (cause) {
    throw recordDamaged({ what, cause })
  }
}

import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { recordDamaged } from './failures.ts'

export const Kind = Type.Union([
  Type.Literal('catalogue'),
  Type.Literal('dataset'),
  Type.Literal('series'),
  Type.Literal('service'),
  Type.Literal('record'),
])
export type Kind = Static<typeof Kind>

/** What is known of a stored resource without unpacking its graph. */
export const Resource = Type.Object({
  seq: Type.Integer(),
  id: Type.String(),
  kind: Kind,
  iri: Type.String(),
  catalogue: Type.String(),
  source: Type.Union([Type.String(), Type.Null()]),
  /** Milliseconds since the epoch. */
  createdAt: Type.Integer(),
  /** Milliseconds since the epoch: the last change of the graph, deletion included. */
  modifiedAt: Type.Integer(),
  revision: Type.Integer(),
  hash: Type.String(),
  size: Type.Integer(),
  deleted: Type.Boolean(),
})
export type Resource = Static<typeof Resource>

const row = Compile(Type.Omit(Resource, ['deleted']))

export const resourceColumns = `
  seq, id, kind, iri, catalogue, source, created_at AS createdAt, modified_at AS modifiedAt,
  revision, hash, size, graph IS NULL AS deleted`

/**
 * A row selected by `resourceColumns`, checked.
 *
 * @throws FindbuchError `record-damaged` when it cannot have been stored like this
 */
export function toResource(selected: Record<string, unknown>): Resource {
  const deleted = selected['deleted'] === 1
  if (row.Check(selected)) return { ...selected, deleted }
  throw recordDamaged({ what: `The resource ${String(selected['iri'])}` })
}

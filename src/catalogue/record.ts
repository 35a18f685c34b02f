import { dcat, dct, foaf, prov, rdf, xsd } from '../rdf/vocabulary.ts'
import { packLines } from '../rdf/packed.ts'
import type { DescribedKind } from './paths.ts'

/** What the catalogue itself says of a resource: the matter of its `dcat:CatalogRecord`. */
export type RecordFacts = {
  record: string
  catalogue: string
  resource: string
  id: string
  kind: DescribedKind
  createdAt: number
  modifiedAt: number
  /** The IRI that the publisher gave the resource, if that could not be kept. */
  origin: string | undefined
  /** Address of the harvest source that owns the resource. */
  source: string | undefined
}

/**
 * The graph of a `dcat:CatalogRecord`. It also says which catalogue the resource belongs to, so that
 * the resource's own graph holds nothing but what its publisher has sent.
 */
export const recordGraph = (facts: RecordFacts) => packLines(recordLines(facts))

export function recordLines(facts: RecordFacts): string[] {
  const record = `<${facts.record}>`
  const catalogue = `<${facts.catalogue}>`
  const resource = `<${facts.resource}>`
  const membership = facts.kind === 'service' ? dcat('service') : dcat('dataset')
  return [
    line(record, rdf('type'), `<${dcat('CatalogRecord').value}>`),
    line(record, dct('identifier'), `"${facts.id}"`),
    line(record, dct('issued'), dateTime(facts.createdAt)),
    line(record, dct('modified'), dateTime(facts.modifiedAt)),
    line(record, foaf('primaryTopic'), resource),
    ...(facts.origin === undefined ? [] : [line(record, dct('source'), `<${facts.origin}>`)]),
    ...(facts.source === undefined
      ? []
      : [line(record, prov('hadPrimarySource'), `<${facts.source}>`)]),
    line(catalogue, dcat('record'), record),
    line(catalogue, membership, resource),
  ]
}

const line = (subject: string, predicate: { value: string }, object: string) =>
  `${subject} <${predicate.value}> ${object} .\n`

const dateTime = (at: number) => `"${new Date(at).toISOString()}"^^<${xsd('dateTime').value}>`

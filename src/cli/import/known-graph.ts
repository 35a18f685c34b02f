import { catalogueAt, type Origin } from '../../catalogue/read-record.ts'
import { checkLength } from '../../harvest/prepare.ts'
import type { Notice } from '../../harvest/harvester.ts'
import { canonicalLines, canonicalStatements } from '../../rdf/canonical-statements.ts'
import { packCanonical } from '../../rdf/packed.ts'
import { readStatements } from '../../rdf/statement.ts'
import { dcat, rdf } from '../../rdf/vocabulary.ts'
import type { ImportedResource, ImportJob } from './imported.ts'
import { movedBase } from './move-base.ts'
import type { Scratch } from './scratch.ts'

/** A graph of which a Findbuch has said who it is. */
export type Known = Pick<
  ImportedResource,
  'kind' | 'id' | 'catalogue' | 'source' | 'origin' | 'dates'
> & {
  /** Public URL of the service that it comes from. */
  base: string
}

export const knownByRecord = ({
  base,
  kind,
  id,
  catalogue,
  source,
  origin,
  ...dates
}: Origin): Known => ({
  base,
  kind,
  id,
  catalogue,
  source,
  origin,
  dates: { createdAt: dates.createdAt, modifiedAt: dates.modifiedAt },
})

/** Catalogues have no record; they are known by their address and by what they say they are. */
export function knownCatalogue(
  iri: string,
  ntriples: string,
  { scratch, job }: { scratch: Scratch; job: ImportJob },
): Known | undefined {
  const place = catalogueAt(iri)
  if (!place || (place.base !== job.base && !scratch.isBase(place.base))) return undefined
  if (!`\n${ntriples}`.includes(`\n<${iri}> ${isCatalogue} .\n`)) return undefined
  const { base, id } = place
  return {
    base,
    kind: 'catalogue',
    id,
    catalogue: id,
    source: null,
    origin: undefined,
    dates: undefined,
  }
}

const isCatalogue = `<${rdf('type').value}> <${dcat('Catalog').value}>`

/** @throws FindbuchError `poison-graph` or `resource-too-large` */
export async function takeKnown(
  iri: string,
  ntriples: string,
  { base, ...known }: Known,
  { job, notices }: { job: ImportJob; notices: Notice[] },
): Promise<ImportedResource> {
  const move = base === job.base ? undefined : movedBase(base, job.base)
  const newIri = move?.iri(iri) ?? iri
  const graph = packCanonical(
    move
      ? await canonicalStatements(move.statements(readStatements(ntriples)), newIri)
      : await canonicalLines(ntriples, iri),
  )
  checkLength(graph, newIri)
  return { what: 'resource', iri: newIri, ...known, graph, notices, foreign: false }
}

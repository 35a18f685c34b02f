import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Syntax } from '../../src/rdf/syntax.ts'
import { rdfWriter } from '../../src/rdf/write.ts'
import { generateDataset, type GeneratedDataset } from './dataset.ts'
import { about, name, node, text } from './statements.ts'

export type { GeneratedDataset } from './dataset.ts'

/** Which datasets: `count` of them from `start`, of the catalogue that `seed` names. */
export type Selection = {
  count: number
  seed?: number
  start?: number
  /** A later version changes a few percent of the datasets and leaves the others as they are. */
  version?: number
}

export const catalogueIri = 'https://daten.example/katalog'

/** DCAT-AP.de datasets, 55 to 60 triples each on average: the same selection, the same text. */
export function* generateDatasets({
  count,
  seed = 1,
  start = 0,
  version = 0,
}: Selection): Generator<GeneratedDataset, void, undefined> {
  for (let index = start; index < start + count; index++)
    yield generateDataset(index, { seed, version })
}

const publisher = `${catalogueIri}/herausgeber`

/** What is said of the catalogue itself, datasets aside. */
export const catalogue = [
  about(node(catalogueIri), {
    'rdf:type': name('dcat:Catalog'),
    'dct:title': text('Datenkatalog der Städte', 'de'),
    'dct:description': text('Erzeugte Metadaten für Messungen und Tests.', 'de'),
    'dct:publisher': node(publisher),
  }),
  about(node(publisher), {
    'rdf:type': name('foaf:Agent'),
    'foaf:name': text('Arbeitsgemeinschaft Offene Daten', 'de'),
  }),
].join('')

/** A dataset with the link from the catalogue to it. */
const listed = ({ iri, ntriples }: GeneratedDataset) =>
  ntriples + about(node(catalogueIri), { 'dcat:dataset': node(iri) })

/** One RDF document, part by part: the head statements, then each dataset with its catalogue link. */
export function* documentParts(
  head: string,
  { syntax, ...selection }: Selection & { syntax: Syntax },
): Generator<string, void, undefined> {
  const writer = rdfWriter(syntax)
  yield writer.begin() + writer.add(head, catalogueIri)
  for (const dataset of generateDatasets(selection)) yield writer.add(listed(dataset), dataset.iri)
  yield writer.end()
}

/** Writes the whole catalogue as one document, no faster than the stream takes it, and leaves it open. */
export async function writeCatalogue(
  stream: Writable,
  selection: Selection & { syntax: Syntax },
): Promise<void> {
  const parts = Readable.from(documentParts(catalogue, selection))
  await pipeline(parts, stream, { end: false })
}

import { blank, type Draft } from './draft.ts'
import type { Random } from './random.ts'
import { about, european, german, name, node, text, typed } from './statements.ts'

type Format = { code: string; mediaType: string; suffix: string; label: string }

const formats: readonly Format[] = [
  { code: 'CSV', mediaType: 'text/csv', suffix: 'csv', label: 'CSV-Tabelle' },
  { code: 'JSON', mediaType: 'application/json', suffix: 'json', label: 'JSON-Datei' },
  { code: 'GEOJSON', mediaType: 'application/geo+json', suffix: 'geojson', label: 'GeoJSON-Datei' },
  { code: 'XML', mediaType: 'application/xml', suffix: 'xml', label: 'XML-Datei' },
  { code: 'PDF', mediaType: 'application/pdf', suffix: 'pdf', label: 'PDF-Bericht' },
  { code: 'SHP', mediaType: 'application/zip', suffix: 'zip', label: 'Shapefile' },
]

/** As often as portals have them. */
const counts = [1, 1, 2, 2, 2, 2, 3]
const licences = ['dl-by-de/2.0', 'dl-by-de/2.0', 'dl-zero-de/2.0', 'cc-by/4.0', 'cc-zero']
const tablePercent = 60
const checksumPercent = 25

/** One to three distributions, each in another format. */
export function distributions(draft: Draft): { iris: string[]; ntriples: string } {
  const iris: string[] = []
  let ntriples = ''
  for (const format of chosenFormats(draft.random)) {
    const number = iris.length + 1
    const iri = `${draft.host}/ressource/${draft.index}-${number}`
    iris.push(iri)
    ntriples += distribution(iri, { format, number, draft })
  }
  return { iris, ntriples }
}

function chosenFormats(random: Random): Format[] {
  const count = random.pick(counts)
  const first = random.chance(tablePercent) ? 0 : random.below(formats.length)
  return [...formats.slice(first), ...formats].slice(0, count)
}

type Part = { format: Format; number: number; draft: Draft }

function distribution(iri: string, { format, number, draft }: Part): string {
  const { subject, place, year, host, index, changes, modified, random } = draft
  const licence = random.pick(licences)
  const credit = text(`Stadt ${place.name}, ${subject.office}`, 'de')
  const hasChecksum = random.chance(checksumPercent)
  const checksum = blank(draft, `checksum${number}`)
  const said = about(node(iri), {
    'rdf:type': name('dcat:Distribution'),
    'dct:title': text(`${subject.title} ${year} als ${format.label}`, 'de'),
    'dcat:accessURL': node(`${host}/portal/${index}`),
    'dcat:downloadURL': node(`${host}/download/${index}-${number}.${format.suffix}`),
    'dct:format': european('file-type', format.code),
    'dcat:mediaType': node(`https://www.iana.org/assignments/media-types/${format.mediaType}`),
    'dct:license': german('licenses', licence),
    'dcatde:licenseAttributionByText': licence.includes('by') ? credit : [],
    'dct:modified': typed(modified.toISOString(), 'xsd:dateTime'),
    'dcat:byteSize': typed(1000 + random.below(5_000_000) + changes * 64, 'xsd:nonNegativeInteger'),
    'spdx:checksum': hasChecksum ? checksum : [],
  })
  return hasChecksum ? said + checksumOf(checksum, draft) : said
}

function checksumOf(checksum: string, { random, changes }: Draft): string {
  const word = () => ((random.below(2 ** 32) ^ changes) >>> 0).toString(16).padStart(8, '0')
  const sha256 = Array.from({ length: 8 }, word).join('')
  return about(checksum, {
    'rdf:type': name('spdx:Checksum'),
    'spdx:algorithm': name('spdx:checksumAlgorithm_sha256'),
    'spdx:checksumValue': typed(sha256, 'xsd:hexBinary'),
  })
}

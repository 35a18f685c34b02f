import { distributions } from './distribution.ts'
import { blank, draftDataset, type Draft, type Edition } from './draft.ts'
import { about, european, german, name, node, quoted, text, typed } from './statements.ts'
import { methods, remarks, slug } from './words.ts'

export type GeneratedDataset = { iri: string; ntriples: string }

/** The dataset at an index: always the same for the same numbers. */
export function generateDataset(index: number, edition: Edition): GeneratedDataset {
  const draft = draftDataset(index, edition)
  const parts = distributions(draft)
  const ntriples = [
    dataset(draft, parts.iris),
    parts.ntriples,
    publisher(draft),
    contact(draft),
    place(draft),
    period(draft),
  ].join('')
  return { iri: draft.iri, ntriples }
}

const publisherNode = ({ host }: Draft) => node(`${host}/stadtverwaltung`)

const isBoxed = ({ index }: Draft) => index % 2 === 0
const placeNode = (draft: Draft) =>
  isBoxed(draft)
    ? blank(draft, 'place')
    : german('politicalGeocoding', `districtKey/${draft.place.districtKey}`)

const frequencies = ['ANNUAL', 'ANNUAL', 'QUARTERLY', 'MONTHLY', 'IRREG', 'DAILY']

function dataset(draft: Draft, distributionIris: string[]): string {
  const { subject, place, year, host, index, issued, modified, random } = draft
  const title = text(`${subject.title} ${place.name} ${year}`, 'de')
  const english = text(`${subject.english}, ${place.name} ${year}`, 'en')
  const keywords = subject.keywords.slice(0, 3 + random.below(3))
  return about(node(draft.iri), {
    'rdf:type': name('dcat:Dataset'),
    'dct:title': random.chance(30) ? [title, english] : title,
    'dct:description': text(description(draft), 'de'),
    'dct:identifier': quoted(`${slug(place.name)}-${index}`),
    'dcat:keyword': keywords.map((keyword) => text(keyword, 'de')),
    'dcat:theme': subject.themes.map((theme) => european('data-theme', theme)),
    'dct:publisher': publisherNode(draft),
    'dcat:contactPoint': blank(draft, 'contact'),
    'dct:spatial': placeNode(draft),
    'dct:temporal': blank(draft, 'period'),
    'dct:issued': typed(issued.toISOString().slice(0, 10), 'xsd:date'),
    'dct:modified': typed(modified.toISOString(), 'xsd:dateTime'),
    'dct:language': european('language', 'DEU'),
    'dct:accrualPeriodicity': european('frequency', random.pick(frequencies)),
    'dct:accessRights': european('access-right', 'PUBLIC'),
    'dcatde:contributorID': german('contributors', 'govData'),
    'dcatde:politicalGeocodingLevelURI': german('politicalGeocoding', 'Level/municipality'),
    'dcat:landingPage': node(`${host}/portal/${index}`),
    'dcat:distribution': distributionIris.map(node),
  })
}

function description({ subject, place, year, modified, random }: Draft): string {
  const sentences = [
    `Der Datensatz enthält ${subject.content} in ${place.name} für das Jahr ${year}.`,
    random.pick(methods),
    random.pick(remarks),
  ]
  const state = modified.toISOString().slice(0, 10).split('-').toReversed().join('.')
  return `${sentences.join(' ')}${random.chance(20) ? '\n\n' : ' '}Stand: ${state}`
}

const publisher = (draft: Draft) =>
  about(publisherNode(draft), {
    'rdf:type': name('foaf:Agent'),
    'foaf:name': text(`Stadt ${draft.place.name}`, 'de'),
    'foaf:homepage': node(`https://www.${slug(draft.place.name)}.example/`),
    'dct:type': node('http://purl.org/adms/publishertype/LocalAuthority'),
  })

const contact = (draft: Draft) =>
  about(blank(draft, 'contact'), {
    'rdf:type': name('vcard:Organization'),
    'vcard:fn': text(`Stadt ${draft.place.name}, ${draft.subject.office}`, 'de'),
    'vcard:hasEmail': node(`mailto:opendata@${slug(draft.place.name)}.example`),
    'vcard:hasTelephone': node(`tel:+49-${2000 + draft.random.below(7000)}-115`),
  })

/** Half of the datasets say where they are by a box, half by the key of the district. */
function place(draft: Draft): string {
  const named = {
    'rdf:type': name('dct:Location'),
    'skos:prefLabel': text(draft.place.name, 'de'),
  }
  return about(placeNode(draft), isBoxed(draft) ? { ...named, 'dcat:bbox': box(draft) } : named)
}

function box({ place: { longitude, latitude } }: Draft): string {
  const [west, east] = [longitude - 0.1, longitude + 0.1].map((degrees) => degrees.toFixed(2))
  const [south, north] = [latitude - 0.06, latitude + 0.06].map((degrees) => degrees.toFixed(2))
  const ring = `${west} ${south}, ${east} ${south}, ${east} ${north}, ${west} ${north}`
  return typed(`POLYGON((${ring}, ${west} ${south}))`, 'geo:wktLiteral')
}

const period = (draft: Draft) =>
  about(blank(draft, 'period'), {
    'rdf:type': name('dct:PeriodOfTime'),
    'dcat:startDate': typed(`${draft.year}-01-01`, 'xsd:date'),
    'dcat:endDate': typed(`${draft.year}-12-31`, 'xsd:date'),
  })

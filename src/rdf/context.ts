import { prefixes as fieldPrefixes } from './vocabulary.ts'

/** The name under which JSON-LD documents may refer to our context; it needs no network to be read. */
export const dcatApContextUrn = 'urn:findbuch:context:dcat-ap'

export type TermDefinition = string | { '@id': string; '@type': string }

/**
 * `geo` is a registered URI scheme, and a value such as `geo:52.5,13.4` would be taken for a compact
 * IRI, so GeoSPARQL has another prefix in JSON-LD.
 */
export const prefixInContext = (prefix: string) => (prefix === 'geo' ? 'geosparql' : prefix)

const contextPrefixes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(fieldPrefixes).map(([prefix, iri]) => [prefixInContext(prefix), iri]),
)

type Prefix = keyof typeof fieldPrefixes
type Locals = Partial<Record<Prefix, string>>

// A term is the local name of the class or property. Where two vocabularies share a local name, the
// one that DCAT-AP.de 3.0 prefers has the term and the other keeps its prefix.

const classes: Locals = {
  adms: 'Identifier',
  dcat: 'Catalog CatalogRecord DataService Dataset DatasetSeries Distribution Relationship Resource Role',
  dct: `Frequency LicenseDocument LinguisticSystem Location MediaType MediaTypeOrExtent PeriodOfTime
    ProvenanceStatement RightsStatement Standard`,
  eli: 'LegalResource',
  foaf: 'Agent Document Organization Person',
  locn: 'Address Geometry',
  odrl: 'Policy',
  prov: 'Activity Attribution',
  skos: 'Concept ConceptScheme',
  spdx: 'Checksum ChecksumAlgorithm',
  time: 'Instant',
  vcard: 'Individual Kind',
}

const links: Locals = {
  adms: 'sample status',
  dcat: `accessService accessURL catalog compressFormat contactPoint dataset distribution downloadURL
    endpointDescription endpointURL granularity hadRole hasCurrentVersion hasVersion inSeries isVersionOf
    landingPage mediaType packageFormat previousVersion qualifiedRelation record servesDataset
    service theme themeTaxonomy`,
  dcatap: 'applicableLegislation availability hvdCategory',
  dcatde: `contributorID maintainer plannedAvailability politicalGeocodingLevelURI
    politicalGeocodingURI qualityProcessURI`,
  dct: `accessRights accrualPeriodicity conformsTo contributor creator format hasPart isPartOf
    isReferencedBy isReplacedBy isRequiredBy language license provenance publisher references
    relation replaces requires rights rightsHolder source spatial subject temporal type`,
  foaf: 'homepage mbox page primaryTopic',
  geodcatap: 'custodian originator',
  odrl: 'hasPolicy',
  prov: 'agent qualifiedAttribution wasDerivedFrom wasGeneratedBy',
  skos: 'hasTopConcept inScheme topConceptOf',
  spdx: 'algorithm checksum',
  time: 'hasBeginning hasEnd',
  vcard: 'hasAddress hasEmail hasTelephone hasURL',
}

const texts: Locals = {
  adms: 'versionNotes',
  dcat: 'keyword version',
  dcatde: 'geocodingDescription legalBasis licenseAttributionByText',
  dct: 'alternative description identifier title',
  foaf: 'name',
  locn: 'geometry',
  owl: 'versionInfo',
  rdfs: 'comment label',
  skos: 'altLabel definition notation prefLabel',
  vcard: 'fn',
}

const typed: Record<string, Locals> = {
  [`${fieldPrefixes.xsd}date`]: { dcat: 'endDate startDate' },
  [`${fieldPrefixes.xsd}dateTime`]: { dct: 'created issued modified' },
  [`${fieldPrefixes.xsd}decimal`]: { dcat: 'spatialResolutionInMeters' },
  [`${fieldPrefixes.xsd}duration`]: { dcat: 'temporalResolution' },
  [`${fieldPrefixes.xsd}hexBinary`]: { spdx: 'checksumValue' },
  [`${fieldPrefixes.xsd}nonNegativeInteger`]: { dcat: 'byteSize' },
  [`${fieldPrefixes.geo}wktLiteral`]: { dcat: 'bbox centroid' },
}

const namespaces: Readonly<Record<string, string>> = fieldPrefixes

function* named(locals: Locals): Generator<[string, string]> {
  for (const [prefix, names] of Object.entries(locals)) {
    for (const local of names.split(/\s+/)) yield [local, `${namespaces[prefix]}${local}`]
  }
}

function* definitions(): Generator<[string, TermDefinition]> {
  yield* named(classes)
  yield* named(texts)
  for (const [term, iri] of named(links)) yield [term, { '@id': iri, '@type': '@id' }]
  for (const [datatype, locals] of Object.entries(typed)) {
    for (const [term, iri] of named(locals)) yield [term, { '@id': iri, '@type': datatype }]
  }
}

export const contextTerms: Readonly<Record<string, TermDefinition>> = Object.fromEntries(
  [...definitions()].sort(([one], [other]) => (one < other ? -1 : 1)),
)

/** Our JSON-LD context for DCAT-AP.de 2.0 and 3.0, as it can be served and referred to. */
export const dcatApContext = { '@context': { ...contextPrefixes, ...contextTerms } }

/** The contexts that JSON-LD may name when it is read; no other is loaded. */
export const bundledContexts: Record<string, object> = { [dcatApContextUrn]: dcatApContext }

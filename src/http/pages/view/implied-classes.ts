import { term } from './term.ts'

/**
 * Classes that a thing is of by the place where the page shows it, or by the property that leads to
 * it: to name them would say nothing.
 */
export const impliedClasses: ReadonlySet<string> = new Set([
  term('adms:Identifier'),
  term('dcat:Catalog'),
  term('dcat:DataService'),
  term('dcat:Dataset'),
  term('dcat:DatasetSeries'),
  term('dcat:Distribution'),
  term('dcat:Resource'),
  term('dct:Frequency'),
  term('dct:LicenseDocument'),
  term('dct:LinguisticSystem'),
  term('dct:Location'),
  term('dct:MediaType'),
  term('dct:MediaTypeOrExtent'),
  term('dct:PeriodOfTime'),
  term('dct:ProvenanceStatement'),
  term('dct:RightsStatement'),
  term('dct:Standard'),
  term('foaf:Agent'),
  term('foaf:Document'),
  term('foaf:Organization'),
  term('locn:Geometry'),
  term('prov:Attribution'),
  term('skos:Concept'),
  term('spdx:Checksum'),
  term('vcard:Address'),
  term('vcard:Kind'),
  term('vcard:Organization'),
])

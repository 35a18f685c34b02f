import { agent, attribution } from './contacts.ts'
import { location, period } from './coverage.ts'
import { entity } from './entity.ts'
import { checksum, identifier } from './identifiers.ts'
import { licence } from './licence.ts'
import { line, type Line } from './lines.ts'
import { anything, code, moment, quantity, reference, size } from './readers.ts'
import { term } from './term.ts'

const rights = [
  line('licence', licence, term('dct:license')),
  line('attributionText', anything, term('dcatde:licenseAttributionByText')),
  line('rights', licence, term('dct:rights')),
  line('accessRights', code, term('dct:accessRights')),
  line('policy', anything, term('odrl:hasPolicy')),
]

const dates = [
  line('issued', moment, term('dct:issued')),
  line('modified', moment, term('dct:modified')),
]

const quality = [
  line('temporalResolution', anything, term('dcat:temporalResolution')),
  line('spatialResolution', quantity, term('dcat:spatialResolutionInMeters')),
  line('language', code, term('dct:language')),
  line('conformsTo', anything, term('dct:conformsTo')),
  line('availability', code, term('dcatap:availability'), term('dcatde:plannedAvailability')),
  line('status', code, term('adms:status')),
]

const law = [
  line('highValueCategory', code, term('dcatap:hvdCategory')),
  line('legislation', anything, term('dcatap:applicableLegislation')),
  line('legalBasis', anything, term('dcatde:legalBasis')),
]

/** The facts of a dataset, series, service or catalogue. */
export const aboutLines: readonly Line[] = [
  line('publisher', agent, term('dct:publisher')),
  line('creator', agent, term('dct:creator')),
  line('originator', agent, term('geodcatap:originator'), term('dcatde:originator')),
  line('custodian', agent, term('geodcatap:custodian')),
  line('maintainer', agent, term('dcatde:maintainer')),
  line('contributor', agent, term('dct:contributor')),
  line('rightsHolder', agent, term('dct:rightsHolder')),
  line('attribution', attribution, term('prov:qualifiedAttribution')),
  ...rights,
  line('temporal', period, term('dct:temporal')),
  line('spatial', location, term('dct:spatial')),
  line('geocodingLevel', code, term('dcatde:politicalGeocodingLevelURI')),
  line(
    'geocoding',
    code,
    term('dcatde:politicalGeocodingURI'),
    term('dcatde:geocodingDescription'),
  ),
  line('frequency', code, term('dct:accrualPeriodicity')),
  ...dates,
  line('version', anything, term('dcat:version'), term('owl:versionInfo')),
  line('versionNotes', anything, term('adms:versionNotes')),
  line('type', code, term('dct:type')),
  ...quality,
  line('homepage', anything, term('foaf:homepage')),
  line('landingPage', anything, term('dcat:landingPage')),
  line('documentation', anything, term('foaf:page')),
  ...law,
  line('provenance', anything, term('dct:provenance')),
  line('quality', anything, term('dcatde:qualityProcessURI')),
  line('relation', anything, term('dct:relation'), term('dcat:qualifiedRelation')),
  line('references', anything, term('dct:references')),
  line('referencedBy', anything, term('dct:isReferencedBy')),
  line('source', anything, term('dct:source')),
  line(
    'otherVersion',
    anything,
    term('dcat:hasVersion'),
    term('dcat:isVersionOf'),
    term('dct:hasVersion'),
    term('dct:isVersionOf'),
  ),
  line('identifier', anything, term('dct:identifier')),
  line('otherIdentifier', identifier, term('adms:identifier')),
  line('contributorId', code, term('dcatde:contributorID')),
]

export const seriesLines: readonly Line[] = [
  line('inSeries', reference, term('dcat:inSeries')),
  line('previous', reference, term('dcat:prev')),
  line('next', reference, term('dcat:next')),
  line('first', reference, term('dcat:first')),
  line('last', reference, term('dcat:last')),
  line('member', reference, term('dcat:seriesMember')),
]

export const accessLines: readonly Line[] = [
  line('endpoint', anything, term('dcat:endpointURL')),
  line('endpointDescription', anything, term('dcat:endpointDescription')),
  line('format', code, term('dct:format')),
  line('servesDataset', reference, term('dcat:servesDataset')),
]

export const contentLines: readonly Line[] = [
  line('taxonomy', anything, term('dcat:themeTaxonomy')),
  line('partOf', reference, term('dct:isPartOf')),
  line('catalogues', reference, term('dcat:catalog'), term('dct:hasPart')),
  line('datasets', reference, term('dcat:dataset')),
  line('services', reference, term('dcat:service')),
  line('resources', reference, term('dcat:resource')),
]

const service = entity([
  line('endpoint', anything, term('dcat:endpointURL')),
  line('endpointDescription', anything, term('dcat:endpointDescription')),
  line('description', anything, term('dct:description')),
])

/** What a distribution has besides its title, description, format and links. */
export const distributionLines: readonly Line[] = [
  ...rights,
  line('mediaType', code, term('dcat:mediaType')),
  line('compression', code, term('dcat:compressFormat')),
  line('packaging', code, term('dcat:packageFormat')),
  ...dates,
  ...quality,
  line('service', service, term('dcat:accessService')),
  line('documentation', anything, term('foaf:page')),
  ...law,
  line('checksum', checksum, term('spdx:checksum')),
]

export const formatLine = line('format', code, term('dct:format'))
export const sizeLine = line('size', size, term('dcat:byteSize'))
export const accessLine = line('accessUrl', anything, term('dcat:accessURL'))

import { authority, frequencies, themes } from './code-lists-eu.ts'
import { formats } from './formats.ts'
import { highValueCategories } from './high-value-categories.ts'
import { languageName, type Label, type Language } from '../language.ts'

const accessRights: Record<string, Label> = {
  PUBLIC: { de: 'öffentlich', en: 'public' },
  RESTRICTED: { de: 'eingeschränkt', en: 'restricted' },
  NON_PUBLIC: { de: 'nicht öffentlich', en: 'not public' },
  CONFIDENTIAL: { de: 'vertraulich', en: 'confidential' },
  SENSITIVE: { de: 'schutzbedürftig', en: 'sensitive' },
  NORMAL: { de: 'normal', en: 'normal' },
}

const availabilities: Record<string, Label> = {
  AVAILABLE: { de: 'mittelfristig (einige Jahre)', en: 'available (for some years)' },
  EXPERIMENTAL: { de: 'versuchsweise', en: 'experimental' },
  STABLE: { de: 'langfristig', en: 'stable (long term)' },
  TEMPORARY: { de: 'vorübergehend', en: 'temporary' },
}

const distributionStates: Record<string, Label> = {
  COMPLETED: { de: 'vollständig', en: 'complete' },
  DEPRECATED: { de: 'veraltet', en: 'deprecated' },
  DEVELOP: { de: 'im Aufbau', en: 'under development' },
  DISCONT: { de: 'nicht mehr gepflegt', en: 'discontinued' },
  WITHDRAWN: { de: 'eingestellt', en: 'withdrawn' },
}

const datasetTypes: Record<string, Label> = {
  CODE_LIST: { de: 'Codeliste', en: 'Code list' },
  DIRECTORY: { de: 'Verzeichnis', en: 'Directory' },
  GEOSPATIAL: { de: 'Geodaten', en: 'Geospatial data' },
  GLOSSARY: { de: 'Glossar', en: 'Glossary' },
  HVD: { de: 'Hochwertiger Datensatz', en: 'High-value dataset' },
  MAPPING: { de: 'Zuordnung', en: 'Mapping' },
  ONTOLOGY: { de: 'Ontologie', en: 'Ontology' },
  SCHEMA: { de: 'Schema', en: 'Schema' },
  STATISTICAL: { de: 'Statistische Daten', en: 'Statistical data' },
  SYNTHETIC_DATA: { de: 'Synthetische Daten', en: 'Synthetic data' },
  TAXONOMY: { de: 'Taxonomie', en: 'Taxonomy' },
  TEST_DATA: { de: 'Testdaten', en: 'Test data' },
  THESAURUS: { de: 'Thesaurus', en: 'Thesaurus' },
}

const publisherTypes: Record<string, Label> = {
  'Academia-ScientificOrganisation': {
    de: 'Wissenschaftliche Einrichtung',
    en: 'Scientific organisation',
  },
  Company: { de: 'Unternehmen', en: 'Company' },
  IndustryConsortium: { de: 'Industrieverband', en: 'Industry consortium' },
  LocalAuthority: { de: 'Kommunalbehörde', en: 'Local authority' },
  NationalAuthority: { de: 'Bundesbehörde', en: 'National authority' },
  NonGovernmentalOrganisation: {
    de: 'Nichtregierungsorganisation',
    en: 'Non-governmental organisation',
  },
  NonProfitOrganisation: { de: 'Gemeinnützige Organisation', en: 'Non-profit organisation' },
  'PrivateIndividual(s)': { de: 'Privatperson(en)', en: 'Private individual(s)' },
  RegionalAuthority: { de: 'Landesbehörde', en: 'Regional authority' },
  StandardisationBody: { de: 'Normungsorganisation', en: 'Standardisation body' },
  SupraNationalAuthority: { de: 'Überstaatliche Behörde', en: 'Supranational authority' },
}

const geocodingLevels: Record<string, Label> = {
  international: { de: 'International', en: 'International' },
  european: { de: 'Europa', en: 'Europe' },
  federal: { de: 'Bund', en: 'Federal level' },
  state: { de: 'Land', en: 'State' },
  administrativeDistrict: { de: 'Kreis', en: 'District' },
  municipality: { de: 'Kommune', en: 'Municipality' },
}

const places: Record<string, Label> = {
  DEU: { de: 'Deutschland', en: 'Germany' },
  EUROPE: { de: 'Europa', en: 'Europe' },
}

/** INSPIRE's ResponsiblePartyRole. */
const roles: Record<string, Label> = {
  author: { de: 'Verfassen', en: 'Author' },
  custodian: { de: 'Verwaltung', en: 'Custodian' },
  distributor: { de: 'Vertrieb', en: 'Distributor' },
  originator: { de: 'Erzeugung', en: 'Originator' },
  owner: { de: 'Eigentum', en: 'Owner' },
  pointOfContact: { de: 'Ansprechstelle', en: 'Point of contact' },
  principalInvestigator: { de: 'Leitung der Untersuchung', en: 'Principal investigator' },
  processor: { de: 'Bearbeitung', en: 'Processor' },
  publisher: { de: 'Herausgabe', en: 'Publisher' },
  resourceProvider: { de: 'Bereitstellung', en: 'Resource provider' },
  user: { de: 'Nutzung', en: 'User' },
}

const highValueRegulation = {
  de: 'Durchführungsverordnung (EU) 2023/138 über hochwertige Datensätze',
  en: 'Implementing Regulation (EU) 2023/138 on high-value datasets',
}

/** The lists by the part of an IRI up to its last segment, which is the code. */
const lists: Record<string, Record<string, Label>> = {
  [`${authority}/data-theme`]: themes,
  [`${authority}/frequency`]: frequencies,
  [`${authority}/file-type`]: formats,
  [`${authority}/access-right`]: accessRights,
  [`${authority}/planned-availability`]: availabilities,
  [`${authority}/distribution-status`]: distributionStates,
  [`${authority}/dataset-type`]: datasetTypes,
  [`${authority}/country`]: places,
  [`${authority}/continent`]: places,
  'data.europa.eu/bna': highValueCategories,
  'data.europa.eu/eli/reg_impl/2023': { '138': highValueRegulation },
  'data.europa.eu/eli/reg_impl/2023/138': { oj: highValueRegulation },
  'purl.org/adms/publishertype': publisherTypes,
  'dcat-ap.de/def/contributors': {},
  'dcat-ap.de/def/politicalGeocoding/Level': geocodingLevels,
  'inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole': roles,
}

const meaning = (labels: Record<string, Label> | undefined, code: string) =>
  labels && Object.hasOwn(labels, code) ? labels[code] : undefined

/** What a code means, or at least the code; nothing for an IRI that is of no list we know. */
export function codeLabel(iri: string, language: Language): string | undefined {
  const [, list = '', code = ''] = /^https?:\/\/(?:www\.)?(.+)\/([^/]+)$/.exec(iri) ?? []
  if (list === `${authority}/language`) return languageName(code.toLowerCase(), language)
  if (list === 'opengis.net/def/crs/EPSG/0') return `EPSG:${code}`
  const mediaType = /^iana\.org\/assignments\/media-types\/([a-z]+)$/.exec(list)?.[1]
  if (mediaType !== undefined) return `${mediaType}/${code}`
  if (Object.hasOwn(lists, list)) return meaning(lists[list], code)?.[language] ?? code
  return list.startsWith(`${authority}/`) ? code : undefined
}

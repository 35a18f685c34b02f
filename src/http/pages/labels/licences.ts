import type { Language } from '../language.ts'

export type Licence = { name: string; href: string | undefined }

const govData = 'https://www.govdata.de/dl-de'
const openDataCommons = 'https://opendatacommons.org/licenses'

/** By the last part of their names at dcat-ap.de; those of Creative Commons are named by rule. */
const licences: Record<string, Record<Language, string> & { href?: string }> = {
  'dl-by-de/1.0': {
    de: 'Datenlizenz Deutschland – Namensnennung – Version 1.0',
    en: 'Data licence Germany – attribution – version 1.0',
    href: `${govData}/by-1-0`,
  },
  'dl-by-de/2.0': {
    de: 'Datenlizenz Deutschland – Namensnennung – Version 2.0',
    en: 'Data licence Germany – attribution – version 2.0',
    href: `${govData}/by-2-0`,
  },
  'dl-by-nc-de/1.0': {
    de: 'Datenlizenz Deutschland – Namensnennung – nicht kommerziell – Version 1.0',
    en: 'Data licence Germany – attribution – non-commercial – version 1.0',
    href: `${govData}/by-nc-1-0`,
  },
  'dl-zero-de/2.0': {
    de: 'Datenlizenz Deutschland – Zero – Version 2.0',
    en: 'Data licence Germany – Zero – version 2.0',
    href: `${govData}/zero-2-0`,
  },
  'cc-zero': {
    de: 'Creative Commons Zero: kein Urheberrechtsvorbehalt (CC0 1.0)',
    en: 'Creative Commons Zero: no rights reserved (CC0 1.0)',
    href: 'https://creativecommons.org/publicdomain/zero/1.0/',
  },
  'ccpdm/1.0': {
    de: 'Public Domain Mark 1.0: gemeinfrei',
    en: 'Public Domain Mark 1.0: no known copyright',
    href: 'https://creativecommons.org/publicdomain/mark/1.0/',
  },
  officialwork: {
    de: 'Amtliches Werk, gemeinfrei nach § 5 UrhG',
    en: 'Official work, free of copyright (section 5 of the German Copyright Act)',
    href: 'https://www.gesetze-im-internet.de/urhg/__5.html',
  },
  'geonutz/20130319': {
    de: 'Nutzungsbestimmungen für Geodaten des Bundes (GeoNutzV)',
    en: 'Terms of use for federal geodata of Germany (GeoNutzV)',
    href: 'https://www.gesetze-im-internet.de/geonutzv/',
  },
  'geonutz/20131001': {
    de: 'Nutzungsbestimmungen für Geodaten des Landes Berlin',
    en: 'Terms of use for geodata of the state of Berlin',
  },
  odbl: {
    de: 'Open Data Commons Open Database License (ODbL)',
    en: 'Open Data Commons Open Database License (ODbL)',
    href: `${openDataCommons}/odbl/`,
  },
  odby: {
    de: 'Open Data Commons Attribution License (ODC-By 1.0)',
    en: 'Open Data Commons Attribution License (ODC-By 1.0)',
    href: `${openDataCommons}/by/`,
  },
  odcpddl: {
    de: 'Open Data Commons Public Domain Dedication and Licence (PDDL)',
    en: 'Open Data Commons Public Domain Dedication and Licence (PDDL)',
    href: `${openDataCommons}/pddl/`,
  },
  apache: { de: 'Apache-Lizenz', en: 'Apache License' },
  bsd: { de: 'BSD-Lizenz', en: 'BSD licence' },
  gfdl: { de: 'GNU-Lizenz für freie Dokumentation', en: 'GNU Free Documentation License' },
  'gpl/3.0': { de: 'GNU General Public License 3.0', en: 'GNU General Public License 3.0' },
  mozilla: { de: 'Mozilla Public License 2.0', en: 'Mozilla Public License 2.0' },
  'other-closed': { de: 'Andere geschlossene Lizenz', en: 'Other closed licence' },
  'other-commercial': { de: 'Andere kommerzielle Lizenz', en: 'Other commercial licence' },
  'other-freeware': { de: 'Andere Freeware-Lizenz', en: 'Other freeware licence' },
  'other-open': { de: 'Andere offene Lizenz', en: 'Other open licence' },
  'other-opensource': { de: 'Andere Open-Source-Lizenz', en: 'Other open-source licence' },
}

/** The names that the EU's list of licences has for the same ones. */
const europeanKeys: Record<string, string> = {
  CC0: 'cc-zero',
  CC_PDM_1_0: 'ccpdm/1.0',
  DLDE_BY_1_0: 'dl-by-de/1.0',
  DLDE_BY_2_0: 'dl-by-de/2.0',
  DLDE_BYNC_1_0: 'dl-by-nc-de/1.0',
  DLDE_ZERO_2_0: 'dl-zero-de/2.0',
  ODC_BL: 'odbl',
  ODC_BY: 'odby',
  ODC_PDDL: 'odcpddl',
}

/** A licence by any IRI that is common for it, with where its text can be read. */
export function licenceOf(iri: string, language: Language): Licence | undefined {
  const key = licenceKey(iri)
  if (key === undefined) return undefined
  const known = Object.hasOwn(licences, key) ? licences[key] : undefined
  return known ? { name: known[language], href: known.href } : creativeCommons(key, language)
}

function licenceKey(iri: string): string | undefined {
  const [, authority = '', path = ''] =
    /^https?:\/\/(?:www\.)?(dcat-ap\.de\/def\/licenses|creativecommons\.org|govdata\.de\/dl-de|publications\.europa\.eu\/resource\/authority\/licence)\/(.+?)\/?$/.exec(
      iri,
    ) ?? []
  if (authority.startsWith('dcat-ap.de')) return path.toLowerCase().replace('_', '.')
  if (authority.startsWith('creativecommons')) return creativeCommonsKey(path)
  if (authority.startsWith('govdata')) {
    return path.replace(/^(.+)-(\d)-(\d)$/, 'dl-$1-de/$2.$3')
  }
  return Object.hasOwn(europeanKeys, path) ? europeanKeys[path] : europeanCreativeCommonsKey(path)
}

function creativeCommonsKey(path: string): string | undefined {
  if (path.startsWith('publicdomain/zero/')) return 'cc-zero'
  if (path.startsWith('publicdomain/mark/')) return 'ccpdm/1.0'
  const [, parts, version, german = ''] =
    /^licenses\/([a-z-]+)\/(\d\.\d)(\/de(?=\/|$))?/.exec(path) ?? []
  return parts === undefined ? undefined : `cc-${parts}${german && '-de'}/${version}`
}

function europeanCreativeCommonsKey(code: string): string | undefined {
  const [, parts = '', version = ''] = /^CC_BY((?:NC|ND|SA)*)(_\d_\d)?$/.exec(code) ?? []
  if (!code.startsWith('CC_BY')) return undefined
  const key = `cc-by${parts.replace(/(..)/g, '-$1').toLowerCase()}`
  return version === '' ? key : `${key}/${version.slice(1).replace('_', '.')}`
}

const conditions: Record<string, Record<Language, string>> = {
  by: { de: 'Namensnennung', en: 'Attribution' },
  nc: { de: 'Nicht kommerziell', en: 'NonCommercial' },
  nd: { de: 'Keine Bearbeitungen', en: 'NoDerivatives' },
  sa: { de: 'Weitergabe unter gleichen Bedingungen', en: 'ShareAlike' },
}

function creativeCommons(key: string, language: Language): Licence | undefined {
  const [, parts, german, version] =
    /^cc-(by(?:-nc|-nd|-sa)*)(-de)?(?:\/(\d\.\d))?$/.exec(key) ?? []
  if (parts === undefined) return undefined
  const names = parts.split('-').map((part) => conditions[part]?.[language] ?? part)
  const short = ['CC', parts.toUpperCase(), version, german && 'DE'].filter(Boolean).join(' ')
  const name = `Creative Commons ${names.join(' – ')} (${short})`
  if (version === undefined) return { name, href: undefined }
  const deed = `https://creativecommons.org/licenses/${parts}/${version}/${german ? 'de/' : ''}`
  return { name, href: deed }
}

import { syntaxes, syntaxNames, syntaxOfSuffix, type Syntax } from '../rdf/syntax.ts'
import type { Offer } from './negotiate.ts'

/** The forms in which a resource is served: RDF for programs, HTML for people. */
export type Format = Syntax | 'html'

const aliases: Partial<Record<Format, readonly string[]>> = {
  turtle: ['application/x-turtle', 'application/turtle'],
  'rdf-xml': ['application/xml', 'text/xml'],
  'json-ld': ['application/json'],
  html: ['application/xhtml+xml'],
}

/** In the order in which they are preferred where the client has no preference. */
export const rdfFormats: readonly Syntax[] = syntaxNames
export const formats: readonly Format[] = [...rdfFormats, 'html']
/** National portals name no type when they harvest, and all of them read RDF/XML. */
export const feedFormats: readonly Syntax[] = [
  'rdf-xml',
  ...rdfFormats.filter((name) => name !== 'rdf-xml'),
]

export const mediaTypeOf = (format: Format) =>
  format === 'html' ? 'text/html' : syntaxes[format].mediaType

export const labelOf = (format: Format) => (format === 'html' ? 'HTML' : syntaxes[format].label)

/** The suffixes by which a path may name the format, without their dots; the first is used in links. */
export const suffixesOf = (format: Format): readonly string[] =>
  format === 'html' ? ['html'] : syntaxes[format].suffixes

export const suffixOf = (format: Format) => `.${suffixesOf(format)[0]}`

export const formatOfSuffix = (suffix: string): Format | undefined =>
  suffix === 'html' ? 'html' : syntaxOfSuffix(`.${suffix}`)

/** Only text/* has a charset; all that is sent is UTF-8. */
export const contentTypeOf = (mediaType: string) =>
  mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType

export const offerOf = (format: Format): Offer<Format> => ({
  name: format,
  mediaType: mediaTypeOf(format),
  aliases: aliases[format] ?? [],
})

import type { Validators } from './conditional.ts'
import { contentTypeOf, labelOf, mediaTypeOf, suffixOf, type Format } from './formats.ts'
import { pageHeaders } from './page-headers.ts'
import type { Language } from './pages/pages.ts'

/** Something that is served in several formats, under one address for all and one for each. */
export type Document = {
  /** Its absolute address with this suffix (`.ttl`), or with none: that of all formats. */
  href(suffix: string): string
  /** In the order of preference. */
  formats: readonly Format[]
  /** Differs wherever the answers at one address differ, be it in a header. */
  version(format: Format, language: Language): string
  /** Differs wherever the bodies at one address differ. */
  tag(format: Format, language: Language): string
  /** Of the RDF; milliseconds since the epoch. */
  modifiedAt?: number
  /** Further values of the Link header. */
  links?(): readonly string[]
  /** @throws FindbuchError `not-representable` (406) where the format cannot hold it */
  render(format: Format, language: Language): string | Promise<string>
}

/** Has to change whenever a writer or a page writes the same graph otherwise than before. */
const representationVersion = 1

/** What goes before the body, but for what depends on the request. */
export type Head = { validators: Validators; headers: Record<string, string> }

/** All of that, under a strong tag that no other format has. */
export function headOf(document: Document, format: Format, language: Language): Head {
  const etag = `"${document.tag(format, language)}.${format}.${representationVersion}"`
  const common = { link: linkHeader(document), etag, 'cache-control': caching }
  if (format === 'html') {
    const headers = { ...common, ...pageHeaders(language), vary: 'Accept, Accept-Language' }
    return { validators: { etag }, headers }
  }
  const { modifiedAt } = document
  const headers = {
    ...common,
    vary: 'Accept',
    'content-type': contentTypeOf(mediaTypeOf(format)),
    ...(modifiedAt === undefined ? {} : { 'last-modified': new Date(modifiedAt).toUTCString() }),
  }
  return { validators: { etag, modifiedAt }, headers }
}

const caching = 'public, max-age=0, must-revalidate'

export const linkHeader = (document: Document) =>
  [
    ...document.formats.map((format) => alternate(document, format)),
    ...(document.links?.() ?? []),
  ].join(', ')

const alternate = ({ href }: Document, format: Format) =>
  `<${href(suffixOf(format))}>; rel="alternate"; type="${mediaTypeOf(format)}"`

/** The formats that can be had, for pages and for answers that nothing fits. */
export const alternatesOf = ({ href, formats }: Pick<Document, 'href' | 'formats'>) =>
  formats.map((format) => ({
    label: labelOf(format),
    mediaType: mediaTypeOf(format),
    href: href(suffixOf(format)),
  }))

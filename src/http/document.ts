import { LRUCache } from 'lru-cache'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FindbuchError } from '../errors.ts'
import { isNotModified } from './conditional.ts'
import {
  contentTypeOf,
  formatOfSuffix,
  labelOf,
  mediaTypeOf,
  offerOf,
  suffixOf,
  type Format,
} from './formats.ts'
import { languageOf } from './language.ts'
import { ranking } from './negotiate.ts'
import { pageHeaders } from './page-headers.ts'
import type { Language } from './pages/pages.ts'
import { noSuchPath } from './problem.ts'

/** Something that is served in several formats, under one address for all and one for each. */
export type Document = {
  /** Its absolute address with this suffix (`.ttl`), or with none: that of all formats. */
  href(suffix: string): string
  /** In the order of preference. */
  formats: readonly Format[]
  /** Differs wherever what is sent differs. */
  tag(format: Format, language: Language): string
  /** Of the RDF; milliseconds since the epoch. */
  modifiedAt?: number
  /** Further values of the Link header. */
  links?: readonly string[]
  /** @throws FindbuchError `not-representable` (406) where the format cannot hold it */
  render(format: Format, language: Language): string | Promise<string>
}

/** Has to change whenever a writer or a page writes the same graph otherwise than before. */
const representationVersion = 1

export type SendDocument = ReturnType<typeof documentSender>

/** Sends documents, and keeps what was written last, up to so many bytes. */
export function documentSender({ cacheBytes }: { cacheBytes: number }) {
  const written = new LRUCache<string, Buffer>({
    maxSize: cacheBytes,
    maxEntrySize: Math.ceil(cacheBytes / 4),
    sizeCalculation: (body, key) => body.byteLength + key.length,
  })

  const rankings = new Map<readonly Format[], (accept?: string) => Format[]>()

  /**
   * Sets the headers and gives the body, or nothing where the client has it.
   *
   * @param suffix the format, if the path names it (`ttl`)
   */
  return async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    { document, suffix }: { document: Document; suffix?: string | undefined },
  ): Promise<Buffer | undefined> {
    const candidates =
      suffix === undefined ? accepted(request, document) : [named(suffix, document)]
    reply.header('vary', 'Accept').header('link', linkHeader(document))
    for (const [index, format] of candidates.entries()) {
      try {
        return await sendAs(format)
      } catch (error) {
        const isLast = index === candidates.length - 1
        if (isLast || !isNotRepresentable(error)) throw error
      }
    }
    throw notAcceptable(document)

    async function sendAs(format: Format) {
      const language = format === 'html' ? languageOf(request) : 'de'
      const tag = document.tag(format, language)
      const etag = `"${tag}.${format}.${representationVersion}"`
      const modifiedAt = format === 'html' ? undefined : document.modifiedAt
      const key = `${document.href(suffixOf(format))} ${etag}`
      const isKnown = isNotModified(request.headers, { etag, modifiedAt })
      const body = isKnown ? undefined : (written.get(key) ?? (await write(format, language, key)))
      reply.headers(headersOf(format, language))
      reply.header('etag', etag)
      if (suffix === undefined) reply.header('content-location', document.href(suffixOf(format)))
      if (modifiedAt !== undefined)
        reply.header('last-modified', new Date(modifiedAt).toUTCString())
      if (isKnown) reply.code(304)
      return body
    }

    function accepted({ headers }: FastifyRequest, { formats }: Document) {
      const rankingOf = rankings.get(formats) ?? ranking(formats.map(offerOf))
      rankings.set(formats, rankingOf)
      return rankingOf(headers.accept)
    }

    async function write(format: Format, language: Language, key: string) {
      const body = Buffer.from(await document.render(format, language))
      written.set(key, body)
      return body
    }
  }
}

function named(suffix: string, { formats }: Document): Format {
  const format = formatOfSuffix(suffix)
  if (format === undefined || !formats.includes(format)) throw noSuchPath()
  return format
}

const headersOf = (format: Format, language: Language) =>
  format === 'html'
    ? { ...caching, ...pageHeaders(language), vary: 'Accept, Accept-Language' }
    : { ...caching, 'content-type': contentTypeOf(mediaTypeOf(format)) }

const caching = { 'cache-control': 'public, max-age=0, must-revalidate' }

const linkHeader = (document: Document) =>
  [
    ...document.formats.map((format) => alternate(document, format)),
    ...(document.links ?? []),
  ].join(', ')

const alternate = ({ href }: Document, format: Format) =>
  `<${href(suffixOf(format))}>; rel="alternate"; type="${mediaTypeOf(format)}"`

export const isNotRepresentable = (error: unknown) =>
  error instanceof FindbuchError && error.code === 'not-representable'

/** The formats that can be had, for pages and for answers that nothing fits. */
export const alternatesOf = ({ href, formats }: Pick<Document, 'href' | 'formats'>) =>
  formats.map((format) => ({
    label: labelOf(format),
    mediaType: mediaTypeOf(format),
    href: href(suffixOf(format)),
  }))

const notAcceptable = (document: Document) =>
  new FindbuchError({
    code: 'not-acceptable',
    status: 406,
    message: `This can be had as ${document.formats.map(mediaTypeOf).join(', ')}.`,
    details: { alternatives: alternatesOf(document) },
  })

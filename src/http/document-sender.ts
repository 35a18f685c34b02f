import { LRUCache } from 'lru-cache'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FindbuchError } from '../errors.ts'
import { isNotModified } from './conditional.ts'
import { alternatesOf, headOf, linkHeader, type Document, type Head } from './document.ts'
import { formatOfSuffix, mediaTypeOf, offerOf, suffixOf, type Format } from './formats.ts'
import { languageOf } from './language.ts'
import { ranking } from './negotiate.ts'
import type { Language } from './pages/pages.ts'
import { noSuchPath } from './problem.ts'

export type SendDocument = ReturnType<typeof documentSender>

/** An answer that was made once and need not be made again. */
type Answer = Head & { body: Buffer }

/** What the headers of an answer come to, and its key, in bytes. */
const bytesBesideBody = 3000

/** Sends documents, and keeps the answers that were made last, up to so many bytes. */
export function documentSender({ cacheBytes }: { cacheBytes: number }) {
  const answers = new LRUCache<string, Answer>({
    maxSize: cacheBytes,
    maxEntrySize: Math.ceil(cacheBytes / 4),
    sizeCalculation: ({ body }) => body.byteLength + bytesBesideBody,
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
    for (const [index, format] of candidates.entries()) {
      try {
        return await sendAs(format)
      } catch (error) {
        const isLast = index === candidates.length - 1
        if (isLast || !isNotRepresentable(error)) throw failed(error)
      }
    }
    throw failed(notAcceptable(document))

    async function sendAs(format: Format) {
      const language = format === 'html' ? languageOf(request) : 'de'
      const href = document.href(suffixOf(format))
      const key = `${href} ${document.version(format, language)}`
      const kept = answers.get(key)
      const head = kept ?? headOf(document, format, language)
      const isKnown = isNotModified(request.headers, head.validators)
      const body = isKnown ? undefined : (kept?.body ?? (await write(format, language)))
      if (kept === undefined && body !== undefined) answers.set(key, { ...head, body })
      reply.headers(head.headers)
      if (suffix === undefined) reply.header('content-location', href)
      if (isKnown) reply.code(304)
      return body
    }

    async function write(format: Format, language: Language) {
      return Buffer.from(await document.render(format, language))
    }

    /** An error, too, says what there is. */
    function failed(error: unknown) {
      reply.headers({ vary: 'Accept', link: linkHeader(document) })
      return error
    }
  }

  function accepted({ headers }: FastifyRequest, { formats }: Document) {
    const rankingOf = rankings.get(formats) ?? ranking(formats.map(offerOf))
    rankings.set(formats, rankingOf)
    return rankingOf(headers.accept)
  }
}

function named(suffix: string, { formats }: Document): Format {
  const format = formatOfSuffix(suffix)
  if (format === undefined || !formats.includes(format)) throw noSuchPath()
  return format
}

export const isNotRepresentable = (error: unknown) =>
  error instanceof FindbuchError && error.code === 'not-representable'

const notAcceptable = (document: Document) =>
  new FindbuchError({
    code: 'not-acceptable',
    status: 406,
    message: `This can be had as ${document.formats.map(mediaTypeOf).join(', ')}.`,
    details: { alternatives: alternatesOf(document) },
  })

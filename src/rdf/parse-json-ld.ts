import jsonld, { type JsonLdDocument } from 'jsonld'
import type { Intake } from './intake.ts'
import { loadBundledContext } from './json-ld-loader.ts'
import { emitQuads, type Restore } from './json-ld-quads.ts'
import { prepareStrings } from './json-ld-strings.ts'
import { parseJson } from './json-text.ts'
import { notRdf, syntaxError, tooLarge } from './parse-errors.ts'

type Reading = { base: string; intake: Intake; maxLength: number }

/** Reads JSON-LD, which has to be held in memory as a whole. */
export async function parseJsonLd(
  pieces: AsyncIterable<string>,
  { base, intake, maxLength }: Reading,
) {
  const text = await join(pieces, maxLength)
  const document = parseJson(text)
  // Without a keyword there is neither a context nor an IRI.
  if (!/"@(?:context|id|graph|type|value|list|set)"/.test(text)) throw notRdf(notJsonLd)
  const restore = prepareStrings(document, text)
  emitQuads(await expand(document, { base, intake, restore }), intake, restore)
}

const notJsonLd = 'This is JSON but not JSON-LD: it has neither a "@context" nor an "@id".'

async function join(pieces: AsyncIterable<string>, maxLength: number) {
  const parts: string[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > maxLength) throw tooLarge(maxLength)
    parts.push(piece)
  }
  return parts.join('')
}

async function expand(
  document: unknown,
  { base, intake, restore }: Omit<Reading, 'maxLength'> & { restore: Restore },
): Promise<unknown[]> {
  if (!isDocument(document)) throw notRdf(notJsonLd)
  const ignored = collectIgnored()
  let refused: unknown
  const options = {
    base,
    async documentLoader(url: string) {
      try {
        return loadBundledContext(url)
      } catch (error) {
        refused = error // which the library does not always hand on
        throw error
      }
    },
    eventHandler: ignored.handlers,
  }
  const expanded: unknown[] = await jsonld.expand(document, options).catch((error: unknown) => {
    throw refused ?? explained(error, restore)
  })
  ignored.report(intake, restore)
  return expanded
}

const isDocument = (value: unknown): value is JsonLdDocument =>
  typeof value === 'object' && value !== null

type JsonLdEvent = { event: { message: string; details?: Record<string, unknown> } }

/** Names that are reported once per document, up to this many. */
const maxTerms = 1000

/** What the specification says is to be ignored, but nobody wants to lose unnoticed. */
function collectIgnored() {
  const terms = new Set<string>()
  const rest = new Map<string, string>()
  const other = ({ event: { message, details } }: JsonLdEvent) => {
    if (rest.size < maxTerms) rest.set(JSON.stringify(details), message)
  }
  return {
    handlers: {
      'invalid property'({ event: { details } }: JsonLdEvent) {
        const term = details?.['property']
        if (typeof term === 'string' && terms.size < maxTerms) terms.add(term)
      },
      'free-floating scalar': other,
      'object with only @value': other,
      'object with only @list': other,
      'reserved term': other,
      'reserved @id value': other,
      'reserved @reverse value': other,
    },
    report({ notice }: Intake, restore: Restore) {
      for (const term of terms) {
        notice('undefined-term', 'A name that the context does not define was ignored.', term)
      }
      for (const [details, message] of rest) {
        notice('json-ld-ignored', message, restore.text(details))
      }
    },
  }
}

/** The errors of jsonld say much in their details and little in their message. */
function explained(error: unknown, restore: Restore) {
  if (!(error instanceof Error)) return error
  const details = 'details' in error && isRecord(error.details) ? error.details : {}
  const { code, value, element, context, term } = details
  const what = error.message.replace(/^Invalid JSON-LD syntax; /, '').replace(/\.$/, '')
  const found = JSON.stringify(value ?? element ?? term ?? context) ?? ''
  return syntaxError(
    'json-ld',
    {},
    `${what}${typeof code === 'string' ? ` (${code})` : ''}${found && `: ${restore.text(found.slice(0, 200))}`}.`,
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

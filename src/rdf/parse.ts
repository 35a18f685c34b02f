import type { Quad } from '@rdfjs/types'
import { byteOrderMark } from './charset.ts'
import { decode } from './decode.ts'
import { createIntake, type Intake } from './intake.ts'
import { parseJsonLd } from './parse-json-ld.ts'
import { parseRdfXml } from './parse-rdf-xml.ts'
import { parseTurtle } from './parse-turtle.ts'
import type { Warning } from './repair.ts'
import { chooseSyntax } from './sniff.ts'
import { syntaxes, type Syntax } from './syntax.ts'
import { peek, unpack, type Opened } from './unpack.ts'

export type { RepairKind, Warning } from './repair.ts'

export type ParseOptions = {
  /** Absolute IRI that relative ones are resolved against: the final URL of a document, or a made-up one. */
  base: string
  /** The base is made up, so that every IRI resolved against it is reported. */
  ownBase?: boolean
  /** The Content-Type header, if there was one. */
  contentType?: string
  /** File name or URL path, for its suffix. */
  name?: string
  /** Refuses what would otherwise be mended. */
  strict?: boolean
  /** Bound on the unpacked size; without it a document that can be streamed has none. */
  maxBytes?: number
  /** Called in the order of the document. */
  onQuad(quad: Quad): void
  onWarning(warning: Warning): void
  /** Called with each triple that had to be left out; one of its terms is no IRI but what stood there. */
  onDropped?(quad: Quad): void
  signal?: AbortSignal
}

/** Enough for any comment that comes before the first statement. */
const headLength = 16_384
/** Where a document has to be held as a whole and the caller has set no bound. */
const defaultMaxBuffered = 64 << 20

/**
 * Reads RDF in any of the six syntaxes, packed with gzip or not, as the world delivers it: what is
 * meant beyond doubt is mended and reported; the rest is an error that says where and why. Quads
 * before an error have been handed on by then. Blank nodes are of this document alone.
 *
 * Time is only bounded by the size: a caller that must answer reads in a thread it can end.
 */
export async function parseRdf(
  input: AsyncIterable<Uint8Array>,
  options: ParseOptions,
): Promise<{ syntax: Syntax; bytes: number }> {
  const { maxBytes = Infinity, signal } = options
  let bytes = 0
  const opened = await peek(
    unpack(input, maxBytes, (length) => {
      signal?.throwIfAborted()
      bytes += length
    }),
    headLength,
  )
  try {
    return { syntax: await parseOpened(opened, options), bytes }
  } finally {
    await opened.close()
  }
}

async function parseOpened(opened: Opened, options: ParseOptions): Promise<Syntax> {
  const { base, contentType, name, maxBytes: maxLength = defaultMaxBuffered } = options
  const intake = createIntake(options)
  const { repair } = intake
  const mark = byteOrderMark(opened.head)
  const syntax = chooseSyntax(headText(opened.head, mark), { contentType, name, repair })
  if (mark && syntax !== 'rdf-xml') reportMark(mark.charset, syntax, intake)
  const pieces = decode(opened, { contentType, maxBuffered: maxLength, repair })
  if (syntax === 'rdf-xml') await parseRdfXml(pieces, { base, intake })
  else if (syntax === 'json-ld') await parseJsonLd(pieces, { base, intake, maxLength })
  else await parseTurtle(pieces, { syntax, base, intake })
  return syntax
}

/** XML may begin with one; Turtle and JSON are UTF-8 without. */
function reportMark(charset: string, syntax: Syntax, { repair }: Intake) {
  if (charset === 'utf-8') repair('byte-order-mark', 'The document begins with a byte-order mark.')
  else repair('charset', `${syntaxes[syntax].label} is UTF-8, but this is ${charset}.`, charset)
}

const headText = (head: Buffer, mark: ReturnType<typeof byteOrderMark>) =>
  new TextDecoder(mark?.charset ?? 'utf-8').decode(head)

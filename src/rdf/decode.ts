import { isAscii, isUtf8 } from 'node:buffer'
import type { FindbuchError } from '../errors.ts'
import { byteOrderMark, declaredCharsets, undecodable, type Declared } from './charset.ts'
import { tooLarge } from './parse-errors.ts'
import type { RepairKind } from './repair.ts'
import type { Opened } from './unpack.ts'
import { firstInvalidByte } from './utf8.ts'

export type DecodeOptions = {
  contentType: string | undefined
  /** How much may be held at once where a charset can only be told from the whole document. */
  maxBuffered: number
  repair(kind: RepairKind, message: string, value?: string): void
}

/** Pieces are kept short, since parsers hold on to the piece that a term was cut from. */
const pieceLength = 65_536

/**
 * Turns bytes into text by byte-order mark, Content-Type, XML declaration, else as UTF-8. Text that
 * is not what was declared is only taken for something else where no doubt is left.
 */
export async function* decode({ head, bytes }: Opened, options: DecodeOptions) {
  const mark = byteOrderMark(head)
  const declared = declaredCharsets(head, options.contentType)
  if (mark) {
    reportMisdeclared(declared, mark.charset, options)
    yield* decodeStream(skip(bytes, mark.length), mark.charset, mark.length)
  } else if (declared.every(({ charset }) => charset === 'utf-8')) {
    yield* decodeStream(bytes, 'utf-8', 0)
  } else {
    yield* decodeWhole(await collect(bytes, options.maxBuffered), declared, options)
  }
}

async function* decodeStream(bytes: AsyncIterable<Uint8Array>, charset: string, start: number) {
  const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true })
  const fail = (piece: Uint8Array, offset: number) => invalidBytes(charset, piece, offset)
  let last = Buffer.alloc(0)
  let offset = start
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.byteLength; at += pieceLength) {
      const piece = chunk.subarray(at, at + pieceLength)
      yield orElse(
        () => decoder.decode(piece, { stream: true }),
        () => fail(Buffer.concat([last, piece]), offset - last.byteLength),
      )
      offset += piece.byteLength
      last = tail(last, piece)
    }
  }
  yield orElse(
    () => decoder.decode(),
    () => fail(last, offset - last.byteLength),
  )
}

/** The bytes that may begin a character which the next piece ends; never the end of one alone. */
function tail(last: Buffer, piece: Uint8Array) {
  const bytes = Buffer.concat([last, piece.subarray(-3)]).subarray(-3)
  const start = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80)
  return start < 0 ? Buffer.alloc(0) : bytes.subarray(start)
}

function orElse(decodePiece: () => string, failure: () => FindbuchError) {
  try {
    return decodePiece()
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw failure()
  }
}

function* decodeWhole(document: Buffer, declared: Declared[], options: DecodeOptions) {
  // No text holds a NUL byte, but every UTF-16 of Western text does.
  const isProper = isUtf8(document) && !document.includes(0)
  const other = declared.find(({ charset }) => charset !== undefined && charset !== 'utf-8')
  const charset = isProper ? 'utf-8' : (other?.charset ?? 'utf-8')
  if (!isAscii(document)) reportMisdeclared(declared, charset, options)
  const text = orElse(
    () => new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(document),
    () => invalidBytes(charset, document, 0),
  )
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength)
}

function reportMisdeclared(declared: Declared[], used: string, { repair }: DecodeOptions) {
  // "UTF-16" alone leaves the order of the bytes to a mark.
  const family = used.slice(0, 6)
  const wrong = declared.find(({ charset }) => charset?.slice(0, 6) !== family)
  if (!wrong) return
  repair('charset', `The document says ${wrong.label}, but it is ${used}.`, wrong.label)
}

async function* skip(bytes: AsyncIterable<Uint8Array>, length: number) {
  let left = length
  for await (const chunk of bytes) {
    const rest = chunk.subarray(left)
    left -= chunk.byteLength - rest.byteLength
    if (rest.byteLength > 0) yield rest
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>, maxBytes: number) {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.byteLength
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function invalidBytes(charset: string, bytes: Uint8Array, start: number) {
  if (charset !== 'utf-8') return undecodable(`The document is not valid ${charset}.`)
  const at = firstInvalidByte(bytes)
  const code = bytes[at]?.toString(16).toUpperCase().padStart(2, '0')
  return undecodable(
    code === undefined
      ? 'The document ends in the middle of a character of UTF-8.'
      : `The byte ${code} at offset ${start + at} is not UTF-8, and no other charset that is known is declared.`,
    { offset: start + at },
  )
}

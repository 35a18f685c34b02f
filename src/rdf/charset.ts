import { FindbuchError } from '../errors.ts'

/** The length of the byte-order mark and what it says. */
export function byteOrderMark(head: Buffer) {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) {
    return { charset: 'utf-8', length: 3 }
  }
  if (head[0] === 0xfe && head[1] === 0xff) return { charset: 'utf-16be', length: 2 }
  if (head[0] !== 0xff || head[1] !== 0xfe) return undefined
  if (head.length >= 4 && head[2] === 0 && head[3] === 0) throw undecodable('UTF-32 is not read.')
  return { charset: 'utf-16le', length: 2 }
}

const charsetParameter = /;\s*charset\s*=\s*["']?([^\s"';]+)/i
const xmlEncoding = /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'<>]+)["']/

/** A name as it was declared, and what WHATWG makes of it (ISO-8859-1 is windows-1252 there). */
export type Declared = { label: string; charset: string | undefined }

export function declaredCharsets(head: Buffer, contentType = ''): Declared[] {
  const labels = [
    charsetParameter.exec(contentType)?.[1],
    xmlEncoding.exec(head.subarray(0, 1024).toString('latin1'))?.[1],
  ]
  return labels
    .filter((label) => label !== undefined)
    .map((label) => ({ label, charset: charsetOf(label) }))
}

function charsetOf(label: string) {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined // no known charset
  }
}

export const undecodable = (message: string, details: Record<string, unknown> = {}) =>
  new FindbuchError({ code: 'charset', status: 400, message, details })

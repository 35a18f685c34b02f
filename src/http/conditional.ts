import type { IncomingHttpHeaders } from 'node:http'

export type Validators = {
  /** A strong entity tag, quotes included. */
  etag: string
  /** Milliseconds since the epoch. */
  modifiedAt?: number | undefined
}

/** Whether a GET or HEAD needs no answer but 304 (RFC 9110, section 13.2.2). */
export function isNotModified(
  headers: IncomingHttpHeaders,
  { etag, modifiedAt }: Validators,
): boolean {
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, etag)
  const since = Date.parse(headers['if-modified-since'] ?? '')
  if (modifiedAt === undefined || Number.isNaN(since)) return false
  return wholeSeconds(modifiedAt) <= wholeSeconds(since)
}

const wholeSeconds = (at: number) => Math.floor(at / 1000)

/** Weak comparison, over a list; no tag of ours holds a comma or a quote. */
const matches = (header: string, etag: string) =>
  header.trim() === '*' ||
  header.split(',').some((listed) => listed.trim().replace(/^W\//, '') === etag)

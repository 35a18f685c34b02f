import { setTimeout as pause } from 'node:timers/promises'
import { Agent, fetch as undiciFetch, type Response } from 'undici'
import { FindbuchError } from '../errors.ts'
import { guardedConnector } from './network.ts'

export type Fetched = {
  /** Where the answer came from, after redirects. */
  url: string
  contentType: string | undefined
  body: Uint8Array[]
}

/** Gets a document politely and within bounds, or says why not. */
export type Fetch = (url: string, signal: AbortSignal) => Promise<Fetched>

export type FetchSettings = {
  /** Addresses and CIDR ranges that may be reached although they are not public. */
  allow: readonly string[]
  timeoutMs: number
  maxBytes: number
  maxRedirects: number
  userAgent: string
  /** Before the second and the third attempt, when the source is busy or the network fails. */
  pausesMs: readonly number[]
}

/** RDF/XML comes before JSON-LD because portals write it faster and it is read faster. */
const accept =
  'text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8, application/ld+json;q=0.7, */*;q=0.1'

/**
 * @throws FindbuchError (from the returned function) `source-status`, `source-unreachable`,
 * `source-timeout`, `too-many-redirects`, `too-large`, `address-refused` or `bad-url`
 */
export function createFetch(settings: FetchSettings): Fetch {
  const { allow, timeoutMs, pausesMs } = settings
  const agent = new Agent({ connect: guardedConnector(allow, timeoutMs) })

  return async function fetchDocument(url, signal) {
    for (const wait of pausesMs) {
      try {
        return await attempt(url, signal)
      } catch (error) {
        if (!mayPass(error)) throw error
        await pause(wait, undefined, { signal })
      }
    }
    return attempt(url, signal)
  }

  async function attempt(url: string, outer: AbortSignal): Promise<Fetched> {
    const deadline = AbortSignal.timeout(timeoutMs)
    const signal = AbortSignal.any([outer, deadline])
    try {
      const { response, finalUrl } = await follow(url, signal)
      const body = await readBody(response, finalUrl)
      return { url: finalUrl, contentType: response.headers.get('content-type') ?? undefined, body }
    } catch (error) {
      outer.throwIfAborted()
      if (deadline.aborted) throw sourceTimeout(url, timeoutMs)
      throw asFailure(error, url)
    }
  }

  async function follow(url: string, signal: AbortSignal) {
    let target = httpUrl(url)
    for (let hops = 0; hops <= settings.maxRedirects; hops += 1) {
      const response = await undiciFetch(target, {
        dispatcher: agent,
        redirect: 'manual',
        signal,
        headers: { accept, 'user-agent': settings.userAgent },
      })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || location === null) {
        if (!response.ok) throw sourceStatus(target.href, response)
        return { response, finalUrl: target.href }
      }
      await response.body?.cancel()
      target = httpUrl(new URL(location, target).href)
    }
    throw tooManyRedirects(url, settings.maxRedirects)
  }

  async function readBody(response: Response, url: string) {
    const body: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > settings.maxBytes) throw tooLarge(url, settings.maxBytes)
      body.push(chunk)
    }
    return body
  }
}

/** Whether the same request may succeed a little later. */
function mayPass(error: unknown) {
  if (!(error instanceof FindbuchError)) return false
  const status = error.details['sourceStatus']
  return (
    error.code === 'source-unreachable' ||
    error.code === 'source-timeout' ||
    (typeof status === 'number' && (status === 429 || status >= 500))
  )
}

function httpUrl(text: string) {
  const url = URL.parse(text)
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new FindbuchError({ code: 'bad-url', status: 400, message: `Not an http(s) URL: ${text}` })
}

/** undici wraps what went wrong; the innermost reason is what a reader can act on. */
function asFailure(error: unknown, url: string): FindbuchError {
  let reason: unknown = error
  while (reason instanceof Error && !(reason instanceof FindbuchError) && reason.cause) {
    reason = reason.cause
  }
  if (reason instanceof FindbuchError) return reason
  const message = reason instanceof Error ? reason.message : String(reason)
  return new FindbuchError({
    code: 'source-unreachable',
    status: 502,
    message: `${url} could not be read: ${message}`,
    cause: error,
  })
}

const sourceStatus = (url: string, { status, statusText }: Response) =>
  new FindbuchError({
    code: 'source-status',
    status: 502,
    message: `${url} answered ${status} ${statusText}`.trim(),
    details: { sourceStatus: status },
  })

const sourceTimeout = (url: string, timeoutMs: number) =>
  new FindbuchError({
    code: 'source-timeout',
    status: 504,
    message: `${url} did not answer completely within ${timeoutMs / 1000} s.`,
  })

const tooManyRedirects = (url: string, limit: number) =>
  new FindbuchError({
    code: 'too-many-redirects',
    status: 502,
    message: `${url} redirects more than ${limit} times.`,
  })

const tooLarge = (url: string, limit: number) =>
  new FindbuchError({
    code: 'too-large',
    status: 413,
    message: `${url} is larger than ${limit} bytes.`,
  })

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { FindbuchError } from '../../src/errors.ts'
import type { Fetched } from '../../src/harvest/fetch.ts'
import type { Context, Doubt, Harvested, Source } from '../../src/harvest/harvester.ts'
import { parseRdf } from '../../src/rdf/parse.ts'
import { announcedTotal, nextPage } from './hydra.ts'
import { collectLost } from './lost.ts'
import { mapPage, type Feed } from './map.ts'
import { openPage, type Page } from './page.ts'

/** More than any catalogue has: 10,000 pages of 100 are a million datasets. */
const maxPages = 10_000

type Document = {
  url: string
  name: string
  contentType?: string | undefined
  body: AsyncIterable<Uint8Array>
  /** The base of relative references, made up for a file, which has no address of its own. */
  madeUpBase?: string
  maxBytes?: number
}

/** Reads a dump or a paged feed, from a file or over HTTP. */
export async function* read(source: Source, context: Context): AsyncGenerator<Harvested> {
  const { identity, catalogueIri } = context
  const feed: Feed = { identity, catalogueIri, seen: new Set() }
  if (/^https?:/i.test(source.location)) yield* readFeed(source, context, feed)
  else yield* readFile(source, context, feed)
}

async function* readFile(source: Source, context: Context, feed: Feed) {
  const { madeUpBase } = context
  const file = {
    url: source.location,
    name: basename(source.location),
    body: createReadStream(source.location, { highWaterMark: 1 << 20, signal: context.signal }),
    madeUpBase,
  }
  const page = await load(file, source, context)
  try {
    yield* take(page, file, context, feed)
    if (nextPage(page, [madeUpBase]) !== undefined) throw onlyOnePage(source.location)
  } finally {
    page.close()
  }
}

async function* readFeed(source: Source, context: Context, feed: Feed) {
  const visited = new Set([source.location])
  const bodies = new Set<string>()
  let asked = source.location
  let coming: Promise<Fetched> | undefined = context.fetch(asked, context.signal)
  while (coming) {
    const answer: Fetched = await coming
    noteNew(bodies, digest(answer.body), answer.url)
    const document = {
      ...answer,
      name: new URL(answer.url).pathname,
      body: stream(answer.body),
      maxBytes: context.maxPageBytes,
    }
    const page = await load(document, source, context)
    try {
      if (page.size() === 0 && visited.size > 1) throw emptyPage(answer.url)
      const next = nextPage(page, [answer.url, asked])
      if (next !== undefined) noteNew(visited, next, next)
      if (visited.size > maxPages) throw tooManyPages(source.location)
      coming = next === undefined ? undefined : later(context.fetch(next, context.signal))
      yield* take(page, document, context, feed)
      if (next !== undefined) asked = next
    } finally {
      page.close()
    }
  }
}

async function load(document: Document, source: Source, context: Context): Promise<Loaded> {
  const page = openPage(context.scratch)
  const lost = collectLost()
  const { url, name, contentType, body, madeUpBase, maxBytes } = document
  try {
    const { bytes } = await parseRdf(body, {
      base: madeUpBase ?? url,
      ownBase: madeUpBase !== undefined,
      name,
      strict: source.strict ?? false,
      signal: context.signal,
      onQuad: (quad) => page.add(quad),
      onWarning: (warning) => context.notice({ ...warning, document: url }),
      onDropped: lost.see,
      ...(contentType === undefined ? {} : { contentType }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
    })
    return { ...page, bytes, lost }
  } catch (error) {
    page.close()
    throw error
  }
}

type Loaded = Page & { bytes: number; lost: ReturnType<typeof collectLost> }

function* take(page: Loaded, { url, madeUpBase }: Document, context: Context, feed: Feed) {
  const total = announcedTotal(page)
  if (total !== undefined) context.announce(total)
  const before = feed.seen.size
  let resources = 0
  let repeated: string | undefined
  const found = mapPage(page, feed, madeUpBase)
  let step = found.next()
  for (; !step.done; step = found.next()) {
    resources += 1
    // Services may well be described with each dataset that they give access to.
    if ('repeated' in step.value && step.value.kind === 'dataset') repeated = step.value.iri
    yield step.value
  }
  if (repeated !== undefined && total === undefined) yield pagesOverlap(repeated)
  yield* page.lost.resources()
  yield { page: { url, bytes: page.bytes, triples: page.size(), unassigned: step.value } }
  if (resources > 0 && feed.seen.size === before) throw pageLoop(url)
}

/** A promise that is awaited in the next turn, if there is one. */
function later<T>(promise: Promise<T>) {
  promise.catch(() => undefined)
  return promise
}

async function* stream(chunks: Iterable<Uint8Array>) {
  yield* chunks
}

function digest(chunks: Iterable<Uint8Array>) {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

function noteNew(known: Set<string>, value: string, url: string) {
  if (known.has(value)) throw pageLoop(url)
  known.add(value)
}

const pagesOverlap = (iri: string): Doubt => ({
  doubt: new FindbuchError({
    code: 'pages-overlap',
    status: 502,
    message:
      `${iri} is on two pages, so the pages may have shifted while they were read, and another dataset been missed. ` +
      'With hydra:totalItems in the feed this could be told.',
  }),
})

const pageLoop = (url: string) =>
  new FindbuchError({
    code: 'page-loop',
    status: 502,
    message: `The pages of the feed run in a circle: ${url} leads to what was read before.`,
  })

const emptyPage = (url: string) =>
  new FindbuchError({
    code: 'empty-page',
    status: 502,
    message: `${url} is a page of the feed without a single triple.`,
  })

const tooManyPages = (location: string) =>
  new FindbuchError({
    code: 'too-many-pages',
    status: 502,
    message: `${location} has more than ${maxPages} pages.`,
  })

const onlyOnePage = (file: string) =>
  new FindbuchError({
    code: 'only-one-page',
    status: 400,
    message: `${file} is one page of a feed: it names a next page, which was not read.`,
  })

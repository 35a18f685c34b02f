import { LRUCache } from 'lru-cache'

/** Something that can be had, under its own media type and under others by which it may be asked for. */
export type Offer<Name> = {
  name: Name
  mediaType: string
  /** Never matched by wildcards. */
  aliases?: readonly string[]
}

type Range = { type: string; quality: number }

/** Longer headers than any client sends are cut, so that a hostile one costs nothing. */
const maxRanges = 64

/** As `rank`, for offers that stay; it remembers what it made of the headers of common clients. */
export function ranking<Name>(offers: readonly Offer<Name>[]) {
  const known = new LRUCache<string, Name[]>({ max: 100 })
  return (accept = ''): Name[] => {
    const before = known.get(accept)
    if (before) return before
    const ranked = rank(accept, offers)
    if (accept.length <= longestKnown) known.set(accept, ranked)
    return ranked
  }
}

const longestKnown = 500

/**
 * What is acceptable, best first (RFC 9110, section 12.5.1): by quality, then what was named before what
 * a wildcard took in, then in the order of the offers. Without a readable header, everything is.
 */
export function rank<Name>(accept: string | undefined, offers: readonly Offer<Name>[]): Name[] {
  const ranges = rangesOf(accept ?? '')
  if (ranges.length === 0) return offers.map(({ name }) => name)
  return offers
    .map((offer) => ({ name: offer.name, ...match(offer, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality || other.precision - one.precision)
    .map(({ name }) => name)
}

type Match = { quality: number; precision: number }
const noMatch: Match = { quality: 0, precision: 0 }

/** The most precise range that takes it in decides, even where it refuses; aliases come before wildcards. */
function match({ mediaType, aliases = [] }: Offer<unknown>, ranges: readonly Range[]): Match {
  const wildcard = `${mediaType.slice(0, mediaType.indexOf('/'))}/*`
  const candidates = [[mediaType], aliases, [wildcard], ['*/*']]
  for (const [index, types] of candidates.entries()) {
    const found = ranges.filter(({ type }) => types.includes(type))
    const quality = Math.max(...found.map((range) => range.quality))
    if (found.length > 0) return { quality, precision: index < 2 ? 2 : 3 - index }
  }
  return noMatch
}

const mediaRange = /^(?:\*|[\w!#$&^.+-]+)\/(?:\*|[\w!#$&^.+-]+)$/

/** Elements that cannot be read are left out. Java sends `*` for everything. */
function rangesOf(header: string): Range[] {
  return elements(header).flatMap(({ value, quality }) => {
    const type = value === '*' ? '*/*' : value
    return mediaRange.test(type) ? { type, quality } : []
  })
}

/** A list whose elements may have a weight; all other parameters are ignored. */
function elements(header: string) {
  return header
    .toLowerCase()
    .split(',', maxRanges)
    .flatMap((element) => {
      const [value = '', ...parameters] = element.split(';').map((part) => part.trim())
      const quality = weightOf(parameters)
      return value === '' || quality === undefined ? [] : { value, quality }
    })
}

const weight = /^(?:0?\.\d+|[01](?:\.\d*)?)$/

function weightOf(parameters: readonly string[]): number | undefined {
  const parameter = parameters.find((candidate) => /^q\s*=/.test(candidate))
  if (parameter === undefined) return 1
  const value = parameter.slice(parameter.indexOf('=') + 1).trim()
  return weight.test(value) ? Math.min(1, Number(value)) : undefined
}

/** The language that is wanted most, the first of them where none or all are. */
export function preferredLanguage<Language extends string>(
  acceptLanguage: string | undefined,
  languages: readonly [Language, ...Language[]],
): Language {
  const ranges = elements(acceptLanguage ?? '')
  const qualityOf = (language: string) =>
    Math.max(
      0,
      ...ranges
        .filter(({ value }) => value === '*' || value.split('-', 1)[0] === language)
        .map(({ quality }) => quality),
    )
  const [preferred] = languages.toSorted((one, other) => qualityOf(other) - qualityOf(one))
  return preferred ?? languages[0]
}

import { createHash } from 'node:crypto'
import type { HarvestedKind } from './harvester.ts'

const folders = {
  dataset: 'datasets',
  series: 'series',
  service: 'services',
  catalogue: 'catalogues',
}

/** What of a resource without IRI stays the same from run to run: its identifier, or else what names it best. */
export type Key = { source: string; kind: HarvestedKind; value: string }

/**
 * The id of a resource's page, `[a-z0-9-]+`: what a person recognises of its IRI, and a part of a hash
 * that makes it unique, so that it does not depend on what else is stored.
 */
export const idOfIri = (iri: string) => `${slug(lastSegment(iri))}-${digest(iri)}`

/**
 * The IRI and id of a resource that brings no usable IRI; the same whenever source and key are the same.
 * A dataset that becomes a series keeps its id, a service is never one and the same with either.
 */
export function mint(base: string, { source, kind, value }: Key) {
  const key = kind === 'service' ? `service\n${value}` : value
  const id = `${slug(lastSegment(value))}-${digest(`${source}\n${key}`)}`
  return { iri: `${base}/${folders[kind]}/${id}`, id }
}

/** An id from the name of a file or URL that is no other's. */
export const idOfLocation = (name: string, location: string) =>
  `${slug(name).slice(0, 40).replace(/-$/, '')}-${digest(location)}`

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8)

const lastSegment = (iri: string) =>
  decoded(iri.replace(/[#/?]+$/, ''))
    .split(/[#/?=]/)
    .at(-1) ?? ''

function decoded(text: string) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a % that encodes nothing is part of the name
  }
}

const transcription: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** Lower-case ASCII words joined by hyphens, at most 60 characters, never empty. */
export function slug(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => transcription[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
  return words.slice(0, 60).replace(/^-+|-+$/g, '') || 'x'
}

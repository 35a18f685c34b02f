import { createRandom, seedOf, type Random } from './random.ts'
import { places, slug, subjects, type Place, type Subject } from './words.ts'

/** A dataset before it is written: what all its parts must agree on. */
export type Draft = {
  index: number
  iri: string
  host: string
  subject: Subject
  place: Place
  year: number
  /** How often it has changed since it was published. */
  changes: number
  issued: Date
  modified: Date
  random: Random
}

export type Edition = { seed: number; version: number }

const day = 86_400_000
const daysBetweenChanges = 56
const changedPercent = 3

export function draftDataset(index: number, edition: Edition): Draft {
  const random = createRandom(seedOf(edition.seed, index))
  const subject = random.pick(subjects)
  const place = random.pick(places)
  const year = 2005 + random.below(20)
  const host = `https://daten.${slug(place.name)}.example`
  const iri = `${host}/datensatz/${slug(subject.title)}-${year}-${index}`
  const changes = changesUntil(edition, index)
  const issued = new Date(Date.UTC(year + 1, 0, 10 + random.below(150)))
  const modified = new Date(issued.getTime() + (14 + changes * daysBetweenChanges) * day)
  return { index, iri, host, subject, place, year, changes, issued, modified, random }
}

/** Each version changes some datasets; the others stay as they are, to the last byte. */
function changesUntil({ seed, version }: Edition, index: number): number {
  let changes = 0
  for (let at = 1; at <= version; at++)
    if (createRandom(seedOf(seed, index, at)).chance(changedPercent)) changes += 1
  return changes
}

/** A blank node that no other dataset has. */
export const blank = ({ index }: Draft, part: string) => `_:d${index}${part}`

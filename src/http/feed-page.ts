import { setImmediate } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Catalogue, Resource } from '../catalogue/catalogue.ts'
import { FindbuchError } from '../errors.ts'
import type { Syntax } from '../rdf/syntax.ts'
import { rdfWriter, writeRdf } from '../rdf/write.ts'
import { prefixes } from '../rdf/vocabulary.ts'
import { isNotRepresentable } from './document-sender.ts'
import { speaksOfPages } from './feed-frame.ts'

/** National portals end a harvest at 50 MB, and ask for less than 10. */
const maxPageBytes = 10 * 1024 * 1024
/** N-Triples is the longest of the syntaxes; a page that is longer than this fits in none. */
const maxReadLength = 8 * maxPageBytes
/** How many resources are written before other requests get their turn. */
const resourcesPerTurn = 25

export type PageContent = {
  syntax: Syntax
  /** The IRI of the catalogue, and what the page says of it and of itself. */
  catalogue: string
  frame: string
  members: readonly Member[]
}
export type Member = { resource: Resource; ntriples: string }

/**
 * The graphs of a page; without a pause, so that no write of this process comes between them.
 *
 * @throws FindbuchError `changed-meanwhile` (503) when another process has deleted one just now
 */
export function readMembers(catalogue: Catalogue, resources: readonly Resource[]): Member[] {
  let length = 0
  return resources.map((resource) => {
    const ntriples = catalogue.graph(resource)
    if (ntriples === '') throw changedMeanwhile()
    length += ntriples.length
    if (length > maxReadLength) throw pageTooLarge(resources.length)
    return { resource, ntriples }
  })
}

/**
 * A whole page of the feed as text, so that it is sent in full or not at all.
 *
 * @throws FindbuchError `page-too-large` (507)
 */
export async function writeFeedPage(content: PageContent, log: FastifyBaseLogger) {
  const { syntax, catalogue, frame, members } = content
  const writer = rdfWriter(syntax)
  const parts = [writer.begin(), writer.add(frame, catalogue)]
  let bytes = 0
  for (const [index, { resource, ntriples }] of members.entries()) {
    const part = add(ntriples, resource.iri)
    parts.push(part)
    bytes += Buffer.byteLength(part)
    if (bytes > maxPageBytes) throw pageTooLarge(members.length)
    if (index % resourcesPerTurn === resourcesPerTurn - 1) await setImmediate()
  }
  return parts.join('') + writer.end()

  function add(ntriples: string, iri: string) {
    const lines = ntriples.includes(prefixes.hydra)
      ? linesOf(ntriples).filter(isOfNoPage)
      : undefined
    try {
      return lines === undefined ? writer.add(ntriples, iri) : addSome(lines, ntriples, iri)
    } catch (error) {
      if (!isNotRepresentable(error)) throw error
      const some = (lines ?? linesOf(ntriples)).filter((line) => isRepresentable(line, syntax))
      return addSome(some, ntriples, iri)
    }
  }

  // One bad triple must not keep a town from being harvested, and must not lead a harvester astray.
  function addSome(lines: readonly string[], ntriples: string, iri: string) {
    const written = writer.add(lines.join(''), iri)
    const triples = linesOf(ntriples).length - lines.length
    if (triples > 0) log.warn({ iri, triples, syntax }, 'triples left out of feed')
    return written
  }
}

const linesOf = (ntriples: string) => ntriples.split(/(?<=\n)/)

function isOfNoPage(line: string) {
  const [, predicate = '', object = ''] = line.split(' ', 3)
  return !speaksOfPages(predicate) && !speaksOfPages(object)
}

function isRepresentable(line: string, syntax: Syntax) {
  try {
    return writeRdf(line, syntax, 'urn:findbuch:line') !== ''
  } catch (error) {
    if (isNotRepresentable(error)) return false
    throw error
  }
}

const changedMeanwhile = () =>
  new FindbuchError({
    code: 'changed-meanwhile',
    status: 503,
    message: 'The page was changed while it was being read.',
    retryAfterSeconds: 1,
  })

const pageTooLarge = (members: number) =>
  new FindbuchError({
    code: 'page-too-large',
    status: 507,
    message:
      `This page with ${members} resources is larger than ${maxPageBytes} bytes. ` +
      'Ask for fewer at once with the parameter size.',
    details: { limit: maxPageBytes },
  })

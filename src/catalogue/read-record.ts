import { canonicalText } from '../rdf/canonical.ts'
import { iriOf, isIri, literalParts, type Statement } from '../rdf/statement.ts'
import { dcat, dct, foaf, prov } from '../rdf/vocabulary.ts'
import { pageOf, paths, sourcePage, type DescribedKind } from './paths.ts'
import { recordLines } from './record.ts'

/** Who a resource is, as the catalogue that it comes from has it. */
export type Origin = {
  /** Public URL of that catalogue's service, without a slash at its end. */
  base: string
  resource: string
  id: string
  kind: DescribedKind
  catalogue: string
  source: string | null
  origin: string | undefined
  createdAt: number
  modifiedAt: number
}

/**
 * What a record graph says, whichever Findbuch has written it; nothing if it is not word for word what
 * one writes, so that nothing it holds is passed over.
 */
export function readRecord(record: string, statements: readonly Statement[]): Origin | undefined {
  const place = placeOf(record)
  if (!place) return undefined
  const { base } = place
  const about = new Map<string, string>()
  let catalogue = ''
  for (const { subject, predicate, object } of statements) {
    if (subject === `<${record}>`) about.set(iriOf(predicate), valueOf(object))
    else if (iriOf(predicate) === dcat('record').value) catalogue = iriOf(subject)
  }
  const said = (term: { value: string }) => about.get(term.value)
  const facts = {
    ...place,
    record,
    catalogue,
    resource: said(foaf('primaryTopic')) ?? '',
    origin: said(dct('source')),
    source: said(prov('hadPrimarySource')),
    createdAt: Date.parse(said(dct('issued')) ?? ''),
    modifiedAt: Date.parse(said(dct('modified')) ?? ''),
  }
  if (Number.isNaN(facts.createdAt + facts.modifiedAt)) return undefined
  if (!isSame(statements, recordLines(facts))) return undefined
  const names = {
    catalogue: idBehind(pageOf(base, 'catalogue', ''), catalogue),
    source: facts.source === undefined ? null : idBehind(sourcePage(base, ''), facts.source),
  }
  if (names.catalogue === undefined || names.source === undefined) return undefined
  return { ...facts, base, catalogue: names.catalogue, source: names.source }
}

/**
 * A stored record graph with the harvest source in it. Records that were written before these named it
 * stay as they are until their resource changes; without it, the resource would move as nobody's.
 */
export function withSource(ntriples: string, record: string, source: string): string {
  const predicate = `<${prov('hadPrimarySource').value}>`
  const { base } = placeOf(record) ?? {}
  if (base === undefined || ntriples.includes(` ${predicate} `)) return ntriples
  const line = `<${record}> ${predicate} <${sourcePage(base, source)}> .\n`
  return canonicalText([...(ntriples.match(/[^\n]+\n/g) ?? []), line]).ntriples
}

/** The base and id in the IRI of a catalogue, if it is one that a Findbuch may have made. */
export function catalogueAt(iri: string) {
  const [, base, id] = /^(https?:.+)\/catalogues\/([a-z0-9-]+)$/.exec(iri) ?? []
  return base === undefined || id === undefined ? undefined : { base, id }
}

const kinds: Record<string, DescribedKind> = {
  [paths.dataset]: 'dataset',
  [paths.series]: 'series',
  [paths.service]: 'service',
}

function placeOf(record: string) {
  const [, base, folder = '', id] =
    /^(https?:.+)\/([a-z]+)\/([a-z0-9-]+)\/record$/.exec(record) ?? []
  const kind = kinds[folder]
  return base === undefined || id === undefined || !kind ? undefined : { base, id, kind }
}

const valueOf = (token: string) => (isIri(token) ? iriOf(token) : literalParts(token).value)

const idBehind = (start: string, iri: string) => {
  const id = iri.slice(start.length)
  return iri.startsWith(start) && /^[a-z0-9-]+$/.test(id) ? id : undefined
}

function isSame(statements: readonly Statement[], lines: string[]) {
  const found = new Set(
    statements.map(({ subject, predicate, object }) => `${subject} ${predicate} ${object} .\n`),
  )
  return found.size === lines.length && lines.every((line) => found.has(line))
}

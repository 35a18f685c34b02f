import { expect } from 'vitest'
import { sha256 } from '../../src/rdf/canonical.ts'
import { asIndexed, canonicalText } from './as-indexed.ts'
import type { State, Stored } from './torture-protocol.ts'

/** The hash of a resource's graph; undefined when it is not there. */
export type Version = string | undefined

/** What a resource may be: as it was acknowledged last, or as it was sent when the kill came. */
export type Expected = Map<
  string,
  { acknowledged: Version; sent?: { version: Version } | undefined }
>

/** Nothing that was acknowledged is lost, nothing is half written, and the index has what the record has. */
export async function checkState({ problems, resources, index }: State, expected: Expected) {
  expect(problems).toEqual(['ok'])
  const stored = new Map(resources.map((resource) => [resource.iri, resource]))
  for (const [iri, { acknowledged, sent }] of expected) {
    const version = versionOf(stored.get(iri))
    const allowed = sent ? [acknowledged, sent.version] : [acknowledged]
    expect(allowed, `${iri} is as acknowledged or as sent`).toContain(version)
    expected.set(iri, { acknowledged: version })
  }
  resources.forEach(checkWhole)
  checkCatalogueRecords(resources)
  await checkIndex(resources, index)
}

const versionOf = (resource: Stored | undefined): Version =>
  resource?.ntriples === undefined ? undefined : resource.hash

function checkWhole({ iri, hash, size, ntriples }: Stored) {
  const is =
    ntriples === undefined
      ? { hash: '', size: 0 }
      : { hash: sha256(ntriples), size: ntriples.split('\n').length - 1 }
  expect({ hash, size }, iri).toEqual(is)
}

function checkCatalogueRecords(resources: Stored[]) {
  const idsOf = (isRecord: boolean) =>
    resources
      .filter(({ kind, ntriples }) => ntriples !== undefined && (kind === 'record') === isRecord)
      .map(({ id }) => id.replace(/\/record$/, ''))
      .sort()
  expect(idsOf(true)).toEqual(idsOf(false))
}

async function checkIndex(resources: Stored[], results: string) {
  const indexed = graphsOf(results)
  const live = resources.filter(({ ntriples }) => ntriples !== undefined && ntriples !== '')
  expect([...indexed.keys()].sort()).toEqual(live.map(({ iri }) => iri).sort())
  for (const { iri, hash, ntriples = '' } of live) {
    const found = await canonicalText(indexed.get(iri) ?? '', iri)
    expect(found, `the index has ${iri} as the record has it`).toBe(
      await indexedForm(iri, hash, ntriples),
    )
  }
}

const forms = new Map<string, string>()

/** Most graphs are as they were in the round before. */
async function indexedForm(iri: string, hash: string, ntriples: string) {
  const key = `${iri} ${hash}`
  const form = forms.get(key) ?? (await asIndexed(ntriples, iri))
  forms.set(key, form)
  return form
}

type Term = { type: string; value: string; 'xml:lang'?: string; datatype?: string }
type Binding = Record<'g' | 's' | 'p' | 'o', Term>

/** N-Triples of each graph of the index. */
function graphsOf(results: string) {
  const { bindings } = (JSON.parse(results) as { results: { bindings: Binding[] } }).results
  const graphs = new Map<string, string>()
  for (const { g, s, p, o } of bindings) {
    const line = `${written(s)} ${written(p)} ${written(o)} .\n`
    graphs.set(g.value, (graphs.get(g.value) ?? '') + line)
  }
  return graphs
}

function written(term: Term) {
  if (term.type === 'uri') return `<${term.value}>`
  if (term.type === 'bnode') return `_:${term.value}`
  const { 'xml:lang': language, datatype } = term
  const suffix = language ? `@${language}` : datatype ? `^^<${datatype}>` : ''
  return JSON.stringify(term.value) + suffix
}

import type { Quad } from '@rdfjs/types'
import { hydra } from '../../src/rdf/vocabulary.ts'
import type { Syntax } from '../../src/rdf/syntax.ts'
import { prefixes } from '../../src/rdf/vocabulary.ts'
import { base, dataset, testApp } from '../app.ts'
import { read } from '../rdf/write-readers.ts'

export const datasetIri = (n: number) => `http://example.org/dataset/${n}`

export async function appWithDatasets(count: number, environment: Record<string, string> = {}) {
  const parts = await testApp({ environment })
  await parts.keep(
    `<${base}/catalogues/test> a dcat:Catalog ; dct:title "Testkatalog"@de ;
       dct:publisher [ a <http://xmlns.com/foaf/0.1/Agent> ] .`,
    { kind: 'catalogue', id: 'test', iri: `${base}/catalogues/test` },
  )
  for (let n = 0; n < count; n += 1) {
    const iri = datasetIri(n)
    await parts.keep(dataset(iri, `Datensatz ${n}`), { iri, id: `d${n}` })
  }
  return parts
}

export type App = Awaited<ReturnType<typeof testApp>>['app']
export type Page = { url: string; quads: Quad[]; body: string }

const path = (url: string) => url.slice(base.length)
const valuesOf = (quads: readonly Quad[], subject: string, predicate: string) =>
  quads
    .filter((quad) => quad.subject.value === subject && quad.predicate.value === predicate)
    .map(({ object }) => object)

/** GET and HEAD of one page, which have to agree. */
export async function readPage(app: App, url: string, syntax: Syntax, accept = '*/*') {
  const headers = { accept }
  const head = await app.inject({ method: 'HEAD', url: path(url), headers })
  const get = await app.inject({ url: path(url), headers })
  if (get.statusCode !== 200) throw new Error(`${get.statusCode} ${get.body}`)
  if (head.statusCode !== 200) throw new Error(`HEAD ${head.statusCode}`)
  for (const name of ['content-type', 'content-length', 'etag', 'link']) {
    if (head.headers[name] !== get.headers[name]) throw new Error(`HEAD differs in ${name}`)
  }
  return { url, quads: await read(get.body, syntax), body: get.body }
}

const rdfType = `${prefixes.rdf}type`
const nodesOf = (quads: readonly Quad[], type: string) =>
  quads
    .filter(({ predicate, object }) => predicate.value === rdfType && object.value === type)
    .map(({ subject }) => subject.value)

/**
 * Walks a feed as CKAN does: the node that is typed as a page, its next, an end where the body is that of
 * the first page.
 */
export async function walkLikeCkan(app: App, start: string, syntax: Syntax, accept?: string) {
  const pages: Page[] = []
  for (let url: string | undefined = start; url !== undefined;) {
    const page = await readPage(app, url, syntax, accept)
    if (pages.length > 0 && page.body === pages[0]?.body) throw new Error('The feed is a loop.')
    pages.push(page)
    const [view] = [
      ...nodesOf(page.quads, hydra('PartialCollectionView').value),
      ...nodesOf(page.quads, hydra('PagedCollection').value),
    ]
    if (view === undefined) throw new Error(`No page node at ${url}`)
    const [next] = [
      ...valuesOf(page.quads, view, hydra('next').value),
      ...valuesOf(page.quads, view, hydra('nextPage').value),
    ]
    url = next?.value
  }
  return pages
}

/** Walks a feed as piveau does, which wants totalItems, and nextPage of a PagedCollection as a literal. */
export async function walkLikePiveau(app: App, start: string, syntax: Syntax) {
  const pages: Page[] = []
  for (let url: string | undefined = start; url !== undefined;) {
    const page = await readPage(app, url, syntax)
    pages.push(page)
    url = nextForPiveau(page.quads)
  }
  return pages
}

function nextForPiveau(quads: readonly Quad[]) {
  const [paged] = nodesOf(quads, hydra('PagedCollection').value)
  const [partial] = nodesOf(quads, hydra('PartialCollectionView').value)
  const totals = quads.filter(({ predicate }) => predicate.value === hydra('totalItems').value)
  const [total] = totals
  if (totals.length !== 1 || total === undefined) throw new Error(`${totals.length} totalItems`)
  if (total.object.termType !== 'Literal') throw new Error('totalItems is no literal')
  if (total.object.datatype.value !== `${prefixes.xsd}integer`) throw new Error('no integer')
  const [next] = paged
    ? valuesOf(quads, paged, hydra('nextPage').value)
    : valuesOf(quads, partial ?? '', hydra('next').value)
  if (next && next.termType !== (paged ? 'Literal' : 'NamedNode')) throw new Error('wrong term')
  return next?.value
}

export const datasetsOf = (pages: readonly Page[]) =>
  pages.flatMap(({ quads }) => nodesOf(quads, `${prefixes.dcat}Dataset`))
export { nodesOf, valuesOf }

import { createHash } from 'node:crypto'
import type { Catalogue, Resource } from '../catalogue/catalogue.ts'
import { pageOf } from '../catalogue/paths.ts'
import { writeRdf } from '../rdf/write.ts'
import type { Document } from './document.ts'
import { formats } from './formats.ts'
import { catalogueListPage, entryPage, type Language } from './pages/pages.ts'
import { sparqlExamples } from './pages/sparql-examples.ts'
import { isDescribed } from './resource-document.ts'
import { serviceTriples } from './service.ts'
import { iri, name, storedForm, triple, type } from './statements.ts'
import { titleOf } from './titles.ts'

export type EntryParts = { catalogue: Catalogue; base: string }

const latestShown = 5

/** The service itself: where its catalogues, its feed and its SPARQL endpoint are. */
export function entryDocument(parts: EntryParts): Document {
  const { base } = parts
  return listing(parts, {
    href: (suffix) => (suffix === '' ? `${base}/` : `${base}/index${suffix}`),
    ntriples: () => describeService(parts),
    page: (language) =>
      entryPage({
        base,
        language,
        catalogues: catalogueLinks(parts, language),
        counts: { datasets: parts.catalogue.countEntries() },
        latest: latest(parts, language),
        sparqlExample: sparqlExamples[0]?.query ?? '',
      }),
  })
}

/** All catalogues as each describes itself. */
export function cataloguesDocument(parts: EntryParts): Document {
  const { base, catalogue } = parts
  const linesOf = (resource: Resource) => catalogue.graph(resource).split(/(?<=\n)/)
  return listing(parts, {
    href: (suffix) => `${base}/catalogues${suffix}`,
    ntriples: () =>
      storedForm([...memberTriples(parts), ...catalogue.catalogues().flatMap(linesOf)]),
    page: (language) =>
      catalogueListPage({ base, language, catalogues: catalogueLinks(parts, language) }),
  })
}

type Listing = {
  href: Document['href']
  ntriples(): string
  page(language: Language): string
}

function listing({ catalogue, base }: EntryParts, { href, ntriples, page }: Listing): Document {
  const version = (language: Language) => `${catalogue.revision()}-${language}`
  return {
    href,
    formats,
    version: (_, language) => version(language),
    tag: (format, language) => (format === 'html' ? version(language) : digest(ntriples())),
    render: (format, language) =>
      format === 'html' ? page(language) : writeRdf(ntriples(), format, `${base}/`),
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)

function describeService(parts: EntryParts) {
  const { base } = parts
  const service = iri(`${base}/`)
  return storedForm([
    ...serviceTriples(`${base}/`),
    triple(service, type, name('void', 'Dataset')),
    triple(service, name('void', 'sparqlEndpoint'), iri(`${base}/sparql`)),
    triple(service, name('hydra', 'collection'), iri(`${base}/catalog`)),
    ...memberTriples(parts),
  ])
}

function memberTriples({ catalogue, base }: EntryParts) {
  const service = iri(`${base}/`)
  const members = catalogue
    .catalogues()
    .flatMap(({ id, iri: member }) => [
      triple(service, name('dcat', 'catalog'), iri(member)),
      triple(
        iri(member),
        name('hydra', 'collection'),
        iri(`${pageOf(base, 'catalogue', id)}/catalog`),
      ),
    ])
  return [triple(service, type, name('dcat', 'Catalog')), ...members]
}

const catalogueLinks = ({ catalogue, base }: EntryParts, language: Language) =>
  catalogue.catalogues().map((resource) => ({
    id: resource.id,
    title: titleOf(catalogue, resource, language),
    href: pageOf(base, 'catalogue', resource.id),
    count: catalogue.countEntries(resource.id),
  }))

/** What was stored last, the newest first. */
function latest({ catalogue, base }: EntryParts, language: Language) {
  const offset = Math.max(0, catalogue.countEntries() - latestShown)
  return catalogue
    .entries({ offset, limit: latestShown })
    .filter(isDescribed)
    .map((resource) => ({
      title: titleOf(catalogue, resource, language),
      href: pageOf(base, resource.kind, resource.id),
    }))
    .toReversed()
}

import type { Catalogue, Resource } from '../catalogue/catalogue.ts'
import { pageOf, type DescribedKind } from '../catalogue/paths.ts'
import { writeRdf } from '../rdf/write.ts'
import { alternatesOf, type Document } from './document.ts'
import { formats, rdfFormats } from './formats.ts'
import { resourcePage, type Language } from './pages/pages.ts'
import { titleOf } from './titles.ts'

export type Described = Resource & { kind: DescribedKind }

/** A resource as its publisher has described it. */
export function resourceDocument(
  resource: Described,
  { catalogue, base }: { catalogue: Catalogue; base: string },
): Document {
  const page = pageOf(base, resource.kind, resource.id)
  const href = (suffix: string) => page + suffix
  const { hash, iri, modifiedAt, revision } = resource
  return {
    href,
    formats,
    modifiedAt,
    links: () =>
      resource.kind === 'catalogue' ? feedLinks(page) : recordLinks(resource, page, base),
    version: (format, language) => (format === 'html' ? pageTag(language) : String(revision)),
    tag: (format, language) => (format === 'html' ? pageTag(language) : short(hash)),
    render: (format, language) =>
      format === 'html' ? html(language) : writeRdf(catalogue.graph(resource), format, iri),
  }

  /** A page has titles and links of other resources as well. */
  function pageTag(language: Language) {
    return `${short(hash)}-${catalogue.revision()}-${language}`
  }

  function html(language: Language) {
    return resourcePage({
      base,
      language,
      resource,
      ntriples: catalogue.graph(resource),
      alternates: alternatesOf({ href, formats: rdfFormats }),
      ...(resource.kind === 'catalogue' ? {} : { catalogue: catalogueOf(language) }),
      pageOf: linkTo,
    })
  }

  function catalogueOf(language: Language) {
    const id = resource.catalogue
    const parent = catalogue.catalogues().find((candidate) => candidate.id === id)
    const title = parent ? titleOf(catalogue, parent, language) : id
    return { id, title, href: pageOf(base, 'catalogue', id) }
  }

  function linkTo(iri: string) {
    const other = catalogue.byIri(iri)
    return other && !other.deleted && isDescribed(other)
      ? pageOf(base, other.kind, other.id)
      : undefined
  }
}

export const isDescribed = (resource: Resource): resource is Described => resource.kind !== 'record'

/** What the catalogue knows of a resource: when it came, which catalogue it belongs to. */
export function recordDocument(
  record: Resource,
  { catalogue, page }: { catalogue: Catalogue; page: string },
): Document {
  return {
    href: (suffix) => `${page}/record${suffix}`,
    formats: rdfFormats,
    modifiedAt: record.modifiedAt,
    links: () => [`<${page}>; rel="describes"`],
    version: () => String(record.revision),
    tag: () => short(record.hash),
    render: (format) => {
      if (format === 'html') throw new TypeError('A record has no page.')
      return writeRdf(catalogue.graph(record), format, record.iri)
    },
  }
}

/** Enough of a SHA-256 to tell the states of one resource apart. */
const short = (hash: string) => hash.slice(0, 32)

const recordLinks = ({ catalogue }: Resource, page: string, base: string) => [
  `<${page}/record>; rel="describedby"`,
  `<${pageOf(base, 'catalogue', catalogue)}>; rel="collection"`,
]

const feedLinks = (page: string) => [`<${page}/catalog>; rel="contents"`]

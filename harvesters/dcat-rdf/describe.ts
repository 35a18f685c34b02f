import type { Quad } from '@rdfjs/types'
import { FindbuchError } from '../../src/errors.ts'
import type { HarvestedKind } from '../../src/harvest/harvester.ts'
import { dcat, rdf } from '../../src/rdf/vocabulary.ts'
import { keyOf, type Page } from './page.ts'

/** One dataset may be large (8,327 distributions are known), but not without end; its bytes are bounded as well. */
const maxTriples = 200_000

const type = rdf('type').value

const kinds: [type: string, kind: HarvestedKind][] = [
  [dcat('DatasetSeries').value, 'series'],
  [dcat('Dataset').value, 'dataset'],
  [dcat('DataService').value, 'service'],
  [dcat('Catalog').value, 'catalogue'],
]

/** What the standard says a resource is by its types; a series is one even if it is called a dataset too. */
export const kindOf = (types: ReadonlySet<string>): HarvestedKind | undefined =>
  kinds.find(([name]) => types.has(name))?.[1]

/** Descriptions end where those of others begin. A service belongs to each dataset that it gives access to. */
const isElsewhere = (types: ReadonlySet<string>) => {
  const kind = kindOf(types)
  return (
    kind === 'dataset' ||
    kind === 'series' ||
    kind === 'catalogue' ||
    types.has(dcat('CatalogRecord').value)
  )
}

/**
 * A resource with all that describes it on its page: everything that can be reached from it forward
 * over blank nodes and described IRIs, up to other datasets, series, records and catalogues.
 *
 * @throws FindbuchError `resource-too-large` (413)
 */
export function describe(page: Page, root: string, follow: (quad: Quad) => boolean = () => true) {
  const seen = new Set([root])
  const quads: Quad[] = []
  for (const key of seen) {
    for (const quad of page.about(key)) {
      if (key === root && !follow(quad)) continue
      quads.push(quad)
      if (quads.length > maxTriples) throw tooLarge(root)
      if (!isFollowed(quad)) continue
      const next = keyOf(quad.object)
      if (page.has(next) && !isElsewhere(page.typesOf(next))) seen.add(next)
    }
  }
  return { quads, subjects: seen }
}

const isFollowed = ({ predicate, object }: Quad) =>
  object.termType === 'BlankNode' || (object.termType === 'NamedNode' && predicate.value !== type)

const tooLarge = (root: string) =>
  new FindbuchError({
    code: 'resource-too-large',
    status: 413,
    message: `${root} has more than ${maxTriples} triples.`,
  })

import { dcat, hydra } from '../../src/rdf/vocabulary.ts'
import { FindbuchError } from '../../src/errors.ts'
import type { Page } from './page.ts'

const views = [hydra('PartialCollectionView').value, hydra('PagedCollection').value]
const nextTerms = [hydra('next').value, hydra('nextPage').value]
const totalItems = hydra('totalItems').value
const counting = new Set([...views, hydra('Collection').value, dcat('Catalog').value])

/**
 * The next page of either generation of terms, an IRI or a literal (ckanext-dcat writes both).
 *
 * @param addresses of this page: where it is, and where it was asked for
 */
export function nextPage(page: Page, addresses: readonly [string, ...string[]]) {
  for (const key of viewsOf(page, addresses)) {
    const links = page.about(key).filter(({ predicate }) => nextTerms.includes(predicate.value))
    const best = nextTerms.flatMap((term) =>
      links.filter(({ predicate }) => predicate.value === term),
    )[0]
    if (best) return absolute(best.object.value, addresses[0])
    if (addresses.includes(key)) return undefined
  }
  return undefined
}

/**
 * What may speak of the page, best first: some pages describe their neighbours as well, and some do not
 * say what they are, which must not pass for the end of the feed.
 */
function viewsOf(page: Page, addresses: readonly string[]) {
  const candidates = [...page.paging()]
  const rank = (key: string) => {
    const type = views.findIndex((view) => page.typesOf(key).has(view))
    return (type < 0 ? views.length : type) + (addresses.includes(key) ? 0 : views.length + 1)
  }
  return candidates.sort((a, b) => rank(a) - rank(b))
}

/** How many resources the source says it has, if it says so and says one thing. */
export function announcedTotal(page: Page): number | undefined {
  const totals = new Set<string>()
  for (const key of page.paging()) {
    if (![...page.typesOf(key)].some((type) => counting.has(type))) continue
    for (const { predicate, object } of page.about(key)) {
      if (predicate.value === totalItems) totals.add(object.value)
    }
  }
  const [only, ...others] = totals
  return only !== undefined && others.length === 0 && /^\d{1,9}$/.test(only)
    ? Number(only)
    : undefined
}

function absolute(link: string, url: string) {
  const target = URL.parse(link.trim(), url)
  if (target) return target.href
  throw new FindbuchError({
    code: 'bad-page-link',
    status: 502,
    message: `${url} names a next page that is no URL: ${link}`,
  })
}

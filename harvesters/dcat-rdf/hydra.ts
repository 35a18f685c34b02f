import { hydra } from '../../src/rdf/vocabulary.ts'
import { FindbuchError } from '../../src/errors.ts'
import type { Page } from './page.ts'

const views = [hydra('PartialCollectionView').value, hydra('PagedCollection').value]
const nextTerms = [hydra('next').value, hydra('nextPage').value]
const totalItems = hydra('totalItems').value

/** The next page of either generation of terms, an IRI or a literal (ckanext-dcat writes both). */
export function nextPage(page: Page, url: string): string | undefined {
  for (const view of views) {
    for (const key of subjectsOfType(page, view)) {
      const links = page.about(key).filter(({ predicate }) => nextTerms.includes(predicate.value))
      const best = nextTerms.flatMap((term) =>
        links.filter(({ predicate }) => predicate.value === term),
      )[0]
      if (best) return absolute(best.object.value, url)
    }
  }
  return undefined
}

/** How many resources the source says it has, if it says so and says one thing. */
export function announcedTotal(page: Page): number | undefined {
  const totals = new Set<string>()
  for (const type of [...views, hydra('Collection').value]) {
    for (const key of subjectsOfType(page, type)) {
      for (const { predicate, object } of page.about(key)) {
        if (predicate.value === totalItems) totals.add(object.value)
      }
    }
  }
  const [only, ...others] = totals
  return only !== undefined && others.length === 0 && /^\d{1,9}$/.test(only)
    ? Number(only)
    : undefined
}

function* subjectsOfType(page: Page, type: string) {
  for (const [key, types] of page.typed()) if (types.has(type)) yield key
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

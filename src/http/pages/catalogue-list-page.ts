import { html } from 'htm/preact'
import { formatNumber } from './format.ts'
import type { Language } from './language.ts'
import { renderPage } from './layout.ts'
import type { Markup } from './markup.ts'
import { siteAt, type Site } from './site.ts'

/** A catalogue with the number of its datasets. */
export type CatalogueLink = { id: string; title: string; href: string; count: number }

/** The page of all catalogues. */
export function catalogueListPage(input: {
  base: string
  language: Language
  catalogues: CatalogueLink[]
}): string {
  const site = siteAt(input)
  return renderPage({
    site,
    title: site.messages.catalogues,
    current: 'catalogues',
    content: html`<div class="width">
      <h1>${site.messages.catalogues}</h1>
      <p class="intro">${site.messages.catalogueList.lead}</p>
      ${catalogueItems(input.catalogues, site)}
    </div>`,
  })
}

export function catalogueItems(catalogues: readonly CatalogueLink[], site: Site): Markup {
  const { none, count } = site.messages.catalogueList
  if (catalogues.length === 0) return html`<p>${none}</p>`
  return html`<ul class="links">
    ${catalogues.map(
      (catalogue) =>
        html`<li>
          <a href=${site.page(catalogue.href)}>${catalogue.title}</a>${' '}
          <span class="note"
            >${count(catalogue.count, formatNumber(catalogue.count, site.language))}</span
          >
        </li>`,
    )}
  </ul>`
}

import { html } from 'htm/preact'
import { catalogueItems, type CatalogueLink } from './catalogue-list-page.ts'
import { formatNumber } from './format.ts'
import type { Language } from './language.ts'
import { renderPage } from './layout.ts'
import { section, type Markup } from './markup.ts'
import { siteAt, type Site } from './site.ts'

export type EntryInput = {
  base: string
  language: Language
  catalogues: CatalogueLink[]
  counts: { datasets: number }
  /** Datasets changed lately. */
  latest: { title: string; href: string }[]
  sparqlExample: string
}

/** The page at the root: what is here, and the ways in. */
export function entryPage(input: EntryInput): string {
  const site = siteAt(input)
  const { entry, catalogues } = site.messages
  return renderPage({
    site,
    title: 'Findbuch',
    current: 'home',
    content: html`<div class="width">
      <h1>${entry.title}</h1>
      <p class="intro">${greeting(input.counts.datasets, site)}</p>
      <div class="halves">
        ${section(catalogues, catalogueItems(input.catalogues, site))}
        ${section(entry.latest, latest(input, site))}
      </div>
      ${section(entry.machines, machines(input, site))}
    </div>`,
  })
}

const greeting = (datasets: number, { messages, language }: Site) =>
  datasets === 1 ? messages.entry.leadOne : messages.entry.lead(formatNumber(datasets, language))

const latest = ({ latest }: EntryInput, site: Site): Markup =>
  latest.length === 0
    ? html`<p>${site.messages.entry.noLatest}</p>`
    : html`<ul class="links">
        ${latest.map(({ title, href }) => html`<li><a href=${site.page(href)}>${title}</a></li>`)}
      </ul>`

const machines = ({ base, sparqlExample }: EntryInput, site: Site): Markup => {
  const { entry } = site.messages
  return html`
    <ul class="links">
      <li><a href=${site.local(`${base}/catalog`)}>${entry.feed}</a></li>
      <li><a href=${site.local(`${base}/docs`)}>${site.messages.api}</a></li>
    </ul>
    <p>${entry.negotiation}</p>
    <h3>${entry.example}</h3>
    <pre tabindex="0"><code>${sparqlExample}</code></pre>
    <p><a href=${site.page(`${base}/sparql`)}>${entry.moreSparql}</a></p>
  `
}

import { html } from 'htm/preact'
import { pageOf } from '../../catalogue/paths.ts'
import { distributionCards } from './distribution-cards.ts'
import { formatNumber } from './format.ts'
import type { Language, Text } from './language.ts'
import { renderPage } from './layout.ts'
import { linkedData } from './linked-data.ts'
import { foreign, rowList, section, valueMarkup, type Markup } from './markup.ts'
import { viewResource, type ResourceView } from './view/resource-view.ts'
import { siteAt, type Site } from './site.ts'
import { descriptions, otherTexts, tags } from './text-markup.ts'

export type PageInput = {
  /** Public URL of the service, without a slash at its end. */
  base: string
  language: Language
  resource: {
    id: string
    kind: 'dataset' | 'series' | 'service' | 'catalogue'
    iri: string
    /** Milliseconds since the epoch, as is the next. */
    createdAt: number
    modifiedAt: number
  }
  /** The stored form of the resource's graph. */
  ntriples: string
  alternates: { label: string; mediaType: string; href: string }[]
  catalogue?: { id: string; title: string; href: string }
  /** The page of a resource that Findbuch has itself. */
  pageOf(iri: string): string | undefined
}

/** The page of a dataset, series, service or catalogue: all that its graph says, in reading order. */
export function resourcePage(input: PageInput): string {
  const { language, ntriples, resource } = input
  const site = siteAt(input)
  const view = viewResource({ iri: resource.iri, ntriples, language, pageOf: input.pageOf })
  const title = view.title ?? untitled(input, site)
  return renderPage({
    site,
    title: title.text,
    head: head(input, view, site),
    content: html`<div class="width">
      ${breadcrumb(input, site)}
      <article>
        ${heading(title, view, input, site)}
        <div class="columns">
          <div class="lead">${lead(view, site)}</div>
          <div class="side">${side(view, site)} ${linkedData(input, site)}</div>
          <div class="rest">${further(view, site)}</div>
        </div>
      </article>
    </div>`,
  })
}

const untitled = ({ resource }: PageInput, { messages }: Site): Text => ({
  text: `${messages.untitled} (${resource.id})`,
  language: undefined,
})

function head({ base, resource, alternates }: PageInput, view: ResourceView, site: Site): Markup {
  const page = pageOf(base, resource.kind, resource.id)
  const summary = view.descriptions[0]?.text.replace(/\s+/g, ' ').slice(0, 300)
  return html`
    ${summary && html`<meta name="description" content=${summary} />`}
    <link rel="canonical" href=${page} />
    <link rel="alternate" hreflang="de" href=${`${page}?lang=de`} />
    <link rel="alternate" hreflang="en" href=${`${page}?lang=en`} />
    ${alternates.map(
      ({ label, mediaType, href }) =>
        html`<link rel="alternate" type=${mediaType} title=${label} href=${site.local(href)} />`,
    )}
  `
}

const breadcrumb = ({ base, catalogue }: PageInput, site: Site): Markup =>
  html`<nav class="breadcrumb" aria-label=${site.messages.breadcrumb}>
    <ol>
      <li><a href=${site.page(`${base}/`)}>${site.messages.home}</a></li>
      <li><a href=${site.page(`${base}/catalogues`)}>${site.messages.catalogues}</a></li>
      ${catalogue && html`<li><a href=${site.page(catalogue.href)}>${catalogue.title}</a></li>`}
    </ol>
  </nav>`

const heading = (title: Text, view: ResourceView, { resource }: PageInput, site: Site): Markup =>
  html`<header>
    <p class="kind">
      ${site.messages.kinds[resource.kind]}
      ${view.highValue && html`${' '}<strong class="mark">${site.messages.highValue}</strong>`}
    </p>
    <h1 lang=${foreign(title, site)}>${title.text}</h1>
    ${otherTexts(view.otherTitles, site)} ${view.omitted > 0 && omission(view.omitted, site)}
  </header>`

const omission = (count: number, { messages, language }: Site): Markup =>
  html`<p class="notice">${messages.omitted(formatNumber(count, language))}</p>`

const lead = (view: ResourceView, site: Site): Markup => {
  const { messages } = site
  return html`
    ${section(messages.description, descriptions(view.descriptions, site))}
    ${section(messages.distributions, distributionCards(view.distributions, site))}
    ${section(messages.access, rowList(view.access, site))}
    ${section(messages.contents, rowList(view.contents, site))}
    ${section(messages.about, rowList(view.about, site))}
  `
}

const side = (view: ResourceView, site: Site): Markup => {
  const { messages } = site
  return html`
    ${section(messages.contact, contacts(view, site))}
    ${section(messages.series, rowList(view.series, site))}
    ${section(messages.themes, tags(view.themes, site))}
    ${section(messages.keywords, tags(view.keywords, site))}
  `
}

const contacts = ({ contacts }: ResourceView, site: Site) =>
  contacts.length === 0
    ? null
    : html`<address>${contacts.map((contact) => valueMarkup(contact, site))}</address>`

function further({ further, nodes }: ResourceView, site: Site): Markup | null {
  if (further.length === 0 && nodes.length === 0) return null
  return html`<section class="further">
    <h2>${site.messages.further}</h2>
    <p>${site.messages.furtherNote}</p>
    ${rowList(further, site)}
    ${nodes.map(
      ({ name, rows }) =>
        html`<h3 lang=${foreign(name, site)}>${name.text}</h3>
          ${rowList(rows, site)}`,
    )}
  </section>`
}

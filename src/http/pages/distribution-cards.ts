import { html } from 'htm/preact'
import type { DistributionView } from './view/distribution-view.ts'
import { foreign, rowList, valueMarkup, type Markup } from './markup.ts'
import type { Site } from './site.ts'
import { tags } from './text-markup.ts'
import type { Value } from './view/value.ts'

/** The distributions as a list of cards. */
export const distributionCards = (
  distributions: readonly DistributionView[],
  site: Site,
): Markup | null =>
  distributions.length === 0
    ? null
    : html`<ul class="cards">
        ${distributions.map((distribution) => html`<li>${card(distribution, site)}</li>`)}
      </ul>`

const card = (distribution: DistributionView, site: Site): Markup => {
  const { title, description, marks, downloads, accesses, rows } = distribution
  const { messages } = site
  return html`
    <h3 lang=${foreign(title, site)}>${title.text}</h3>
    ${tags(marks, site)}
    ${
      description &&
      html`<p class="prose" lang=${foreign(description, site)}>${description.text}</p>`
    }
    ${downloads.map((link) => button(messages.download, link, title.text, site))}
    ${accesses.map((link) => button(messages.open, link, title.text, site))} ${rowList(rows, site)}
  `
}

/** What can be followed is a button that says what for and where to; all else is only shown. */
function button(action: string, value: Value, title: string, site: Site): Markup {
  if (value.kind !== 'link') return html`<p class="access">${valueMarkup(value, site)}</p>`
  return html`<p class="access">
    <a class="button" href=${value.href} rel="ugc noopener">
      ${action}<span class="unseen">: ${title}</span>
    </a>
    ${' '}<span class="note">${value.text}</span>
  </p>`
}

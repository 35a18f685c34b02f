import { html } from 'htm/preact'
import { addressText } from './href.ts'
import type { Text } from './language.ts'
import type { Site } from './site.ts'
import type { Row, Value } from './view/value.ts'

// Components are called as functions and not as tags: only so are their properties type-checked.
export type Markup = ReturnType<typeof html>

/** The language of a text, for screen readers, where it is not that of the page. */
export const foreign = ({ language }: Text, site: Site) =>
  language === undefined || language.toLowerCase().split('-', 1)[0] === site.language
    ? undefined
    : language

export function valueMarkup(value: Value, site: Site): Markup {
  switch (value.kind) {
    case 'text':
      return shownText(value, site)
    case 'link':
      return html`${outwardLink(value, site)}${note(value)}`
    case 'own-link':
      return html`<a href=${site.page(value.href)} lang=${foreign(value, site)}>${value.text}</a>`
    case 'time':
      return html`<time datetime=${value.lexical}>${value.text}</time>`
    case 'number':
      return html`<data value=${value.lexical}>${value.text}</data>`
    case 'period':
      return period(value, site)
    case 'geometry':
      return html`<details>
        <summary>${site.messages.geometry}</summary>
        <code>${value.text}</code>
      </details>`
    case 'entity':
      return html`<div class="entity">
        ${value.name && html`<div class="name">${valueMarkup(value.name, site)}</div>`}
        ${rowList(value.rows, site)}
      </div>`
  }
}

const shownText = (value: Extract<Value, { kind: 'text' }>, site: Site): Markup =>
  value.text.trim() === ''
    ? html`${note({ note: site.messages.empty })}`
    : html`<span class="text" lang=${foreign(value, site)}>${value.text}</span>${note(value)}`

const note = ({ note: remark }: { note: string | undefined }) =>
  remark === undefined ? null : html` <span class="note">(${remark})</span>`

export type OutwardLink = Extract<Value, { kind: 'link' }>

/** A link to where a publisher wants to lead people; they see the host, whatever the name says. */
export const outwardLink = (link: OutwardLink, site: Site): Markup =>
  html`<a href=${link.href} rel="ugc noopener" lang=${foreign(link, site)}>${link.text}</a>${host(
      link,
    )}`

export const host = (link: OutwardLink) =>
  link.host === undefined || link.text === addressText(link.href)
    ? null
    : html` <span class="note">(${link.host})</span>`

function period({ from, to }: Extract<Value, { kind: 'period' }>, site: Site): Markup {
  const [start, end] = [from && valueMarkup(from, site), to && valueMarkup(to, site)]
  if (start && end) return html`${start}${' – '}${end}`
  return start
    ? html`${site.messages.from}${' '}${start}`
    : html`${site.messages.until}${' '}${end}`
}

export const rowList = (rows: readonly Row[], site: Site): Markup | null =>
  rows.length === 0
    ? null
    : html`<dl>
        ${rows.map(
          (row) =>
            html`<div>
              <dt>${row.foreign ? html`<code>${row.label}</code>` : row.label}</dt>
              ${row.values.map((value) => html`<dd>${valueMarkup(value, site)}</dd>`)}
            </div>`,
        )}
      </dl>`

/** A part of a page under a heading of its own; nothing if there is nothing in it. */
export const section = (
  heading: string,
  content: Markup | readonly Markup[] | null,
): Markup | null =>
  content === null || (Array.isArray(content) && content.length === 0)
    ? null
    : html`<section>
        <h2>${heading}</h2>
        ${content}
      </section>`

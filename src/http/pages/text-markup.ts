import { html } from 'htm/preact'
import { languageName, type Text } from './language.ts'
import { foreign, valueMarkup, type Markup } from './markup.ts'
import type { Site } from './site.ts'
import type { Value } from './view/value.ts'

/** Titles besides the one in the heading, mostly in other languages. */
export const otherTexts = (texts: readonly Text[], site: Site): Markup[] =>
  texts.map((text) => html`<p class="other-title" lang=${foreign(text, site)}>${text.text}</p>`)

/** The best description in full, the others to be opened. HTML in them is text like any other. */
export function descriptions([first, ...others]: readonly Text[], site: Site): Markup | null {
  if (!first) return null
  return html`
    <p class="prose" lang=${foreign(first, site)}>${first.text}</p>
    ${others.map(
      (text) =>
        html`<details>
          <summary>${versionName(text, site)}</summary>
          <p class="prose" lang=${foreign(text, site)}>${text.text}</p>
        </details>`,
    )}
  `
}

function versionName({ language }: Text, site: Site): string {
  if (foreign({ text: '', language }, site) === undefined) return site.messages.otherText
  const name = languageName(language ?? '', site.language)
  return name === undefined ? site.messages.otherText : site.messages.inLanguage(name)
}

export const tags = (values: readonly Value[], site: Site): Markup | null =>
  values.length === 0
    ? null
    : html`<ul class="tags">
        ${values.map((value) => html`<li>${valueMarkup(value, site)}</li>`)}
      </ul>`

import { html } from 'htm/preact'
import { renderToString } from 'preact-render-to-string'
import type { Markup } from './markup.ts'
import type { Site } from './site.ts'

export type Place = 'home' | 'catalogues' | 'sparql'

export type Page = {
  site: Site
  title: string
  content: Markup
  /** The entry of the navigation that leads here. */
  current?: Place
  /** Further elements of the head. */
  head?: Markup
}

/** A whole document; nothing in it runs, and its only style sheet is ours. */
export function renderPage({ site, title, content, current, head }: Page): string {
  const { language, messages } = site
  const fullTitle = title === 'Findbuch' ? title : `${title} – Findbuch`
  const page = html`<html lang=${language}>
    <head>
      <meta charset="utf-8" />
      <title>${fullTitle}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <link rel="stylesheet" href=${site.local(`${site.base}/assets/findbuch.css`)} />
      ${head}
    </head>
    <body>
      <a class="skip" href="#content">${messages.skip}</a>
      ${header(site, current)}
      <main id="content" tabindex="-1">${content}</main>
      ${footer(site)}
    </body>
  </html>`
  // HTML has no way to write most control characters, escaped or not.
  const markup = renderToString(page).replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd')
  return `<!doctype html>\n${markup}\n`
}

function header(site: Site, current: Place | undefined): Markup {
  const { messages, language } = site
  const other = language === 'de' ? 'en' : 'de'
  return html`<header class="site">
    <div class="width">
      <a class="brand" href=${site.page(`${site.base}/`)}>
        Findbuch${' '}<span>${messages.tagline}</span>
      </a>
      <nav aria-label=${messages.navigation}>
        <ul>
          ${navigation(site).map(
            ({ place, href, name }) =>
              html`<li>
                <a href=${href} aria-current=${place === current ? 'page' : undefined}>${name}</a>
              </li>`,
          )}
          <li class="language">
            <a href=${`?lang=${other}`} hreflang=${other} lang=${other}
              >${messages.otherLanguage}</a
            >
          </li>
        </ul>
      </nav>
    </div>
  </header>`
}

const navigation = (site: Site) => [
  { place: 'home', href: site.page(`${site.base}/`), name: site.messages.home },
  {
    place: 'catalogues',
    href: site.page(`${site.base}/catalogues`),
    name: site.messages.catalogues,
  },
  { place: 'sparql', href: site.page(`${site.base}/sparql`), name: site.messages.sparql },
  { place: 'docs', href: site.local(`${site.base}/docs`), name: site.messages.api },
]

const footer = (site: Site): Markup =>
  html`<footer class="site">
    <div class="width">
      <ul>
        <li><a href=${site.local(`${site.base}/catalog`)}>${site.messages.feed}</a></li>
        <li><a href=${site.local(`${site.base}/openapi.json`)}>OpenAPI</a></li>
      </ul>
    </div>
  </footer>`

import { html } from 'htm/preact'
import { pageOf } from '../../catalogue/paths.ts'
import { formatMoment } from './format.ts'
import type { Markup } from './markup.ts'
import type { PageInput } from './resource-page.ts'
import type { Site } from './site.ts'

/** Where programs find the same resource, and what the catalogue itself knows of it. */
export function linkedData({ base, resource, alternates }: PageInput, site: Site): Markup {
  const { messages, language } = site
  const page = pageOf(base, resource.kind, resource.id)
  const created = formatMoment(resource.createdAt, language)
  const modified = formatMoment(resource.modifiedAt, language)
  return html`<section>
    <h2>${messages.linkedData}</h2>
    <ul class="tags">
      ${alternates.map(
        ({ label, mediaType, href }) =>
          html`<li><a href=${site.local(href)} type=${mediaType}>${label}</a></li>`,
      )}
    </ul>
    <dl>
      <div>
        <dt>${messages.iri}</dt>
        <dd><code>${resource.iri}</code></dd>
      </div>
      ${
        page !== resource.iri &&
        html`<div>
          <dt>${messages.page}</dt>
          <dd><code>${page}</code></dd>
        </div>`
      }
      <div>
        <dt>${messages.inCatalogueSince}</dt>
        <dd><time datetime=${created.lexical}>${created.text}</time></dd>
      </div>
      <div>
        <dt>${messages.changedInCatalogue}</dt>
        <dd><time datetime=${modified.lexical}>${modified.text}</time></dd>
      </div>
    </dl>
    <ul>
      ${
        resource.kind === 'catalogue'
          ? html`<li><a href=${site.local(`${page}/catalog`)}>${messages.catalogueFeed}</a></li>`
          : html`<li><a href=${site.local(`${page}/record`)}>${messages.record}</a></li>`
      }
    </ul>
  </section>`
}

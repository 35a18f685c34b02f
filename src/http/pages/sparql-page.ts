import { html } from 'htm/preact'
import type { Language } from './language.ts'
import { renderPage } from './layout.ts'
import type { Markup } from './markup.ts'
import { siteAt, type Site } from './site.ts'
import { sparqlExamples } from './sparql-examples.ts'

/** A form for SPARQL queries that needs no script. */
export function sparqlPage({ base, language }: { base: string; language: Language }): string {
  const site = siteAt({ base, language })
  const { sparqlPage: texts } = site.messages
  const endpoint = `${base}/sparql`
  return renderPage({
    site,
    title: texts.title,
    current: 'sparql',
    content: html`<div class="width">
      <h1>${texts.title}</h1>
      <p class="intro">${texts.lead}</p>
      <form action=${site.local(endpoint)} method="get">
        <label for="query">${texts.query}</label>
        <textarea id="query" name="query" rows="14" spellcheck="false" required>
${sparqlExamples[0]?.query}</textarea>
        <button type="submit">${texts.run}</button>
      </form>
      <section>
        <h2>${texts.examples}</h2>
        ${sparqlExamples.map(({ title, query }) => example(title[language], query, endpoint, site))}
      </section>
      <section>
        <h2>${texts.endpoint}</h2>
        <p><code>${endpoint}</code></p>
      </section>
    </div>`,
  })
}

const example = (title: string, query: string, endpoint: string, site: Site): Markup => {
  const run = `${site.local(endpoint)}?query=${encodeURIComponent(query)}`
  return html`
    <h3>${title}</h3>
    <pre tabindex="0"><code>${query}</code></pre>
    <p><a href=${run}>${site.messages.sparqlPage.runExample(title)}</a></p>
  `
}

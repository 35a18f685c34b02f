import { html } from 'htm/preact'
import type { Language } from './language.ts'
import { renderPage } from './layout.ts'
import { siteAt, type Site } from './site.ts'

/** A failure for people; the message itself is that of the problem document, and in English. */
export function problemPage(input: {
  base: string
  language: Language
  status: number
  title: string
  detail: string
}): string {
  const { base, status, title, detail } = input
  const site = siteAt(input)
  const { problem } = site.messages
  const heading = headingOf(status, site) ?? title
  return renderPage({
    site,
    title: heading,
    content: html`<div class="width problem">
      <h1>${heading}</h1>
      <p>${problem.technical}:</p>
      <blockquote lang="en">
        <p><strong>${status} ${title}</strong></p>
        <p class="prose">${detail}</p>
      </blockquote>
      <ul class="links">
        <li><a href=${site.page(`${base}/`)}>${problem.home}</a></li>
        <li><a href=${site.page(`${base}/catalogues`)}>${problem.list}</a></li>
      </ul>
    </div>`,
  })
}

function headingOf(status: number, { messages }: Site): string | undefined {
  const { titles } = messages.problem
  return isKnown(status, titles) ? titles[status] : undefined
}

const isKnown = <Titles extends object>(
  status: PropertyKey,
  titles: Titles,
): status is keyof Titles => Object.hasOwn(titles, status)

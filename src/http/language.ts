import type { FastifyRequest } from 'fastify'
import { preferredLanguage } from './negotiate.ts'
import type { Language } from './pages/pages.ts'

const wanted = /[?&]lang=(de|en)(?:&|$)/

/** The language of pages: what the address says, or else the browser; German where neither does. */
export function languageOf({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>): Language {
  const [, chosen] = wanted.exec(url) ?? []
  if (chosen === 'de' || chosen === 'en') return chosen
  return preferredLanguage(headers['accept-language'], ['de', 'en'])
}

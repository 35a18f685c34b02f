import type { Language } from './language.ts'
import { messages, type Messages } from './labels/messages.ts'

/** What every page knows of where it stands. */
export type Site = {
  base: string
  language: Language
  messages: Messages
  /** A page of ours in the language that is being read. */
  page(href: string): string
  /** The same address without scheme and host, so that it works behind a tunnel, too. */
  local(href: string): string
}

export function siteAt({ base, language }: { base: string; language: Language }): Site {
  const { origin } = new URL(base)
  const local = (href: string) =>
    href === base || href.startsWith(`${base}/`) ? href.slice(origin.length) || '/' : href
  return {
    base,
    language,
    messages: messages[language],
    local,
    page(href) {
      const address = local(href)
      return /[?#]/.test(address) ? address : `${address}?lang=${language}`
    },
  }
}

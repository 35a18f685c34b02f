import { literalParts } from '../../rdf/statement.ts'

export type Language = 'de' | 'en'

/** The same said in each language of the pages. */
export type Label = Record<Language, string>

/** Text of a publisher; without a language tag nobody knows which language it is in. */
export type Text = { text: string; language: string | undefined }

export const textOf = (literal: string): Text => {
  const { value, language } = literalParts(literal)
  return { text: value, language }
}

/** The literals in the order in which a reader of this language wants them. */
export const byPreference = (literals: readonly string[], wanted: Language) =>
  literals.toSorted((one, other) => distance(one, wanted) - distance(other, wanted))

/** The wanted language, then German, then text without language, then any other. */
function distance(literal: string, wanted: Language) {
  const language = tagOf(literal)?.toLowerCase()
  if (language === undefined) return 4
  const primary = language.split('-', 1)[0]
  // BCP 47 extension T marks what was made from another language, mostly by a machine.
  const translated = language.includes('-t-') ? 1 : 0
  if (primary === wanted) return translated
  return primary === 'de' ? 2 + translated : 5
}

/** The language tag of a literal token, without a look at its value, which may be long. */
function tagOf(literal: string) {
  const close = literal.lastIndexOf('"')
  return literal.charAt(close + 1) === '@' ? literal.slice(close + 2) : undefined
}

const names: Record<Language, Intl.DisplayNames> = {
  de: new Intl.DisplayNames('de', { type: 'language', fallback: 'none' }),
  en: new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }),
}

/** What a language tag, or a code of three letters, is called. */
export function languageName(tag: string, language: Language): string | undefined {
  try {
    return names[language].of(tag)
  } catch (error) {
    if (error instanceof RangeError) return undefined // no well-formed tag, so it has no name
    throw error
  }
}

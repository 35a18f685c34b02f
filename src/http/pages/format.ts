import type { Language } from './language.ts'

/** A value as people read it, with what was written. */
export type Formatted = { text: string; lexical: string }

const locales: Record<Language, string> = { de: 'de-DE', en: 'en-GB' }

const year = { year: 'numeric', timeZone: 'UTC' } as const
const month = { ...year, month: 'long' } as const
const day = { ...month, day: 'numeric' } as const
const localMinute = { ...day, hour: '2-digit', minute: '2-digit' } as const
const minute = { ...localMinute, timeZone: 'Europe/Berlin', timeZoneName: 'short' } as const

const dateFormats = (language: Language) => ({
  year: new Intl.DateTimeFormat(locales[language], year),
  month: new Intl.DateTimeFormat(locales[language], month),
  day: new Intl.DateTimeFormat(locales[language], day),
  localMinute: new Intl.DateTimeFormat(locales[language], localMinute),
  minute: new Intl.DateTimeFormat(locales[language], minute),
})
const dates = { de: dateFormats('de'), en: dateFormats('en') }

const isoDate =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?)?)?)?(Z|[+-]\d\d:\d\d)?$/

/** A lexical form of xsd:gYear, gYearMonth, date or dateTime; nothing if it names no moment. */
export function formatDate(lexical: string, language: Language): Formatted | undefined {
  const [, years = '', months, days, hours, minutes, zone] = isoDate.exec(lexical) ?? []
  const written = Date.UTC(+years, +(months ?? 1) - 1, +(days ?? 1), +(hours ?? 0), +(minutes ?? 0))
  // 31 February and the like would become another day.
  const exact = [years, months, days, hours].filter((part) => part !== undefined).join('-')
  if (years === '' || !new Date(written).toISOString().replace('T', '-').startsWith(exact)) {
    return undefined
  }
  const formats = dates[language]
  if (hours !== undefined && zone !== undefined) {
    const moment = Date.parse(lexical)
    return Number.isNaN(moment) ? undefined : { text: formats.minute.format(moment), lexical }
  }
  const format = hours ? 'localMinute' : days ? 'day' : months ? 'month' : 'year'
  return { text: formats[format].format(written), lexical }
}

export const formatMoment = (milliseconds: number, language: Language): Formatted => ({
  text: dates[language].minute.format(milliseconds),
  lexical: new Date(milliseconds).toISOString(),
})

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

const sizeFormats = (language: Language) =>
  units.map((unit) => {
    const options = { style: 'unit', unit, maximumFractionDigits: unit === 'byte' ? 0 : 1 } as const
    return new Intl.NumberFormat(locales[language], options)
  })
const sizes = { de: sizeFormats('de'), en: sizeFormats('en') }

/** A number of bytes; nothing for what is no such number. */
export function formatSize(lexical: string, language: Language): Formatted | undefined {
  if (!/^\+?\d{1,18}(?:\.\d+)?$/.test(lexical)) return undefined
  const bytes = Number(lexical)
  // From 999,950 bytes on, one decimal would read "1,000 kB".
  const step = units.findLastIndex((_, index) => bytes >= 999.95 * 1000 ** (index - 1))
  const index = bytes < 1000 ? 0 : step
  const text = sizes[language][index]?.format(bytes / 1000 ** index)
  return text === undefined ? undefined : { text, lexical }
}

const spans = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

const spanFormats = (language: Language) =>
  spans.map((unit) => {
    const options = { style: 'unit', unit, unitDisplay: 'long' } as const
    return new Intl.NumberFormat(locales[language], options)
  })
const durations = { de: spanFormats('de'), en: spanFormats('en') }

const isoDuration =
  /^P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d+)?)S)?)?$/

/** A lexical form of xsd:duration that is not negative. */
export function formatDuration(lexical: string, language: Language): Formatted | undefined {
  const parts = isoDuration.exec(lexical)?.slice(1)
  const said = parts?.map((part, index) => part && durations[language][index]?.format(Number(part)))
  const text = said?.filter(Boolean).join(' ')
  return text ? { text, lexical } : undefined
}

const numbers = {
  de: new Intl.NumberFormat(locales.de, { maximumFractionDigits: 15 }),
  en: new Intl.NumberFormat(locales.en, { maximumFractionDigits: 15 }),
}
export const formatNumber = (value: number, language: Language) => numbers[language].format(value)

/** A decimal number, such as a distance. */
export const formatQuantity = (lexical: string, language: Language): Formatted | undefined =>
  /^\d{1,15}(?:\.\d{1,15})?$/.test(lexical)
    ? { text: numbers[language].format(Number(lexical)), lexical }
    : undefined

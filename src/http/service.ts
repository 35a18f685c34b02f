import { iri, name, text, triple } from './statements.ts'

const titles = { de: 'Findbuch: offene Daten', en: 'Findbuch: open data' } as const

const descriptions = {
  de: 'Alle Kataloge dieses Dienstes.',
  en: 'All catalogues of this service.',
} as const

/** What is said of the service as a whole, where no catalogue of its own gives it a name. */
export const serviceTriples = (service: string) =>
  (['de', 'en'] as const).flatMap((language) => [
    triple(iri(service), name('dct', 'title'), text(titles[language], language)),
    triple(iri(service), name('dct', 'description'), text(descriptions[language], language)),
  ])

import type { GeneratedDataset } from './generator.ts'

const title = '<http://purl.org/dc/terms/title> "'
const modified = '<http://purl.org/dc/terms/modified> "'
const minute = 60_000

/** A dataset after its publisher has changed its title and its date so many times. */
export const revised = ({ iri, ntriples }: GeneratedDataset, revision: number) => ({
  iri,
  ntriples: ntriples
    .replace(title, `${title}${revision}. Fassung: `)
    .replace(laterOf, (_, date: string) => {
      const later = new Date(Date.parse(date) + revision * minute)
      return `${modified}${later.toISOString()}"`
    }),
})

const laterOf = new RegExp(`${modified}([^"]+)"`)

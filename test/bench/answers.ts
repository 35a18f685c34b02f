import { Parser } from 'n3'
import type { CatalogueQuery } from './queries.ts'

type Term = { type: string; value: string }
type Results = { head: { vars: string[] }; results: { bindings: Record<string, Term>[] } }

/** How the answer of another engine differs, or nothing; blank nodes may have any name. */
export function difference(query: CatalogueQuery, ours: string, others: string) {
  const [one, other] = [linesOf(query, ours), linesOf(query, others)]
  if (one.length !== other.length) return `${one.length} rows against ${other.length}`
  const index = one.findIndex((line, at) => line !== other[at])
  return index < 0 ? undefined : `${one[index]} against ${other[index]}`
}

const linesOf = (query: CatalogueQuery, text: string) =>
  (query.accept.includes('json') ? rows(query, text) : triples(text)).sort()

function rows({ firm }: CatalogueQuery, text: string) {
  const { head, results } = JSON.parse(text) as Results
  return results.bindings.map((binding) =>
    JSON.stringify((firm ?? head.vars).map((name) => valueOf(binding[name]))),
  )
}

const triples = (text: string) =>
  new Parser({ format: 'N-Triples' })
    .parse(text)
    .map(({ subject, predicate, object }) =>
      JSON.stringify(
        [subject, predicate, object].map(({ termType, value }) =>
          valueOf({ type: termType === 'BlankNode' ? 'bnode' : termType, value }),
        ),
      ),
    )

const dateTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** Engines write the same time with and without its milliseconds. */
function valueOf(term?: Term) {
  if (!term) return ''
  if (term.type === 'bnode') return '[]'
  return dateTime.test(term.value) ? new Date(term.value).toISOString() : term.value
}

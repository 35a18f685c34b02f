import { paths } from '../../catalogue/paths.ts'
import type { Statement } from '../../rdf/statement.ts'

const page = new RegExp(`^(?:${Object.values(paths).join('|')})/[a-z0-9-]+>$`)

/**
 * IRIs that the exporting service has made, from its own address, become those that this one would make;
 * so they are what a harvest expects to find. Everything else stays.
 */
export function movedBase(from: string, to: string) {
  const start = `<${from}/`
  const token = (term: string) => {
    if (!term.startsWith(start)) return term
    const path = term.slice(start.length)
    return page.test(path) ? `<${to}/${path}` : term
  }
  return {
    iri: (iri: string) => token(`<${iri}>`).slice(1, -1),
    statements: (statements: Statement[]): Statement[] =>
      statements.map(({ subject, predicate, object }) => ({
        subject: token(subject),
        predicate,
        object: token(object),
      })),
  }
}

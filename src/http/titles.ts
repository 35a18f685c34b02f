import type { Catalogue, Resource } from '../catalogue/catalogue.ts'
import { isLiteral, literalParts, readStatements } from '../rdf/statement.ts'
import { dct } from '../rdf/vocabulary.ts'
import { byPreference, type Language } from './pages/language.ts'

const title = `<${dct('title').value}>`

/** What a resource is called, in the language if it has a name in it; its id where it has none. */
export function titleOf(catalogue: Catalogue, resource: Resource, language: Language): string {
  const subject = `<${resource.iri}>`
  const titles = readStatements(catalogue.graph(resource))
    .filter((said) => said.subject === subject && said.predicate === title)
    .flatMap(({ object }) => (isLiteral(object) ? object : []))
  const [first] = byPreference(titles, language)
  return first === undefined ? resource.id : literalParts(first).value
}

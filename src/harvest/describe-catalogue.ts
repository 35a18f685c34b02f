import { DataFactory } from 'n3'
import type { Triple } from '../rdf/canonical.ts'
import { dcat, dct, foaf, rdf } from '../rdf/vocabulary.ts'
import type { CatalogueDefinition } from './sources.ts'

const { blankNode, literal, namedNode } = DataFactory

/** The graph of a catalogue as its definition has it; `iri` is the catalogue's own. */
export function describeCatalogue(iri: string, definition: CatalogueDefinition): Triple[] {
  const { id, title = { de: id }, description = {}, publisher, homepage } = definition
  const catalogue = namedNode(iri)
  const about = (predicate: Triple['predicate'], object: Triple['object']): Triple => ({
    subject: catalogue,
    predicate,
    object,
  })
  const texts = (predicate: Triple['predicate'], byLanguage: Record<string, string>) =>
    Object.entries(byLanguage).map(([language, text]) => about(predicate, literal(text, language)))

  const triples = [
    about(rdf('type'), dcat('Catalog')),
    ...texts(dct('title'), title),
    ...texts(dct('description'), description),
  ]
  if (homepage !== undefined) triples.push(about(foaf('homepage'), namedNode(homepage)))
  if (publisher) {
    const agent = publisher.iri === undefined ? blankNode() : namedNode(publisher.iri)
    triples.push(
      about(dct('publisher'), agent),
      { subject: agent, predicate: rdf('type'), object: foaf('Agent') },
      { subject: agent, predicate: foaf('name'), object: literal(publisher.name) },
    )
  }
  return triples
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canonicalGraph } from '../../src/rdf/canonical.ts'
import { syntaxNames, syntaxOfSuffix, type Syntax } from '../../src/rdf/syntax.ts'
import { writeRdf } from '../../src/rdf/write.ts'
import { corpus, rapper, rdflib } from '../external.ts'
import {
  canonical,
  rapperSyntaxes,
  read,
  readWithOxigraph,
  readWithRapper,
  readWithRdflib,
} from './write-readers.ts'

const graph = 'http://feed.example/'
const maxBytes = 300_000

/** The smaller files of the corpus that the parsers take as they are; repairing others is not at issue here. */
async function corpusGraphs(): Promise<[name: string, ntriples: string][]> {
  const folder = join(corpus ?? '', 'dcat-rdf')
  const graphs: [string, string][] = []
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8')
    const syntax = syntaxOfSuffix(name)
    if (!syntax || name.endsWith('.gz') || text.length > maxBytes) continue
    const ntriples = await storedForm(text, syntax)
    if (ntriples) graphs.push([name, ntriples])
  }
  return graphs
}

async function storedForm(text: string, syntax: Syntax): Promise<string> {
  try {
    return (await canonicalGraph(await read(text, syntax), graph)).ntriples
  } catch {
    return '' // one of the files that SOURCES.md lists as defective
  }
}

const all = corpus ? await corpusGraphs() : []
const expectedOf = async (ntriples: string) => canonical(await read(ntriples, 'n-triples'))

test.skipIf(!corpus).for(syntaxNames)(
  'real catalogues come back from %s (needs FINDBUCH_CORPUS)',
  { timeout: 120_000 },
  async (syntax) => {
    expect(all.length).toBeGreaterThan(60)
    for (const [name, ntriples] of all) {
      const text = writeRdf(ntriples, syntax, graph)
      const expected = await expectedOf(ntriples)
      expect(await canonical(await read(text, syntax)), name).toBe(expected)
      expect(await canonical(readWithOxigraph(text, syntax)), name).toBe(expected)
    }
  },
)

test.skipIf(!corpus || !rapper).for(rapperSyntaxes)(
  'rapper reads real catalogues from %s (needs FINDBUCH_CORPUS, rapper)',
  { timeout: 120_000 },
  async (syntax) => {
    for (const [name, ntriples] of all) {
      const quads = readWithRapper(writeRdf(ntriples, syntax, graph), syntax)
      expect(await canonical(quads), name).toBe(await expectedOf(ntriples))
    }
  },
)

/** rdflib 6.1 writes the scheme of IRIs in JSON-LD in small letters. */
const upperScheme = /<[a-z]*[A-Z][A-Za-z]*:/

test.skipIf(!corpus || !rdflib).for(syntaxNames)(
  'rdflib reads real catalogues from %s (needs FINDBUCH_CORPUS, rdflib)',
  { timeout: 120_000 },
  async (syntax) => {
    const graphs = syntax === 'json-ld' ? all.filter(([, text]) => !upperScheme.test(text)) : all
    const texts = graphs.map(([, ntriples]) => writeRdf(ntriples, syntax, graph))
    const answers = readWithRdflib(texts.map((text) => ({ text, syntax })))
    for (const [index, [name, ntriples]] of graphs.entries()) {
      expect(await canonical(answers[index] ?? []), name).toBe(await expectedOf(ntriples))
    }
  },
)

import { readFileSync } from 'node:fs'
import { Parser } from 'n3'
import sparqljs from 'sparqljs'
import { expect, test } from 'vitest'
import { messages } from '../../src/http/pages/labels/messages.ts'
import { sparqlExamples } from '../../src/http/pages/sparql-examples.ts'
import {
  catalogueListPage,
  entryPage,
  problemPage,
  sparqlPage,
  type Language,
} from '../../src/http/pages/pages.ts'
import { canonicalGraph, type Triple } from '../../src/rdf/canonical.ts'
import { readStatements, termOf } from '../../src/rdf/statement.ts'
import { base, decoded, iri, languages, linksOf, page, pageOfGraph, textOf } from './pages.ts'

test('a hostile title is text wherever it stands', async () => {
  const title = '</title><script>alert("1")</script> & \'" onload="x'
  const html = await page(`<> a dcat:Dataset ; dct:description "${title.replaceAll('"', '\\"')}" ;
    dct:title "${title.replaceAll('"', '\\"')}" ; dcat:keyword "<img src=x onerror=alert(1)>" .`)
  expect(html).not.toMatch(/<script|<img|" onload=/)
  expect(textOf(html)).toContain(title)
})

test.for([
  '<javascript:alert%281%29>',
  '<JaVaScRiPt:alert%281%29>',
  '<data:text/html,x>',
  '<vbscript:x>',
  '<https://bank.example@evil.example/>',
  '<urn:isbn:1>',
  '<https://>',
  '"javascript:alert(1)"',
  '" https://evil.example/"',
  '"https://evil.example/ x"',
  '"mailto:a@b.example?bcc=c@d.example"',
  '"x@y.example?bcc=c@d.example"',
])('%s never becomes a link', async (value) => {
  const html = await page(`<> a dcat:Dataset ; dcat:landingPage ${value} ; dct:license ${value} ;
    dct:publisher [ foaf:name "A" ; foaf:homepage ${value} ; foaf:mbox ${value} ] ;
    dcat:contactPoint [ vcard:hasEmail ${value} ; vcard:hasTelephone ${value} ] ;
    dcat:distribution [ dcat:accessURL ${value} ; dcat:downloadURL ${value} ] ; ex:any ${value} .`)
  const outward = linksOf(html).filter((href) => !/^(?:\/open\/|#content$|\?lang=en$)/.test(href))
  expect(outward).toEqual([])
  expect(textOf(html)).toContain(value.slice(1, -1).trim())
})

test('a link shows the host it leads to, whatever its name', async () => {
  const html = await page(`<> a dcat:Dataset ; dct:relation <https://evil.example/x> .
    <https://evil.example/x> dct:title "www.bank.example" .`)
  expect(html).toContain('<a href="https://evil.example/x" rel="ugc noopener">www.bank.example</a>')
  expect(textOf(html)).toContain('www.bank.example (evil.example)')
})

test.for(languages)('a dataset of which nothing is known has a page in %s', async (language) => {
  for (const turtle of ['<> a dcat:Dataset .', '']) {
    const html = await page(turtle, { language })
    expect(textOf(html)).toContain(`${messages[language].untitled} (d-1)`)
    expect(html).not.toMatch(/undefined|null|NaN|\[object|<dl><\/dl>|<ul><\/ul>/)
  }
})

const example = new URL('../../harvesters/example/kreis-wiesenthal.ttl', import.meta.url)
const exampleBase = 'https://daten.wiesenthal.example/'

/** The resources of the example portal, each with what can be reached from it. */
function* exampleResources() {
  const triples: Triple[] = new Parser({ baseIRI: exampleBase }).parse(
    readFileSync(example, 'utf8'),
  )
  const bySubject = Map.groupBy(triples, ({ subject }) => subject.value)
  for (const subject of bySubject.keys()) {
    if (!/(?:dataset|serie|dienst)\/[^/]+$|katalog$/.test(subject)) continue
    const reached = new Set([subject])
    for (const node of reached) {
      const objects = (bySubject.get(node) ?? []).map(({ object }) => object)
      for (const { termType, value } of objects) {
        const isPart = termType === 'BlankNode' || value.startsWith(`${subject}/`)
        if (isPart || /stelle|kontakt|gebiet/.test(value)) reached.add(value)
      }
    }
    yield { iri: subject, graph: [...reached].flatMap((node) => bySubject.get(node) ?? []) }
  }
}

test.for(languages)('no literal of the example portal is missing in %s', async (language) => {
  let count = 0
  for (const { iri: resource, graph } of exampleResources()) {
    const { ntriples } = await canonicalGraph(graph, resource)
    const about = { id: 'x', kind: 'dataset' as const, iri: resource, createdAt: 0, modifiedAt: 0 }
    const html = decoded(pageOfGraph(ntriples, { language, resource: about }))
    for (const { object } of readStatements(ntriples)) {
      const term = termOf(object)
      if (term.kind === 'literal') expect(html).toContain(term.value)
    }
    count += 1
  }
  expect(count).toBeGreaterThan(20)
})

test('what is not understood is shown as well, wherever it hangs and however deep', async () => {
  const deep = Array.from({ length: 30 }, (_, level) => `_:n${level} ex:next _:n${level + 1} .`)
  const html =
    await page(`<> a dcat:Dataset , ex:Thing ; ex:first _:n0 ; dct:title <https://a.example/t> ;
      dct:publisher [ foaf:name "Amt"@de , "Office"@en ; ex:motto "Immer da" ] ;
      dcat:distribution [ ex:colour "grün" ] , "no node" , <https://a.example/alone> .
    ${deep.join('\n')} _:n30 ex:end "ganz unten" ; ex:back <> .
    <https://a.example/other> ex:says "nicht verbunden" .`)
  const text = textOf(html)
  for (const part of ['ex:Thing', 'Immer da', 'Office', 'grün', 'no node', 'ganz unten']) {
    expect(text).toContain(part.replace('ex:', 'https://vocabulary.example/'))
  }
  expect(text).toContain('nicht verbunden')
  expect(linksOf(html)).toContain('https://a.example/alone')
})

test('a graph too large for a page is cut, and the page says by how much', () => {
  const keywords = Array.from(
    { length: 3000 },
    (_, index) => `<${iri}> <http://www.w3.org/ns/dcat#keyword> "k${index}" .\n`,
  )
  const text = `<${iri}> <http://purl.org/dc/terms/description> "${'"<'.replace('"', '\\"').repeat(300_000)}" .\n`
  const html = pageOfGraph([...keywords, text].join(''))
  expect(textOf(html)).toContain('gekürzt: 2.501 weitere Aussagen')
  expect(html.length).toBeLessThan(200_000)
})

test('what Findbuch has itself leads to its page here', async () => {
  const pages: Record<string, string> = {
    'https://amt.example/series/1': `${base}/series/s-1`,
    'https://amt.example/dataset/2': `${base}/datasets/d-2`,
  }
  const html = await page(
    `<> dcat:inSeries <https://amt.example/series/1> ; dcat:prev <https://amt.example/dataset/2> ;
      dct:relation <https://amt.example/dataset/2> , <https://amt.example/dataset/3> .`,
    { pageOf: (resource) => pages[resource], language: 'en' },
  )
  expect(html).toContain('<a href="/open/series/s-1?lang=en">1</a>')
  expect(linksOf(html).filter((href) => href === '/open/datasets/d-2?lang=en')).toHaveLength(2)
  expect(linksOf(html)).toContain('https://amt.example/dataset/3')
})

test('a high-value dataset is marked as one', async () => {
  const law = '<http://data.europa.eu/eli/reg_impl/2023/138/oj>'
  expect(await page(`<> dcatap:applicableLegislation ${law} .`)).toContain('class="mark"')
  expect(await page('<> dcatap:applicableLegislation <https://law.example/> .')).not.toContain(
    'class="mark"',
  )
})

test('a resource leads to its other forms, its record and its catalogue', async () => {
  const catalogue = { id: 'amt', title: 'Amt & Söhne', href: `${base}/catalogues/amt` }
  const html = await page('<> a dcat:Dataset .', { catalogue })
  expect(html).toContain(
    '<link rel="alternate" type="text/turtle" title="Turtle" href="/open/datasets/d-1.ttl"/>',
  )
  expect(html).toContain('<a href="/open/catalogues/amt?lang=de">Amt &amp; Söhne</a>')
  expect(linksOf(html)).toEqual(
    expect.arrayContaining(['/open/datasets/d-1.ttl', '/open/datasets/d-1/record', '?lang=en']),
  )
  expect(html).toContain(iri)
})

const hostile = '<b>"&'
const catalogues = [
  { id: 'amt', title: hostile, href: `${base}/catalogues/amt`, count: 1 },
  { id: 'b', title: 'B', href: `${base}/catalogues/b`, count: 12_345 },
]
const entry = (language: Language) =>
  entryPage({
    base,
    language,
    catalogues,
    counts: { datasets: 12_346 },
    latest: [{ title: hostile, href: `${base}/datasets/d-1` }],
    sparqlExample: `SELECT * { ?s ?p "${hostile}" }`,
  })
const problem = (language: Language) =>
  problemPage({ base, language, status: 404, title: hostile, detail: hostile })

const otherPages: [string, (language: Language) => string][] = [
  ['entry', entry],
  ['catalogue list', (language) => catalogueListPage({ base, language, catalogues })],
  ['SPARQL', (language) => sparqlPage({ base, language })],
  ['problem', problem],
]

test.for(otherPages)('the %s page is one document of text in each language', ([, render]) => {
  for (const language of languages) {
    const html = render(language)
    expect(html).toMatch(/^<!doctype html>\n<html lang="(?:de|en)"><head><meta charset="utf-8"\/>/)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/<b>|<script|style=|undefined|\[object/)
    expect(html).toContain('<link rel="stylesheet" href="/open/assets/findbuch.css"/>')
  }
  expect(render('de')).not.toBe(render('en'))
})

test('the entry page counts as the language does', () => {
  expect(textOf(entry('de'))).toMatch(/12\.346 Datensätze.*1 Datensatz .*12\.345 Datensätze/)
  expect(textOf(entry('en'))).toMatch(/12,346 datasets.*1 dataset .*12,345 datasets/)
})

test('a problem is named in the language of the reader, the message as it came', () => {
  expect(problem('de')).toContain('<h1>Nicht gefunden</h1>')
  expect(textOf(problem('de'))).toContain(`404 ${hostile}`)
  expect(problemPage({ base, language: 'de', status: 418, title: 'Teapot', detail: '' })).toContain(
    '<h1>Teapot</h1>',
  )
})

test('an example query on the SPARQL page is one that parses', () => {
  const html = sparqlPage({ base, language: 'de' })
  for (const { query } of sparqlExamples) {
    expect(new sparqljs.Parser().parse(query).type).toBe('query')
    expect(decoded(html)).toContain(query)
    expect(linksOf(html)).toContain(`/open/sparql?query=${encodeURIComponent(query)}`)
  }
})

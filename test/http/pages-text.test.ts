import { expect, test } from 'vitest'
import { messages } from '../../src/http/pages/labels/messages.ts'
import type { Language } from '../../src/http/pages/pages.ts'
import { linksOf, page, textOf } from './pages.ts'

const titles = {
  de: '"Bäume"@de',
  austrian: '"Bäume in Wien"@de-AT',
  en: '"Trees"@en',
  translated: '"Trees, by machine"@en-t-de-t0-mtec',
  untagged: '"Arbres ou trees"',
  fr: '"Arbres"@fr',
  blank: '" "@en',
}
const preferences: [Language, (keyof typeof titles)[], string][] = [
  ['de', ['en', 'de', 'fr'], 'Bäume'],
  ['en', ['de', 'en', 'untagged'], 'Trees'],
  ['en', ['de', 'translated', 'en'], 'Trees'],
  ['en', ['de', 'translated'], 'Trees, by machine'],
  ['en', ['fr', 'de', 'untagged'], 'Bäume'],
  ['de', ['austrian', 'en'], 'Bäume in Wien'],
  ['de', ['en', 'fr', 'untagged'], 'Arbres ou trees'],
  ['en', ['fr'], 'Arbres'],
  ['en', ['blank', 'fr'], 'Arbres'],
]
test.for(preferences)('in %s, of the titles %j the best is "%s"', async ([language, has, best]) => {
  const all = has.map((key) => titles[key]).join(' , ')
  const html = await page(`<> a dcat:Dataset ; dct:title ${all} .`, { language })
  expect(/<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1]).toBe(best)
  expect(html).toContain(`<html lang="${language}">`)
})

test('text in another language than the page says so', async () => {
  const html = await page(
    '<> dct:title "Bäume"@de , "Trees"@en ; dct:description "Viele."@de ; dcat:keyword "Wald"@de-at .',
    { language: 'en' },
  )
  expect(html).toContain('<h1>Trees</h1>')
  expect(html).toContain('lang="de">Bäume')
  expect(html).toContain('lang="de">Viele.')
  expect(html).toContain('lang="de-at">Wald')
})

test('a distribution shows format, size, licence and its links', async () => {
  const turtle = `<> a dcat:Dataset ; dcat:distribution <#csv> .
    <#csv> dct:title "Liste" ; dcat:byteSize "2846190"^^xsd:decimal ; dct:issued "2024-02-09" ;
      dct:format <http://publications.europa.eu/resource/authority/file-type/GEOJSON> ;
      dct:license <https://www.dcat-ap.de/def/licenses/dl-by-de/2_0> ;
      dcat:accessURL <https://a.example/l> , <https://a.example/l.csv> ;
      dcat:downloadURL <https://a.example/l.csv> .`
  const german = await page(turtle)
  expect(textOf(german)).toContain('GeoJSON 2,8 MB')
  expect(textOf(german)).toContain('Datenlizenz Deutschland – Namensnennung – Version 2.0')
  expect(textOf(german)).toContain('9. Februar 2024')
  expect(linksOf(german).filter((href) => href.startsWith('https://a.example/'))).toEqual([
    'https://a.example/l.csv',
    'https://a.example/l',
  ])
  const english = textOf(await page(turtle, { language: 'en' }))
  expect(english).toContain('GeoJSON 2.8 MB')
  expect(english).toContain('Data licence Germany – attribution – version 2.0')
  expect(english).toContain('9 February 2024')
})

test.for([
  ['"2024-02-31"^^xsd:date', '2024-02-31'],
  ['"2026"^^xsd:gYear', '2026'],
  ['"2026-10"^^xsd:gYearMonth', 'Oktober 2026'],
  ['"2026-02-09T08:14:00"^^xsd:dateTime', '9. Februar 2026 um 08:14'],
  ['"2026-07-09T22:30:00Z"^^xsd:dateTime', '10. Juli 2026 um 00:30 MESZ'],
  ['"gestern"', 'gestern'],
  ['""', '(leer)'],
])('the date %s reads "%s"', async ([literal, text]) => {
  expect(textOf(await page(`<> dct:issued ${literal} .`))).toContain(`Veröffentlicht ${text} `)
})

test.for([
  ['http://dcat-ap.de/def/licenses/cc-by/4.0', 'CC BY 4.0'],
  ['http://publications.europa.eu/resource/authority/licence/CC_BYNCSA_3_0', 'CC BY-NC-SA 3.0'],
  ['https://creativecommons.org/licenses/by-sa/3.0/de/legalcode', 'CC BY-SA 3.0 DE'],
  ['http://creativecommons.org/publicdomain/zero/1.0/', 'CC0 1.0'],
  ['https://www.govdata.de/dl-de/zero-2-0', 'Zero – Version 2.0'],
  ['http://dcat-ap.de/def/licenses/constructor', 'dcat-ap.de/def/licenses/constructor'],
])('the licence %s is called %s', async ([licence, name]) => {
  expect(textOf(await page(`<> dct:license <${licence}> .`))).toContain(name)
  expect(textOf(await page(`<> dct:license "${licence}" .`))).toContain(name)
})

test('HTML in a description is shown as it was written, lines included', async () => {
  const html = await page('<> dct:description "<p>Eins</p>\\nzwei\\u0000" .')
  expect(html).toContain('<p class="prose">&lt;p>Eins&lt;/p>\nzwei\ufffd</p>')
})

test('the table of texts has each text in both languages', () => {
  const paths = (table: object, path = ''): string[] =>
    Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value === 'object' && value !== null) return paths(value, `${path}/${key}`)
      expect(value, `${path}/${key}`).not.toBe('')
      return [`${path}/${key} ${typeof value}`]
    })
  expect(paths(messages.en)).toEqual(paths(messages.de))
})

import { expect, test } from 'vitest'
import { feedFormats, formats, offerOf } from '../../src/http/formats.ts'
import { preferredLanguage, rank } from '../../src/http/negotiate.ts'

const best = (accept: string | undefined) => rank(accept, formats.map(offerOf))[0] ?? 'nothing'

// Headers as these clients were seen to send them.
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'
const rdflib = 'application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1'
const jena =
  'text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3'
const comunica =
  'application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,text/turtle;q=0.6'

test.for([
  ['no header', undefined, 'turtle'],
  ['curl and requests', '*/*', 'turtle'],
  ['a browser', browser, 'html'],
  ['rdflib', rdflib, 'rdf-xml'],
  ['rdflib for Turtle', 'text/turtle,application/x-turtle, */*;q=0.1', 'turtle'],
  ['Jena', jena, 'turtle'],
  ['Comunica', comunica, 'n-quads'],
  ['fetch-sparql-endpoint', 'text/turtle', 'turtle'],
  ['sparql-http-client', 'application/n-triples, text/turtle', 'turtle'],
  ['SPARQLWrapper', 'application/turtle,text/turtle', 'turtle'],
  ['axios', 'application/json, text/plain, */*', 'json-ld'],
  ['Java', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', 'html'],
] as const)('%s gets what it reads best', ([, accept, format]) => {
  expect(best(accept)).toBe(format)
})

test.for([
  ['quality decides', 'text/turtle;q=0.4, application/ld+json;q=0.5', 'json-ld'],
  ['the order of the header does not', 'application/trig, text/turtle', 'turtle'],
  ['a precise range comes before a wildcard', 'text/*;q=0.3, text/html;q=0.1, */*;q=0', 'turtle'],
  ['zero excludes', 'text/turtle;q=0, */*', 'trig'],
  ['zero excludes in all its forms', 'text/turtle;q=0.000, text/*', 'html'],
  [
    'parameters are ignored',
    'application/ld+json;profile="http://www.w3.org/ns/json-ld#framed"',
    'json-ld',
  ],
  [
    'parameters before the quality are ignored',
    'text/turtle;charset=utf-8;q=0.2, text/html;q=0.3',
    'html',
  ],
  ['case is ignored', 'TEXT/TURTLE;Q=1.0, text/html;q=0.9', 'turtle'],
  [
    'what is named comes before what a wildcard takes in',
    'application/n-triples, */*',
    'n-triples',
  ],
  ['other names of a format count', 'application/x-turtle', 'turtle'],
  [
    'the name that is sent counts before its other names',
    'text/turtle;q=0, application/x-turtle',
    'nothing',
  ],
  ['a wildcard of a type', 'application/*', 'trig'],
  ['no format of ours', 'image/png', 'nothing'],
  ['everything refused', '*/*;q=0', 'nothing'],
] as const)('%s', ([, accept, format]) => {
  expect(best(accept)).toBe(format)
})

test.for([
  '',
  ' ',
  ',',
  ';',
  'nonsense',
  'text',
  'text/',
  '/',
  ';q=1',
  'q=1',
  'text/turtle;q=high',
  '\u0000',
  '"',
  'a/b/c',
])('the unreadable header %j counts as absent', (accept) => {
  expect(best(accept)).toBe('turtle')
})

test('what cannot be read is left out of what can', () => {
  expect(best('text/turtle;q=2, nonsense, application/trig;q=0.1')).toBe('trig')
})

test('a hostile header costs nothing', () => {
  const start = performance.now()
  best('a/b;'.repeat(20_000))
  best('a/b,'.repeat(20_000))
  best(' '.repeat(80_000))
  expect(performance.now() - start).toBeLessThan(200)
})

test('the feed is RDF/XML for portals that name no type', () => {
  expect(rank('*/*', feedFormats.map(offerOf))[0]).toBe('rdf-xml')
  expect(rank(undefined, feedFormats.map(offerOf))[0]).toBe('rdf-xml')
  expect(rank(browser, feedFormats.map(offerOf))[0]).toBe('rdf-xml')
})

test.for([
  [undefined, 'de'],
  ['de-DE,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,en;q=0.9,de;q=0.5', 'en'],
  ['fr, en;q=0.4', 'en'],
  ['fr', 'de'],
  ['*', 'de'],
  ['de;q=0, en', 'en'],
  ['en;q=nonsense', 'de'],
] as const)('for the languages %j pages are in %s', ([header, language]) => {
  expect(preferredLanguage(header, ['de', 'en'])).toBe(language)
})

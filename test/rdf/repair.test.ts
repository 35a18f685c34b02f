import { parse } from 'oxigraph'
import { expect, test } from 'vitest'
import { isIri, resolveIri } from '../../src/rdf/iri.ts'
import { isLanguageTag, judgeIri, plainIri, prepareReference } from '../../src/rdf/repair.ts'
import { nastyIris } from './nasty-iris.ts'

/** Resolves as the readers do. */
const judge = (raw: string) =>
  judgeIri(resolveIri(prepareReference(raw), 'https://data.example/feeds/catalog'))

test.for([
  'http://example.org/',
  'https://example.org:8080/a/../b;c=d?e=%C3%BC&f#g/h?i',
  'https://opendata.schleswig-holstein.de/dataset/süd',
  'http://müller.example/größe?straße=ß#ä',
  'http://user:pass@example.org/',
  'http://[2001:db8::1]:8080/x',
  'http://[v1.fe]/',
  'http://example.org/a,http://example.org/b',
  'HTTP://EXAMPLE.ORG/%7Euser',
  'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  'urn:x:',
  'mailto:open.data@example.org',
  'tel:+49-40-428-40',
  'file:///C:/daten/x.csv',
  'geo:52.5,13.4',
  'data:text/plain,a%20b',
  'internalURI:creator0',
])('%s is legal and stays as it is', (iri) => {
  expect(judge(iri)).toEqual({ state: 'valid' })
})

test.for([
  ['http://a.example/b c', 'http://a.example/b%20c'],
  [' http://a.example/b\n', 'http://a.example/b'],
  ['http://a.example/b\u00a0', 'http://a.example/b'],
  ['http://a.example/b\u2003c', 'http://a.example/b%E2%80%83c'],
  ['http://a.example/"<>{}|\\^`', 'http://a.example/%22%3C%3E%7B%7D%7C%5C%5E%60'],
  ['http://a.example/100%', 'http://a.example/100%25'],
  ['http://a.example/%zz%2', 'http://a.example/%25zz%252'],
  ['http://a.example/%20 ', 'http://a.example/%20'],
  ['http://a.example/?LAYER[zoom]=1', 'http://a.example/?LAYER%5Bzoom%5D=1'],
  ['http://[::1]/a[b]', 'http://[::1]/a%5Bb%5D'],
  ['http://a.example/#b#c', 'http://a.example/#b%23c'],
  ['http://a.example/\u0085\u0000\t', 'http://a.example/%C2%85%00'],
  ['http://a.example/\ufffd', 'http://a.example/%EF%BF%BD'],
  ['http://a.example/\ue000?\ue000#\ue000', 'http://a.example/%EE%80%80?\ue000#%EE%80%80'],
  ['http://a.example/größe 😀', 'http://a.example/größe%20😀'],
  ['tel:+49 40 4 28 40 - 3494', 'tel:+49%2040%204%2028%2040%20-%203494'],
  ['mailto:a b@example.org', 'mailto:a%20b@example.org'],
  ['https://a b.example/', 'https://a%20b.example/'],
  ['neue daten.csv', 'https://data.example/feeds/neue%20daten.csv'],
] as const)('%j is mended to %s', ([raw, iri]) => {
  expect(judge(raw)).toEqual({ state: 'encoded', iri })
})

test.for([
  'http//a.example',
  'https//a.example/b',
  'htttp//a.example',
  'http:/a.example',
  'http:a.example',
  'http://',
  'https:///a',
  'http://?a',
  'http://a.example http://b.example',
  'http://a.example, http://b.example/c',
  'http://a.example;\nhttps://b.example',
  'http ://a.example',
  '"http://a.example"',
  ':a',
  '1a:b',
  'ä:b',
  'http://[::1',
  'http://[::g]/',
  'http://[fe80::1%25eth0]/',
  'http://a.example:port/',
  'http://a.example:80 80/',
  `http://a.example/${'a b'.repeat(2000)}`,
  'http://a.example/ \ud800',
  `http://a.example/${'a'.repeat(70_000)}`,
])('%j is no IRI and is not guessed at', (raw) => {
  expect(judge(raw)).toEqual({ state: 'junk', text: raw })
})

test('what the quick pattern takes, the grammar takes too', () => {
  const signs = ['', 'a', '/', '?', '#', '%20', '%', '[', ' ', 'ä', ':', '@', '\u2028', '|']
  for (const one of signs) {
    for (const two of signs) {
      for (const three of signs) {
        const iri = `http://a.example${one}${two}${three}`
        if (plainIri.test(iri)) expect(isIri(iri), iri).toBe(true)
      }
    }
  }
})

test('what is judged valid or mended, a strict parser takes', () => {
  for (const raw of nastyIris) {
    const verdict = judge(raw)
    if (verdict.state === 'junk') continue
    const iri = verdict.state === 'encoded' ? verdict.iri : resolveIri(raw, 'https://data.example/')
    const triple = `<http://s.example/> <http://p.example/> <${iri}> .`
    expect(() => parse(triple, { format: 'application/n-triples' }), raw).not.toThrow()
  }
})

test('a mended IRI is legal, so that mending it again changes nothing', () => {
  for (const raw of nastyIris) {
    const verdict = judge(raw)
    if (verdict.state === 'encoded') expect(judge(verdict.iri), raw).toEqual({ state: 'valid' })
  }
})

test('an IRI is judged in time that is linear in its length', () => {
  const start = performance.now()
  for (const tail of ['', ' ', '\ue000', '|', '%', '[', '#a#']) {
    for (const part of ['a', 'a%20', ' ;', '/', 'http://a ', ':', '@']) {
      judgeIri(`http://a.example/${part.repeat(4000)}${tail}`)
      judgeIri(`x:${part.repeat(4000)}${tail}`)
    }
  }
  expect(performance.now() - start).toBeLessThan(5000)
})

// RFC 3986, section 5.4, without the examples that a fragment or the same scheme make strange.
test.for([
  ['g', 'http://a/b/c/g'],
  ['./g', 'http://a/b/c/g'],
  ['g/', 'http://a/b/c/g/'],
  ['/g', 'http://a/g'],
  ['//g', 'http://g'],
  ['?y', 'http://a/b/c/d;p?y'],
  ['g?y', 'http://a/b/c/g?y'],
  ['#s', 'http://a/b/c/d;p?q#s'],
  ['g#s', 'http://a/b/c/g#s'],
  [';x', 'http://a/b/c/;x'],
  ['', 'http://a/b/c/d;p?q'],
  ['.', 'http://a/b/c/'],
  ['./', 'http://a/b/c/'],
  ['..', 'http://a/b/'],
  ['../g', 'http://a/b/g'],
  ['../..', 'http://a/'],
  ['../../g', 'http://a/g'],
  ['../../../g', 'http://a/g'],
  ['/./g', 'http://a/g'],
  ['/../g', 'http://a/g'],
  ['g.', 'http://a/b/c/g.'],
  ['.g', 'http://a/b/c/.g'],
  ['..g', 'http://a/b/c/..g'],
  ['./../g', 'http://a/b/g'],
  ['g;x=1/../y', 'http://a/b/c/y'],
  ['g?y/./x', 'http://a/b/c/g?y/./x'],
  ['g#s/../x', 'http://a/b/c/g#s/../x'],
  ['g:h', 'g:h'],
] as const)('%j resolves to %s', ([reference, iri]) => {
  expect(resolveIri(reference, 'http://a/b/c/d;p?q')).toBe(iri)
})

test('a base without a path has one for what is relative to it', () => {
  expect(resolveIri('g', 'http://a?q')).toBe('http://a/g')
})

test('a language tag has subtags of one to eight letters or digits', () => {
  for (const tag of ['de', 'de-AT', 'x-a', 'zh-Hant-TW', 'english']) {
    expect(isLanguageTag(tag), tag).toBe(true)
  }
  for (const tag of ['', 'de_DE', 'français', 'de-', '1a', 'languagetag', 'de AT']) {
    expect(isLanguageTag(tag), tag).toBe(false)
  }
})

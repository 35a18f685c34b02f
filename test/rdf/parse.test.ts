import { spawnSync } from 'node:child_process'
import { parse } from 'oxigraph'
import { expect, test } from 'vitest'
import { syntaxOfContent } from '../../src/rdf/sniff.ts'
import { python, rapper, rdflib } from '../external.ts'
import { nastyIris } from './nasty-iris.ts'
import {
  about,
  failure,
  inRdf,
  jsonLd,
  kinds,
  lines,
  ntriples,
  rdfXml,
  read,
  turtle,
} from './parse-text.ts'

const triple = '<http://s.example/> <http://e.example/p> "x"'
const documents = {
  turtle: '@prefix e: <http://e.example/> .\n<http://s.example/> e:p "x" .\n',
  trig: '@prefix e: <http://e.example/> .\n{ <http://s.example/> e:p "x" }\n',
  'n-triples': `${triple} .\n`,
  'n-quads': `${triple} <http://g.example/> .\n`,
  'rdf-xml': about('<e:p>x</e:p>'),
  'json-ld': '[{"@id": "http://s.example/", "http://e.example/p": "x"}]',
} as const
const names = ['turtle', 'trig', 'n-triples', 'n-quads', 'rdf-xml', 'json-ld'] as const

test.for(names)('%s is told by its content alone', async (syntax) => {
  const reading = await read(documents[syntax])
  expect(reading).toMatchObject({ syntax, warnings: [] })
  expect(lines(reading.quads)[0]).toContain(triple)
})

test.for([
  ['rdf-xml', 'text/html'],
  ['rdf-xml', 'text/plain'],
  ['rdf-xml', 'application/octet-stream'],
  ['rdf-xml', 'text/turtle'],
  ['turtle', 'text/plain'],
  ['turtle', 'application/rdf+xml'],
  ['n-triples', 'text/plain'],
  ['n-quads', 'text/turtle'],
  ['trig', 'text/turtle'],
  ['json-ld', 'application/json'],
  ['json-ld', 'text/html; charset=utf-8'],
  ['json-ld', 'text/turtle'],
] as const)('%s that is sent as %s is read as what it is, and reported', async ([syntax, type]) => {
  const reading = await read(documents[syntax], { contentType: type })
  expect(reading).toMatchObject({ syntax, warnings: [{ kind: 'media-type' }] })
  expect(lines(reading.quads)[0]).toContain(triple)
})

test.for([
  ['n-triples', 'text/turtle', 'turtle'],
  ['n-triples', 'application/n-quads', 'n-quads'],
  ['turtle', 'application/trig', 'trig'],
  ['rdf-xml', 'text/xml; charset=utf-8', 'rdf-xml'],
  ['rdf-xml', 'application/xml', 'rdf-xml'],
  ['turtle', 'application/gzip', 'turtle'],
] as const)('%s that is sent as %s is no lie', async ([document, contentType, syntax]) => {
  const reading = await read(documents[document], { contentType })
  expect(reading).toMatchObject({ syntax, warnings: [] })
})

test('the header counts more than the suffix, and a suffix more than nothing', async () => {
  const comment = '# nothing\n'
  expect(await read(comment, { ...turtle, name: 'x.nt' })).toMatchObject({ syntax: 'turtle' })
  expect(await read(comment, { name: 'x.nq.gz' })).toMatchObject({ syntax: 'n-quads' })
})

test('a suffix that lies is reported', async () => {
  const reading = await read(documents['rdf-xml'], { name: 'catalog.ttl' })
  expect(reading).toMatchObject({ syntax: 'rdf-xml', warnings: [{ kind: 'media-type' }] })
})

test.for([
  '<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title></head></html>',
  '\n<html lang="de"><title>502 Bad Gateway</title>',
  '<!-- x --><HTML><title>502 Bad Gateway</title>',
  '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0" "x.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><title>502 Bad Gateway</title></html>',
])('an HTML page is an error that says so, whatever it was sent as', async (page) => {
  for (const options of [turtle, rdfXml, jsonLd, { contentType: 'text/html' }, {}]) {
    expect(await failure(page, options)).toMatchObject({
      code: 'html-instead-of-rdf',
      status: 415,
      message: expect.stringContaining('"502 Bad Gateway"'),
    })
  }
})

test('a page of XHTML after a long comment is still no empty catalogue', async () => {
  const page = `<!--${'x'.repeat(20_000)}--><html xmlns="http://www.w3.org/1999/xhtml"/>`
  expect(await failure(page, rdfXml)).toMatchObject({ code: 'html-instead-of-rdf' })
})

test.for([
  ['Not found', {}, 'not-rdf'],
  ['', {}, 'not-rdf'],
  ['{"error": "not found"}', jsonLd, 'not-rdf'],
  ['[]', jsonLd, 'not-rdf'],
  ['"x"', jsonLd, 'not-rdf'],
  ['{"result": [{"dct:title": "x"}]}', { name: 'package_show.json' }, 'not-rdf'],
  ['<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"/>', rdfXml, 'not-rdf'],
  ['<error><code>5</code></error>', { contentType: 'text/xml' }, 'not-rdf'],
  ['<rdf:RDF xmlns:rdf="http://example.org/wrong#"/>', rdfXml, 'not-rdf'],
  ['', rdfXml, 'rdf-syntax'],
  ['', jsonLd, 'rdf-syntax'],
] as const)('%j is no RDF', async ([document, options, code]) => {
  expect(await failure(document, options)).toMatchObject({ code })
})

test('the root element of other XML is named', async () => {
  const document = '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"/>'
  expect(await failure(document, rdfXml)).toMatchObject({
    message: expect.stringContaining('<gmd:MD_Metadata>'),
    details: { root: 'gmd:MD_Metadata', namespace: 'http://www.isotc211.org/2005/gmd' },
  })
})

test('XML without any namespace is named, too, where nothing is claimed', async () => {
  const error = await failure('<error><code>5</code></error>', { contentType: 'text/plain' })
  expect(error).toMatchObject({ code: 'not-rdf', details: { root: 'error' } })
})

test('an empty document of Turtle is an empty graph', async () => {
  expect(await read('', turtle)).toMatchObject({ quads: [], warnings: [] })
})

test('blank nodes of two documents are never the same', async () => {
  const labels = new Set<string>()
  let count = 0
  const blank = {
    turtle: '_:b0 <http://e.example/p> [], _:b1 .',
    'n-triples': '_:b0 <http://e.example/p> _:b1 .\n_:n3-0 <http://e.example/p> _:genid1 .',
    'rdf-xml': inRdf('<e:C rdf:nodeID="b0"><e:p><e:C/></e:p></e:C>'),
    'json-ld':
      '[{"@id": "_:b0", "http://e.example/p": [{"@id": "_:b1"}, {"@type": "http://e.example/C"}]}]',
  }
  for (const document of [...Object.values(blank), ...Object.values(blank)]) {
    const { quads } = await read(document)
    const own = new Set(
      quads
        .flatMap(({ subject, object }) => [subject, object])
        .filter(isBlank)
        .map(({ value }) => value),
    )
    count += own.size
    for (const label of own) labels.add(label)
  }
  expect(labels.size).toBe(count)
})

const isBlank = ({ termType }: { termType: string }) => termType === 'BlankNode'

test('one label within a document is one blank node', async () => {
  const { quads } = await read(
    '_:a <http://e.example/p> _:b .\n_:b <http://e.example/p> _:a .',
    ntriples,
  )
  expect(quads[0]?.subject.equals(quads[1]?.object)).toBe(true)
  expect(quads[0]?.object.equals(quads[1]?.subject)).toBe(true)
})

test.for([
  ['n-triples', '<http://s.example/a b> <http://e.example/p> "x" .\n', 'iri-encoded'],
  ['turtle', '<http://s.example/> <http://e.example/p> <http//x> .\n', 'iri-to-literal'],
  ['turtle', '\ufeff<http://s.example/> <http://e.example/p> "x" .\n', 'byte-order-mark'],
  ['rdf-xml', about('<e:p xml:lang="français">x</e:p>'), 'language-tag'],
  ['rdf-xml', about('<e:p>x<e:C/></e:p>'), 'text-dropped'],
  ['json-ld', '{"@id": "http//x", "http://e.example/p": 1}', 'iri-dropped'],
] as const)(
  '%s that needs mending is refused where that is asked for: %s',
  async ([syntax, document, kind]) => {
    expect(kinds((await read(document, { name: syntax })).warnings)).toEqual([kind])
    expect(await failure(document, { name: syntax, strict: true })).toMatchObject({
      code: 'repair-needed',
      status: 400,
      details: { repair: kind },
    })
  },
)

test('what needs no mending is read strictly as it is', async () => {
  for (const syntax of names) {
    const { quads } = await read(documents[syntax], { strict: true })
    expect(quads).toHaveLength(1)
  }
})

test('IRIs that are relative to a base of our making are reported', async () => {
  const own = { base: 'https://file.invalid/x', ownBase: true }
  for (const [document, count] of [
    ['<a> <http://e.example/p> <#b>, <//c.example/>, <http://d.example/> .', 2],
    [inRdf('<e:C rdf:about="a"><e:p rdf:resource="http://d.example/"/></e:C>'), 1],
    ['{"@id": "a", "http://e.example/p": {"@id": "http://d.example/"}}', 1],
    ['@base <http://e.example/> . <a> <b> <c> .', 0],
  ] as const) {
    const { warnings } = await read(document, own)
    expect(kinds(warnings), document).toEqual(Array(count).fill('relative-iri'))
  }
})

test('no IRI is reported as relative where the base is the address of the document', async () => {
  const { quads, warnings } = await read('<a> <http://e.example/p> <> .', turtle)
  expect(lines(quads)).toEqual([
    '<https://data.example/feeds/a> <http://e.example/p> <https://data.example/feeds/catalog>',
  ])
  expect(warnings).toEqual([])
})

test('an abbreviation that was not declared is reported and kept', async () => {
  const { quads, warnings } = await read(about('<e:p rdf:resource="dct:LicenseDocument"/>'), rdfXml)
  expect(lines(quads)).toEqual(['<http://s.example/> <http://e.example/p> <dct:LicenseDocument>'])
  expect(warnings).toMatchObject([{ kind: 'undefined-prefix', value: 'dct:LicenseDocument' }])
})

const escaped = (iri: string) =>
  iri.replace(
    /[\0-\x20<>"{}|^`\\]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
const nastyTurtle = nastyIris
  .filter((iri) => iri.isWellFormed())
  .map((iri) => `<http://s.example/> <http://e.example/p> <${escaped(iri)}> .\n`)
  .join('')

async function nastyNtriples() {
  const { quads } = await read(nastyTurtle, turtle)
  expect(quads).toHaveLength(nastyTurtle.split('\n').length - 1)
  const iris = new Set(
    quads
      .map(({ object }) => object)
      .filter(({ termType }) => termType === 'NamedNode')
      .map(({ value }) => value),
  )
  return [...iris].map((iri) => `<http://s.example/> <http://e.example/p> <${iri}> .\n`)
}

test('a strict parser takes whatever IRIs come out', async () => {
  const written = await nastyNtriples()
  expect(written.length).toBeGreaterThan(1000)
  expect(parse(written.join(''), { format: 'application/n-triples' })).toHaveLength(written.length)
})

test.skipIf(!rapper)('rapper takes whatever IRIs come out (needs rapper)', async () => {
  const written = await nastyNtriples()
  const { stderr, stdout } = spawnSync(
    'rapper',
    ['-q', '-i', 'ntriples', '-o', 'ntriples', '-', 'http://b.example/'],
    {
      input: written.join(''),
      encoding: 'utf8',
    },
  )
  expect(stderr).toBe('')
  expect(stdout.trimEnd().split('\n')).toHaveLength(written.length)
})

test.skipIf(!rdflib)('rdflib takes whatever IRIs come out (needs python3-rdflib)', async () => {
  const written = await nastyNtriples()
  const program =
    'import rdflib, sys\nprint(len(rdflib.Graph().parse(data=sys.stdin.buffer.read(), format="nt")))'
  const { stderr, stdout } = spawnSync(python, ['-c', program], {
    input: written.join(''),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(Number(stdout)).toBe(written.length)
})

test.for([
  ['@prefix a: <b> .', 'turtle'],
  ['# a comment\n\n  PREFIX a: <b>\n', 'turtle'],
  ['@base <http://a/> . <g> { <a> <b> <c> }', 'trig'],
  ['@prefix a: <b> . a:b a:c "{" . # {', 'turtle'],
  ['@prefix a: <b> . a:b a:c "{\\"type\\": \\"Point\\"}", \'{\' .', 'turtle'],
  ['@prefix a: <b> . a:b a:c "{\\"type', 'turtle'],
  ['@prefix a: <b> . a:b a:c """{\n{', 'turtle'],
  ['@prefix a: <b> . a:b a:c <http://{', 'turtle'],
  ['<a><b><c>.', 'n-triples'],
  ['_:a <b> "c\\"{"@de .\n<a> <b> "cut off', 'n-triples'],
  ['<a> <b> "c"^^<d> <e> .', 'n-quads'],
  ['<a> <b> "c" .\n_:a <b> <c> _:d .\n', 'n-quads'],
  ['GRAPH <a> {', 'trig'],
  ['<rdf:RDF xmlns:rdf="x">', 'rdf-xml'],
  ["<a b = 'c'>", 'rdf-xml'],
  ['<?xml version="1.0"?>', 'rdf-xml'],
  ['<!-- x -->', 'rdf-xml'],
  ['<a> <b> </c> .', 'n-triples'],
  ['<a><b>c</b></a>', undefined],
  ['{"a":', 'json-ld'],
  [' [ { ', 'json-ld'],
  ['[]', 'json-ld'],
  ['[] a <b> .', undefined],
  ['[ a <b> ] .', undefined],
  ['<a> <b> <c> ; <d> <e> .', undefined],
  ['Error: not found', undefined],
  ['', undefined],
] as const)('%j looks like %s', ([text, syntax]) => {
  expect(syntaxOfContent(text)).toBe(syntax)
})

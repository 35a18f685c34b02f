import { expect, test } from 'vitest'
import { createQuery } from '../../src/query/query.ts'
import { base, testStore } from '../store.ts'

async function queries({ timeoutMs = 5000 } = {}) {
  const { graph } = await testStore({ timeoutMs })
  const query = createQuery({ graph, base, maxQueryBytes: 65_536, maxResultBytes: 1e6 })
  const ask = async (text: string) => {
    const question = await query.read(text)
    const mediaType = question.gives === 'graph' ? 'text/turtle' : 'text/csv'
    return new TextDecoder().decode(await query.answer(question, { mediaType }))
  }
  return { ask }
}

// What SPARQL 1.1 allows and home-made readers stumble over.
const oddities = [
  'select*{}',
  'SELECT*WHERE{?s?p?o}',
  'SELECT $s { $s ?p ?o }',
  'aSk WhErE {}',
  'SELECT ?a?b?c{?a?b?c}',
  'SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o }',
  'SELECT(COUNT(?y)AS?c){?x?y?z}',
  'PREFIX : <http://a/> SELECT * { :a :b :c ; ; :d :e ; . }',
  'PREFIX ex: <http://a/> SELECT * { ex:a\\,b ex:%20 ex:1 . ex:a:b ex:a.b ex: . }',
  "PREFIX ex: <http://a/> SELECT * { ex:x\\~y\\.z ?p ex:a\\# , ex:b\\' , ex:c }",
  'PREFIX a.b: <http://a/> SELECT * { a.b:c ?p ?o }',
  'PREFIX ä: <http://a/> SELECT ?straße { ä:ö ?straße "🚗" }',
  'PREFIX constructor: <http://x/> SELECT * { constructor:toString ?p ?o }',
  'SELECT * { ?s ?p +1, -1, 1.5, .5, 1e3, -1.E-3, +.1e0 , true , false }',
  'SELECT (?x+1 AS ?y) (?x-1 AS ?z) { ?s ?p ?x FILTER(?x-1=2 && -?x < 3) }',
  'SELECT * { ?s ?p ?o FILTER(?o<5&&?o>3) }',
  'SELECT * { ?s ?p """a"b""c"""@de-DE-1996, \'\'\'x\ny\'\'\', "a\\tb\\u00e4", \'it\\\'s\', "" , \'\' , """""" }',
  'SELECT * { <http://a/\\u00e4> ?p "\\U0001F697" }',
  'SELECT * { ?s (<p>|<q>)*/<r>? ?o ; ^a ?x ; !(a|^a) ?y }',
  'SELECT * { ?s (<>|!<>)* ?o }',
  'SELECT * { [ ?p ?o ] . [] ?q [ a <x> ; <y> [ ] ] . (1 2 (3)) ?r () . _:a.b ?t _:1 }',
  'SELECT * { VALUES (?x ?y) { (1 2) (UNDEF UNDEF) } VALUES () { () } VALUES ?z { } }',
  'SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s a ?t } FILTER EXISTS { } FILTER(?o NOT IN ()) . }',
  'SELECT * { OPTIONAL { ?s ?p ?o } MINUS { ?s a ?o } { } UNION { } GRAPH <g> { } }',
  'SELECT * {SELECT ?s {?s ?p ?o} LIMIT 1}',
  'SELECT * { ?s ?p ?o } ORDER BY ?s DESC(?o) ASC(?p) STR(?o) (?o+1) OFFSET 5 LIMIT 010',
  'SELECT (COUNT(*) AS ?n) ?y { ?s ?p ?o } GROUP BY (STR(?o) AS ?y) HAVING (COUNT(?o) > 1) (COUNT(?o) < 5)',
  'SELECT (GROUP_CONCAT(DISTINCT ?s ; SEPARATOR=", ") AS ?x) {?s ?p ?o}',
  'SELECT ?x { ?x ?y ?z } GROUP BY ?x ORDER BY DESC(COUNT(?y)) VALUES ?x { <a> }',
  'DESCRIBE <a> <b> ?x WHERE { ?x a <c> }',
  'DESCRIBE *{?s ?p ?o}',
  'DESCRIBE <a> FROM <g>',
  'CONSTRUCT {} WHERE {}',
  'CONSTRUCT WHERE { ?s ?p ?o . }',
  'CONSTRUCT { ?s ?p [ a ?o ] . (1 2) a ?o } FROM <g> FROM NAMED <h> WHERE { ?s ?p ?o } ORDER BY ?s',
  'BASE <http://x/> PREFIX a: <b/> BASE <c/> PREFIX b: <d> SELECT * { a:x <y> b:z }',
  // What the parser's library gets wrong by itself.
  'SELECT * { ?s ?p ?o FILTER NOT  EXISTS { ?s a ?t } FILTER not\n\texists { } }',
  'SELECT * { ?s ?p ?o FILTER(?o NOT # why\n IN (1)) FILTER NOT # why\r EXISTS { } }',
  'SELECT * { ?s ?p ?o FILTER(?o NoT\r\nIn (1)) }',
  'SELECT * { ?s ?p .5 , +.5 , -.5 , .5e1 , +.5E-1 }',
  '# a carriage return ends it\rSELECT * { }',
  'SELECT * { ?s ?p "a\\u0022b" , \'\\u0027\' , """\\u0022""" , \'\'\'\\U00000027\'\'\' }',
  'SELECT ?x { ?x ?y ?z } GROUP BY ?x HAVING (COUNT(*) > 1)',
  'SELECT (?x AS ?y) { ?x a ?t } GROUP BY ?x',
  'SELECT (STR(?x) AS ?y) { ?x a ?t } GROUP BY ?x ?t',
  // Section by section of SPARQL 1.1.
  'PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT ?name ?mbox WHERE { ?x foaf:name ?name . ?x foaf:mbox ?mbox }',
  'SELECT ?v { ?v ?p "cat"@en , 42 , "abc"^^<http://example.org/datatype#specialDatatype> }',
  'PREFIX f: <http://f/> SELECT (CONCAT(?g, " ", ?s) AS ?name) { ?p f:g ?g ; f:s ?s }',
  'PREFIX f: <http://f/> SELECT ?name { ?p f:g ?g ; f:s ?s BIND(CONCAT(?g, " ", ?s) AS ?name) }',
  'PREFIX f: <http://f/> PREFIX o: <http://o/> CONSTRUCT { ?x f:name ?name } WHERE { ?x o:employeeName ?name }',
  'SELECT ?title { ?x <title> ?title FILTER regex(?title, "^SPARQL", "i") }',
  'SELECT * { ?x <name> ?n . OPTIONAL { ?x <mbox> ?m . FILTER (?m < 30) } OPTIONAL { ?x <hp> ?h } }',
  'SELECT * { ?x <name> ?n FILTER EXISTS { ?x <mbox> [] } MINUS { ?x <b> ?n FILTER(?n = 1) } }',
  'SELECT * { { ?b <t> ?a } UNION { ?b <u> ?a } UNION { ?b <v> ?a } }',
  'SELECT * { <x> (^<a>|<b>/<c>)+ ?y . ?y <d>? ?z ; !<e> ?u ; !^<e> ?v ; !(<e>|^<f>|a|^a) ?w }',
  'SELECT * { ?x a|^a ?y . ?x a* ?z . ?x (a/^<b>)?/<c>+ "x" }',
  'SELECT (SUM(?l) AS ?t) (MIN(?l) AS ?m) (MAX(?l) AS ?n) (AVG(DISTINCT ?l) AS ?o) (SAMPLE(?l) AS ?q) { ?x <l> ?l } GROUP BY ?x HAVING (SUM(?l) > 10)',
  'SELECT (1 + 2 * 3 - 4 / 5 AS ?x) (-(?x) AS ?y) (!?x AS ?z) (+?x AS ?u) {}',
  'SELECT ?y ?n { <a> <k> ?y . { SELECT ?y (MIN(?m) AS ?n) { ?y <m> ?m } GROUP BY ?y } }',
  'SELECT * { ?s ?p ?o VALUES ?o { <a> "b"@en 1 1.5 true UNDEF } } VALUES (?s ?p) { (<a> UNDEF) (UNDEF <b>) }',
  'SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ASC(?s) DESC(?p) BOUND(?o) LIMIT 5 OFFSET 10',
  'SELECT REDUCED ?s { GRAPH ?g { ?s ?p ?o } GRAPH <h> { ?s ?p ?o } }',
  'SELECT * { FILTER(BOUND(?a) || isIRI(?a) && isURI(?a) || isBlank(?a) || isLiteral(?a) || isNumeric(?a)) }',
  'SELECT (COALESCE(?a, 1) AS ?x) (IF(?a, 1, 2) AS ?y) (sameTerm(?a, ?b) AS ?z) (BNODE() AS ?u) (BNODE("a") AS ?v) {}',
  'SELECT (STRDT("a", <b>) AS ?x) (STRLANG("a", "b") AS ?y) (UUID() AS ?z) (STRUUID() AS ?u) (IRI("a") AS ?v) (URI("a") AS ?w) {}',
  'SELECT (STRLEN(?a) AS ?b) (SUBSTR(?a, 1) AS ?c) (SUBSTR(?a, 1, 2) AS ?d) (UCASE(?a) AS ?e) (LCASE(?a) AS ?f) (STRSTARTS(?a, ?b) AS ?g) {}',
  'SELECT (STRENDS(?a, "b") AS ?c) (CONTAINS(?a, "b") AS ?d) (STRBEFORE(?a, "b") AS ?e) (STRAFTER(?a, "b") AS ?f) (ENCODE_FOR_URI(?a) AS ?g) (LANGMATCHES(LANG(?a), "*") AS ?h) {}',
  'SELECT (REPLACE(?a, "b", "c") AS ?d) (REPLACE(?a, "b", "c", "i") AS ?e) (ABS(-1) AS ?f) (ROUND(1.5) AS ?g) (CEIL(1.5) AS ?h) (FLOOR(1.5) AS ?i) (RAND() AS ?j) {}',
  'SELECT (NOW() AS ?a) (YEAR(NOW()) AS ?b) (MONTH(NOW()) AS ?c) (DAY(NOW()) AS ?d) (HOURS(NOW()) AS ?e) (MINUTES(NOW()) AS ?f) (SECONDS(NOW()) AS ?g) (TIMEZONE(NOW()) AS ?h) (TZ(NOW()) AS ?i) {}',
  'SELECT (MD5("a") AS ?b) (SHA1("a") AS ?c) (SHA256("a") AS ?d) (SHA384("a") AS ?e) (SHA512("a") AS ?f) (DATATYPE(1) AS ?g) {}',
  'PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (xsd:integer("1") AS ?x) { FILTER xsd:boolean("true") }',
  'CONSTRUCT { _:v <n> ?n ; <m> [ <o> () ] } WHERE { ?x <g> ?n } ORDER BY ?n LIMIT 2 VALUES ?n { 1 }',
  'DESCRIBE ?x <a> FROM <g> WHERE { ?x <m> "a" } ORDER BY ?x LIMIT 1',
  'ASK FROM <g> FROM NAMED <h> { GRAPH <h> { ?s ?p ?o } } ORDER BY ?s LIMIT 1',
  'SELECT * { _:a <p> _:a.b , _:1 . [] <p> [ ] . ( ) <p> ( 1 [ <q> ( _:a ) ] ) . [ <p> 1 ; ] . }',
  'SELECT * { ?s ?p 1.0e6 , 1.E6 , 0 , 00 , -0.0 ; ?q 5 . }',
  '# c\nSELECT * # x\r\n{ ?s ?p "#no" , <http://a#b> } # end',
]

test('what is legal is answered', async () => {
  const { ask } = await queries()
  for (const text of oddities) {
    await expect(ask(text), text).resolves.toEqual(expect.any(String))
  }
})

test('a list of thousands is read', async () => {
  const { ask } = await queries()
  const list = Array.from({ length: 4000 }, (_, n) => `<http://a/${n}>`)
  await expect(
    ask(`SELECT ?s ?p ?o { ?s ?p ?o FILTER(?s IN (${list.slice(0, 3000).join()})) }`),
  ).resolves.toBe('s,p,o\r\n')
  await expect(ask(`SELECT ?s ?p ?o { VALUES ?s { ${list.join(' ')} } ?s ?p ?o }`)).resolves.toBe(
    's,p,o\r\n',
  )
})

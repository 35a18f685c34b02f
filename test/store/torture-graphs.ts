import type { Random } from '../bench/random.ts'

/**
 * Turtle of a dataset with 5 to 60 triples, some with blank nodes and some with values that the engine
 * writes otherwise. `number` makes it unlike every other, and much of it is as in every other.
 */
export function randomTurtle(iri: string, number: number, random: Random) {
  const wanted = 5 + random.below(56)
  const lines = [
    `<${iri}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://example.org/number> ${number} .`,
  ]
  for (let i = 2; i < wanted; i++) lines.push(`<${iri}> ${statement(i, random)} .`)
  return lines.join('\n')
}

function statement(i: number, random: Random) {
  const property = `<http://example.org/p${i % 12}>`
  const value = random.below(20)
  const kinds = [
    `${property} "Straße ${value}"@de-DE`,
    `${property} "0${value}"^^<http://www.w3.org/2001/XMLSchema#integer>`,
    `${property} ${value}`,
    `${property} <http://example.org/o${value}>`,
    `${property} [ <http://example.org/q> "${value}", [ <http://example.org/r> ${value} ] ]`,
    `${property} """a line\nand "another" ${value}"""`,
  ]
  return random.pick(kinds)
}

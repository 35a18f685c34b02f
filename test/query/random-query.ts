/** A legal query, and the same one for the same seed: deep, long or mixed, within the bounds or beyond. */
export function randomQuery(seed: number): string {
  let state = seed
  const below = (n: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    state ^= state >>> 13
    return (state >>> 0) % n
  }
  const pick = <T>(options: readonly T[]): T => options[below(options.length)] as T
  // Most are small in all but one or two ways.
  const depth = pick([1, 2, 3, 4, 6, 10, 20, 40, 70, 250])
  const length = pick([1, 1, 2, 2, 3, 5, 20])
  const run = () => pick([0, 1, 1, 2, 3, below(8) === 0 ? 90 : 2, below(40) === 0 ? 4000 : 1])
  let budget = pick([20, 50, 200, 1000, 4000])

  const times = (n: number, make: (index: number) => string, separator = ' ') =>
    Array.from({ length: Math.min(n, 20_000) }, (_, index) => make(index)).join(separator)
  const name = () => `?v${below(6)}`
  const term = () => pick([name(), name(), '<a>', '"x"@de', '1', '1.5', 'true', '_:b', '[]', '()'])
  const leaf = () => pick([name(), '1', '.5', '"x"', '<a>', 'NOW()', 'RAND()', 'COALESCE()'])

  function expression(level: number): string {
    budget -= 1
    if (level <= 0 || budget <= 0) return leaf()
    const inner = () => expression(level - 1)
    return pick([
      () => `(${inner()})`,
      () => `!(${inner()})`,
      () => `-(${inner()})`,
      () => `IF(${leaf()}, ${inner()}, ${leaf()})`,
      () => `${pick(['STR', 'ABS', 'LCASE', 'isIRI', 'IRI', 'MD5'])}(${inner()})`,
      () => `COALESCE(${times(1 + run(), leaf, ', ')}, ${inner()})`,
      () =>
        `(${inner()}${times(run(), () => ` ${pick(['||', '&&', '+', '*', '-', '/'])} ${leaf()}`, '')})`,
      () => `(${leaf()} ${pick(['IN', 'NOT IN'])} (${times(1 + run(), leaf, ', ')}, ${inner()}))`,
      () => `(${leaf()} ${pick(['=', '!=', '<', '>='])} (${inner()}))`,
      () => `${pick(['EXISTS', 'NOT  EXISTS'])} ${group(level - 1)}`,
    ])()
  }

  function path(level: number): string {
    budget -= 1
    const step = () => pick(['<p>', 'a', '^<p>', '!(<p>|^a)', '<p>*', '(<>|!<>)*'])
    if (level <= 0 || budget <= 0) return step()
    return pick([
      () => `(${path(level - 1)})${pick(['', '*', '+', '?'])}`,
      () => `^(${path(level - 1)})`,
      () => `(${path(level - 1)}${times(run(), () => pick(['/', '|']) + step(), '')})`,
    ])()
  }

  function node(level: number): string {
    budget -= 1
    if (level <= 0 || budget <= 0) return term()
    return pick([
      () => `(${times(run(), term)} ${node(level - 1)})`,
      () => `[ <p> ${node(level - 1)} ${times(run(), () => `; <q> ${term()}`)} ]`,
    ])()
  }

  const triples = (level: number): string =>
    `${below(3) ? name() : node(level)} ${below(2) ? '<p>' : path(level)} ${node(level)}` +
    `${times(run(), () => `, ${term()}`)} ${times(run(), () => `; ?p ${term()}`)} .`

  function pattern(level: number): string {
    budget -= 1
    if (level <= 0 || budget <= 0) return `${name()} <p> ${term().replace('_:b', '1')} .`
    const inner = () => group(level - 1)
    return pick([
      () => triples(below(level) >> below(4)),
      () => inner(),
      () => `${inner()} ${times(1 + run(), () => `UNION { ${name()} ?p 1 }`)}`,
      () => `OPTIONAL ${inner()} ${times(run(), () => 'OPTIONAL { ?v1 <p> 1 }')}`,
      () => `MINUS ${inner()}`,
      () => `GRAPH ${pick(['?g', '<g>'])} ${inner()}`,
      () => `FILTER (${expression(level - 1)}) ${times(run(), () => 'FILTER (1)')}`,
      () => `BIND (${expression(level - 1)} AS ?b${below(1000)})`,
      () => `VALUES (?v0 ?v1) { ${times(run(), () => '(1 UNDEF)')} }`,
      () => `{ ${select(level - 1)} }`,
    ])()
  }

  const group = (level: number) => `{ ${times(1 + below(length), () => pattern(level))} }`

  function select(level: number): string {
    const where = group(level)
    return pick([
      () => `SELECT * ${where}`,
      () => `SELECT DISTINCT ?v1 ${where} LIMIT 5`,
      () => `SELECT (${expression(below(level + 1))} AS ?e${below(1000)}) ${where} ORDER BY ?v1`,
      () =>
        `SELECT ?v1 ${times(1 + run(), (n) => `(COUNT(?v${n}) AS ?c${n})`)} ${where} GROUP BY ?v1`,
      () => `SELECT ?v1 ${where} GROUP BY ?v1 HAVING ${times(1 + run(), () => '(1)')}`,
    ])()
  }

  return pick([
    () => select(depth),
    () => select(depth),
    () => `ASK ${group(depth)}`,
    () => `CONSTRUCT { ${times(run(), () => `?v1 <p> ${term()} .`)} } WHERE ${group(depth)}`,
    () => `DESCRIBE ${times(1 + run(), () => pick(['?v1', '<a>']))} ${group(depth)}`,
  ])()
}

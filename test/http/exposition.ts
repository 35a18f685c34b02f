/** A scrape: the value of a series, or nothing where there is none. */
export type Scrape = {
  value(name: string, labels?: Record<string, string>): number | undefined
  /** All series of a name. */
  series(name: string): string[]
}

const comment = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/
const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (NaN|[+-]Inf|[-+.e\d]+)$/
const label = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y

/**
 * Reads the text format of Prometheus 0.0.4, strictly: HELP and TYPE once and before the samples, the
 * lines of a metric together, no series twice, buckets that rise up to the count.
 */
export function readExposition(text: string): Scrape {
  const types = new Map<string, string>()
  const helps = new Set<string>()
  const values = new Map<string, number>()
  let family = ''
  if (!text.endsWith('\n')) throw new Error('The last line does not end.')
  for (const line of text.split('\n')) {
    if (line === '') continue
    if (line.startsWith('#')) readComment(line)
    else readSample(line)
  }
  for (const [name, type] of types) if (type === 'histogram') checkBuckets(name, values)
  return {
    value: (name, labels = {}) => values.get(keyOf(name, Object.entries(labels))),
    series: (name) => [...values.keys()].filter((key) => key.split('{')[0] === name),
  }

  function readComment(line: string) {
    const [, keyword, name = '', rest = ''] = comment.exec(line) ?? fail(line)
    if (keyword === 'HELP') {
      if (helps.has(name)) fail(line)
      helps.add(name)
      family = name
      return
    }
    if (family !== name || types.has(name) || !/^(counter|gauge|histogram|summary)$/.test(rest))
      fail(line)
    types.set(name, rest)
  }

  function readSample(line: string) {
    const [, name = '', labels = '', value = ''] = sample.exec(line) ?? fail(line)
    const isHistogram = types.get(family) === 'histogram'
    const base = isHistogram ? name.replace(/_(bucket|sum|count)$/, '') : name
    if (base !== family || !types.has(family)) fail(line)
    if (types.get(family) === 'counter' && !name.endsWith('_total')) fail(line)
    const key = keyOf(name, readLabels(labels))
    if (values.has(key)) fail(line)
    values.set(key, Number(value.replace('Inf', 'Infinity')))
  }
}

function readLabels(text: string) {
  const pairs: [string, string][] = []
  label.lastIndex = 0
  while (label.lastIndex < text.length) {
    const [, name = '', value = ''] = label.exec(text) ?? fail(text)
    pairs.push([name, value])
  }
  return pairs
}

function checkBuckets(name: string, values: ReadonlyMap<string, number>) {
  const last = new Map<string, number>()
  for (const [key, value] of values) {
    if (!key.startsWith(`${name}_bucket{`)) continue
    const of = key.replace(/le="[^"]*",?/, '').replace(/,\}$/, '}')
    if (value < (last.get(of) ?? 0)) fail(key)
    last.set(of, value)
  }
  for (const [key, value] of last) {
    const count = key.replace('_bucket', '_count').replace('{}', '')
    if (values.get(count) !== value) fail(key)
  }
}

const keyOf = (name: string, labels: [string, string][]) =>
  labels.length === 0
    ? name
    : `${name}{${labels
        .map(([key, value]) => `${key}="${value}"`)
        .sort()
        .join(',')}}`

function fail(line: string): never {
  throw new Error(`Not the text format of Prometheus: ${line}`)
}

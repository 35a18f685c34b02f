import { Counter, Gauge, type Registry } from 'prom-client'
import type { Facts } from './facts.ts'

/** A number with its labels. */
export type Sample = { labels: Record<string, string>; value: number }

/** One metric, and where its samples come from. */
export type Measure = {
  kind: 'gauge' | 'counter'
  name: string
  help: string
  labelNames: readonly string[]
  samplesOf(facts: Facts): Sample[]
}

/** A single number that goes up and down; nothing where it is not known. */
export const value = (
  name: string,
  help: string,
  valueOf: (facts: Facts) => number | undefined,
): Measure => ({
  kind: 'gauge',
  name,
  help,
  labelNames: [],
  samplesOf(facts) {
    const known = valueOf(facts)
    return known === undefined ? [] : [{ labels: {}, value: known }]
  },
})

/** Numbers that only rise, by one label. */
export const counts = (
  name: string,
  help: string,
  label: string,
  countsOf: (facts: Facts) => Iterable<readonly [string, number]>,
): Measure => ({
  kind: 'counter',
  name,
  help,
  labelNames: [label],
  samplesOf: (facts) =>
    Array.from(countsOf(facts), ([key, count]) => ({ labels: { [label]: key }, value: count })),
})

/** Adds a metric to a registry; what it gives shows in it the facts of that time. */
export function register({ kind, samplesOf, ...settings }: Measure, registry: Registry) {
  const metric = new (kind === 'gauge' ? Gauge : Counter)({ ...settings, registers: [registry] })
  return function show(facts: Facts) {
    metric.reset()
    // A metric without labels would be 0 after that, though nothing is known of it.
    if (settings.labelNames.length === 0) metric.remove()
    for (const { labels, value } of samplesOf(facts)) metric.inc(labels, value)
  }
}

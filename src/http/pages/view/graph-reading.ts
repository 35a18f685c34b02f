import { readStatements } from '../../../rdf/statement.ts'
import { rdfType } from './term.ts'
import { impliedClasses } from './implied-classes.ts'

/** A page that holds more is of no use to people, and making it would hold up other requests. */
const maxValues = 2000
const maxValuesOfProperty = 500
const maxCharacters = 300_000

/** Among how many values the best is looked for. */
const maxCandidates = 50

type Entry = { object: string; shown: boolean }
export type GraphReading = ReturnType<typeof readGraph>

/** A graph that knows which of its statements the page shows already, so that none is forgotten. */
export function readGraph(ntriples: string) {
  const nodes = new Map<string, Map<string, Entry[]>>()
  for (const [subject, statements] of Map.groupBy(readStatements(ntriples), bySubject)) {
    const properties = new Map<string, Entry[]>()
    for (const [predicate, found] of Map.groupBy(statements, byPredicate)) {
      const entries = found.map(({ object }) => ({ object, shown: isImplied(predicate, object) }))
      properties.set(predicate, entries)
    }
    nodes.set(subject, properties)
  }
  let values = maxValues
  let characters = maxCharacters

  function show(entries: readonly Entry[]): string[] {
    const shown: string[] = []
    for (const entry of entries) {
      if (values === 0 || shown.length === maxValuesOfProperty) break
      if (entry.object.length > characters) continue
      values -= 1
      characters -= entry.object.length
      entry.shown = true
      shown.push(entry.object)
    }
    return shown
  }

  const find = (subject: string, predicate: string) => nodes.get(subject)?.get(predicate) ?? []

  return {
    subjects: () => nodes.keys(),

    /** The objects of a property, which count as shown from now on. */
    take: (subject: string, predicate: string, wanted: (object: string) => boolean = any) =>
      show(find(subject, predicate).filter(({ object }) => wanted(object))),

    /** The object that comes first when sorted; the others are left for the rest. */
    takeFirst(subject: string, predicate: string, sort: (objects: string[]) => string[]) {
      const entries = find(subject, predicate).slice(0, maxCandidates)
      const [first] = sort(entries.map(({ object }) => object))
      return show(entries.filter(({ object }) => object === first))[0]
    },

    /** Everything of a node that is not shown yet. */
    takeRest(subject: string) {
      const rest: { predicate: string; objects: string[] }[] = []
      for (const [predicate, entries] of nodes.get(subject) ?? []) {
        const left = entries.filter(({ shown }) => !shown)
        if (entries.length - left.length >= maxValuesOfProperty) continue
        const objects = show(left)
        if (objects.length > 0) rest.push({ predicate, objects })
      }
      return rest
    },

    /** How many statements the page leaves out because there are too many. */
    omitted: () =>
      [...nodes.values()]
        .flatMap((properties) => [...properties.values()].flat())
        .filter(({ shown }) => !shown).length,
  }
}

const any = () => true
const bySubject = ({ subject }: { subject: string }) => subject
const byPredicate = ({ predicate }: { predicate: string }) => predicate

const isImplied = (predicate: string, object: string) =>
  predicate === rdfType && impliedClasses.has(object)

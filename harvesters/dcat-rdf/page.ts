import type { Quad, Term } from '@rdfjs/types'
import { openSpool } from './spool.ts'

/** The triples of a page or dump by subject; a large one goes to a temporary file. */
export type Page = ReturnType<typeof openPage>

/** In memory this takes some 150 MB. */
const maxQuadsInMemory = 300_000

/** One text for a subject, blank nodes and IRIs apart. */
export const keyOf = (term: Pick<Term, 'termType' | 'value'>) =>
  term.termType === 'BlankNode' ? `_:${term.value}` : term.value

const hydra = 'http://www.w3.org/ns/hydra/core#'
const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'

/** @param scratch folder for the temporary file */
export function openPage(scratch: string) {
  const inMemory = new Map<string, Quad[]>()
  const types = new Map<string, Set<string>>()
  const paging = new Set<string>()
  let spool: ReturnType<typeof openSpool> | undefined
  let size = 0

  return {
    add(quad: Quad) {
      size += 1
      const isType = quad.predicate.value === rdfType
      if (isType) remember(quad)
      if ((isType ? quad.object : quad.predicate).value.startsWith(hydra)) {
        paging.add(keyOf(quad.subject))
      }
      if (size === maxQuadsInMemory) spill()
      if (spool) spool.add(keyOf(quad.subject), quad)
      else keep(quad)
    },

    /** Every triple with this subject. */
    about(key: string): readonly Quad[] {
      return (spool ? spool.about(key) : inMemory.get(key)) ?? []
    },
    has: (key: string) => (spool ? spool.has(key) : inMemory.has(key)),
    subjects: (): Iterable<string> => (spool ? spool.subjects() : inMemory.keys()),
    typesOf: (key: string): ReadonlySet<string> => types.get(key) ?? none,
    typed: (): Iterable<[string, ReadonlySet<string>]> => types,
    /** Subjects of which something is said in terms of Hydra. */
    paging: (): Iterable<string> => paging,
    size: () => size,
    close: () => spool?.close(),
  }

  function remember({ subject, object }: Quad) {
    const key = keyOf(subject)
    const known = types.get(key)
    if (known) known.add(object.value)
    else types.set(key, new Set([object.value]))
  }

  function keep(quad: Quad) {
    const key = keyOf(quad.subject)
    const known = inMemory.get(key)
    if (known) known.push(quad)
    else inMemory.set(key, [quad])
  }

  function spill() {
    spool = openSpool(scratch)
    for (const [key, quads] of inMemory) for (const quad of quads) spool.add(key, quad)
    inMemory.clear()
  }
}

const none: ReadonlySet<string> = new Set()

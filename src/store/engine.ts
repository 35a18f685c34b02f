import type { Quad } from 'oxigraph'
import type { Change } from './changes.ts'
import { restoreImage, saveImage, type Facts } from './engine-image.ts'
import { discardOxigraph, loadOxigraph, type Oxigraph } from './engine-instance.ts'
import type { GraphQuery } from './graph-protocol.ts'

/** Text is handed to the engine in pieces of about this many characters. */
const pieceLength = 1 << 20

/** What a quad takes in the engine, measured. Every triple is two: in its graph and in the default graph. */
export const bytesPerQuad = 270

/** WebAssembly memory ends here. */
export const memoryEnd = 2 ** 32

/** A trap while quads are put means that the memory has ended, if it is nearly all taken. */
const nearlyAll = 0.9 * memoryEnd

/** Counting takes the engine 150 ns a quad, so it is done again only after this share was put. */
const recountShare = 0.1

/** Stores in damaged memory; when the garbage collector frees one, the thread ends. */
const spoilt = new Set<object>()

/** The index cannot hold what the record holds. */
export class IndexFull extends Error {}

export type Engine = ReturnType<typeof createEngine>

/**
 * The Oxigraph store of one thread: a derived copy of the record's graphs, and nothing else. The default
 * graph is kept as the union of all others, because the engine's own way to query them as one finds a
 * triple as often as there are graphs that have it.
 */
export function createEngine({ maxBytes = memoryEnd } = {}) {
  const { oxigraph, exports } = loadOxigraph()
  const store = new oxigraph.Store()
  const { toQuads, datasetOptions } = writers(oxigraph)
  const count = { put: 0, erased: 0, quads: 0, countedAt: 0, unsaved: 0 }
  let swollen = 0

  const bytes = () => exports?.memory.buffer.byteLength ?? 0

  return {
    /** @throws IndexFull when there is no memory left for it; the engine is then of no more use */
    apply(changes: Iterable<Change>) {
      let piece = ''
      for (const change of changes) {
        take(change)
        piece += toQuads(change.added, change.iri) + change.added
        if (piece.length < pieceLength) continue
        put(piece)
        piece = ''
      }
      put(piece)
      if (count.put - count.countedAt > recountShare * count.quads) recount()
    },

    /** @returns the result in the media type asked for */
    query({ sparql, mediaType, baseIri, dataset }: GraphQuery): string {
      const before = bytes()
      try {
        const result = store.query(sparql, {
          base_iri: baseIri,
          results_format: mediaType,
          ...datasetOptions(dataset),
        })
        return textOf(result)
      } finally {
        swollen += bytes() - before
      }
    },

    size: recount,

    account() {
      const quads = count.quads + count.put - count.countedAt
      return {
        quads,
        garbage: count.erased,
        bytes: bytes(),
        swollen,
        unsaved: count.unsaved,
      }
    },

    /** @returns bytes written, or nothing where there is no room for an image */
    save(file: string, at: Pick<Facts, 'record' | 'revision'>): number | undefined {
      if (!exports) return undefined
      const pointer = Number(Reflect.get(store, pointerName))
      const facts = { ...at, quads: recount(), erased: count.erased, pointer, probe: probe() }
      const written = saveImage(file, exports, facts)
      if (written !== undefined) count.unsaved = 0
      return written
    },

    /**
     * Takes over what an image holds; to be called before anything else.
     *
     * @returns the revision it is of, or nothing where no image fits
     * @throws Error when the image is damaged; the engine is then of no more use
     */
    restore(file: string, isOfRecord: (facts: Facts) => boolean): number | undefined {
      try {
        const facts = exports && restoreImage(file, exports, isOfRecord)
        return facts && takeOver(facts)
      } catch (error) {
        discardOxigraph()
        spoilt.add(store)
        throw error
      }
    },
  }

  function takeOver(facts: Facts) {
    Reflect.set(store, pointerName, facts.pointer)
    count.erased = facts.erased
    if (recount() !== facts.quads || probe() !== facts.probe)
      throw new Error('It gives other data.')
    return facts.revision
  }

  function take({ iri, dropped, removed, renewBlankNodes }: Change) {
    for (const name of dropped) erase(quadsOf(name))
    if (renewBlankNodes) erase(quadsOf(iri).filter(hasBlankNode))
    if (removed !== '') erase(oxigraph.parse(toQuads(removed, iri), options))
  }

  function quadsOf(graph: string) {
    return store.match(null, null, null, oxigraph.namedNode(graph))
  }

  /** Takes quads out of their graph, and out of the default graph what no other graph has. */
  function erase(quads: readonly Quad[]) {
    for (const quad of quads) {
      store.delete(quad)
      if (hasBlankNode(quad) || !isInAGraph(quad)) {
        store.delete(oxigraph.quad(quad.subject, quad.predicate, quad.object))
      }
    }
    count.erased += 2 * quads.length
  }

  function isInAGraph({ subject, predicate, object }: Quad) {
    const triple = [subject, predicate, object].join(' ')
    try {
      return store.query(`ASK { GRAPH ?g { ${triple} } }`) === true
    } catch (error) {
      if (isTrap(error)) throw error
      // An IRI that N-Quads may hold, but no query.
      const found = store.match(subject, predicate, object)
      return found.some(({ graph }) => graph.termType === 'NamedNode')
    }
  }

  function put(quads: string) {
    if (quads === '') return
    const before = bytes()
    load(quads)
    const lines = linesOf(quads)
    // What the memory did not grow by was put where queries had left some.
    swollen -= Math.min(swollen, Math.max(0, lines * bytesPerQuad - (bytes() - before)))
    count.put += lines
    count.unsaved += lines
  }

  // In a transaction each time: without, the engine sets 168 MB aside for whatever it is given.
  function load(quads: string) {
    try {
      store.load(quads, options)
    } catch (error) {
      if (isTrap(error) && bytes() - swollen > nearlyAll)
        throw new IndexFull(endOf(bytes()), { cause: error })
      throw error
    }
    if (bytes() - swollen > maxBytes) throw new IndexFull(endOf(bytes()))
  }

  function recount() {
    count.quads = store.size
    count.countedAt = count.put
    return count.quads
  }

  function probe() {
    const sample = 'SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 3'
    return textOf(store.query(sample, { results_format: 'text/tab-separated-values' }))
  }
}

/** Where the package keeps the address of a store in linear memory. */
const pointerName = '__wbg_ptr'

/** After a WebAssembly trap every later call of this thread fails as well. */
export const isTrap = (error: unknown) => error instanceof Error && error.name === 'RuntimeError'

const hasBlankNode = ({ subject, object }: Quad) =>
  subject.termType === 'BlankNode' || object.termType === 'BlankNode'

const options = { format: 'application/n-quads', lenient: true }

function writers({ namedNode }: Oxigraph) {
  return {
    /** In stored form, " ." before a line end can only be the end of a triple. */
    toQuads: (ntriples: string, graph: string) =>
      ntriples.replaceAll(' .\n', ` ${namedNode(graph).toString()} .\n`),

    datasetOptions(dataset: GraphQuery['dataset']) {
      if (!dataset) return {}
      return {
        default_graph: dataset.defaultGraphs.map((iri) => namedNode(iri)),
        named_graphs: dataset.namedGraphs.map((iri) => namedNode(iri)),
      }
    },
  }
}

const endOf = (bytes: number) => `The index has no memory left: it has taken ${bytes} bytes.`

function textOf(result: unknown) {
  if (typeof result !== 'string') throw new TypeError('The engine gave no text.')
  return result
}

function linesOf(text: string) {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip, createZstdCompress } from 'node:zlib'
import { withSource } from '../catalogue/read-record.ts'
import { FindbuchError } from '../errors.ts'
import { syntaxOfSuffix, type Syntax } from '../rdf/syntax.ts'
import { rdfWriter } from '../rdf/write.ts'
import type { Terminal } from './backup.ts'
import { progressBar } from './bar.ts'
import { wholeFile } from './whole-file.ts'

type StoredGraph = { iri: string; ntriples: string; isRecord: boolean; source: string | null }

/** Graphs in stored form, as of one instant. */
export type AllGraphs = {
  count: number
  graphs(): Iterable<StoredGraph>
  close(): void
}

export type ExportParts = { signal: AbortSignal; open(catalogue: string | undefined): AllGraphs }

export type ExportOptions = { catalogue?: string; force?: boolean }

/** Writes every graph, catalogue records included, in memory that does not grow with the catalogue. */
export async function exportCommand(
  { open, signal }: ExportParts,
  { file, catalogue, force = false }: ExportOptions & { file: string },
  { stdout, stderr }: Terminal,
) {
  const form = formOf(file)
  const all = open(catalogue)
  const bar = progressBar(stderr, 'export')
  try {
    if (catalogue !== undefined && all.count === 0) throw noCatalogue(catalogue)
    const write = (target: NodeJS.WritableStream) => {
      const text = Readable.from(document(all, form.syntax, bar.show))
      const options = { signal, end: file !== '-' }
      const packing = form.packing?.()
      return packing ? pipeline(text, packing, target, options) : pipeline(text, target, options)
    }
    if (file === '-') await write(stdout)
    else {
      await wholeFile(resolve(file), { force }, (temporary) => write(createWriteStream(temporary)))
    }
    bar.show(all.count, all.count)
    bar.end()
    stderr.write(`${all.count} graphs exported.\n`)
    return 0
  } catch (error) {
    bar.end()
    if (!signal.aborted && !isClosedPipe(error)) throw error
    stderr.write('The export was stopped.\n')
    return 2
  } finally {
    all.close()
  }
}

/** What is handed to the stream at once. */
const pieceLength = 256 << 10

function* document(
  all: AllGraphs,
  syntax: Syntax,
  onProgress: (done: number, total: number) => void,
) {
  const writer = rdfWriter(syntax)
  let piece = writer.begin()
  let done = 0
  for (const graph of all.graphs()) {
    piece += writer.add(complete(graph), graph.iri)
    done += 1
    if (piece.length < pieceLength) continue
    yield piece
    onProgress(done, all.count)
    piece = ''
  }
  yield piece + writer.end()
}

const complete = ({ iri, ntriples, isRecord, source }: StoredGraph) =>
  isRecord && source !== null ? withSource(ntriples, iri, source) : ntriples

const packings: Record<string, () => NodeJS.ReadWriteStream> = {
  gz: () => createGzip(),
  // With a checksum, so that damage is told.
  zst: () => createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
}

/** A reader such as `head` may have had enough. */
const isClosedPipe = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE'

function formOf(file: string): {
  syntax: Syntax
  packing: (() => NodeJS.ReadWriteStream) | undefined
} {
  if (file === '-') return { syntax: 'n-quads', packing: undefined }
  const [name = '', suffix = ''] = file.split(/\.(gz|zst)$/)
  const syntax = syntaxOfSuffix(name)
  if (syntax !== 'n-quads' && syntax !== 'trig') throw wrongSuffix(file)
  return { syntax, packing: packings[suffix] }
}

const wrongSuffix = (file: string) =>
  new FindbuchError({
    code: 'wrong-suffix',
    status: 400,
    message: `${file} has to end in .nq or .trig, with .gz or .zst after it or without.`,
  })

const noCatalogue = (id: string) =>
  new FindbuchError({
    code: 'no-catalogue',
    status: 404,
    message: `There is no catalogue "${id}".`,
  })

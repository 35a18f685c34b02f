import { randomUUID } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { FindbuchError } from '../../errors.ts'
import type { Notice } from '../../harvest/harvester.ts'
import { token } from '../../rdf/canonical.ts'
import { parseRdf } from '../../rdf/parse.ts'
import { syntaxOfSuffix } from '../../rdf/syntax.ts'
import { unpack } from '../../rdf/unpack.ts'
import type { ImportJob } from './imported.ts'

/** N-Quads that can be read more than once. */
export type Input = {
  /** Bytes of the file as it is, if that is known. */
  size: number | undefined
  /** @param onBytes told how many bytes of the file were read */
  pieces(onBytes?: (bytes: number) => void): AsyncIterable<string>
  close(): void
}

export type InputParts = { signal: AbortSignal; notice(notice: Notice): void }

const chunkLength = 1 << 20

/**
 * Opens what is to be imported. TriG is turned into N-Quads first, and what comes through standard
 * input is put into a file: a graph can only be stored when nothing more of it can come.
 *
 * @throws FindbuchError when the file is damaged, or is TriG with an error, before anything is taken
 */
export async function openInput(job: ImportJob, parts: InputParts): Promise<Input> {
  const { file, scratch } = job
  if (file === '-') return intoFile(scratch, (write) => copy(read(0, parts.signal), write), parts)
  const syntax = syntaxOfSuffix(file)
  if (syntax === 'trig') return intoFile(scratch, (write) => convert(job, parts, write), parts)
  if (syntax !== 'n-quads') throw wrongSuffix(file)
  return inputOf(file, parts, () => {})
}

function inputOf(file: string, { signal }: InputParts, close: () => void): Input {
  return {
    size: statSync(file).size,
    pieces: (onBytes = () => {}) => decode(unpacked(read(file, signal, onBytes))),
    close,
  }
}

async function intoFile(
  folder: string,
  fill: (write: (bytes: Uint8Array | string) => void) => Promise<unknown>,
  parts: InputParts,
) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `import-${randomUUID()}.nq`)
  const remove = () => rmSync(file, { force: true })
  const descriptor = openSync(file, 'wx')
  try {
    await fill(
      (bytes) =>
        void (typeof bytes === 'string'
          ? writeSync(descriptor, bytes)
          : writeSync(descriptor, bytes)),
    )
  } catch (error) {
    remove()
    throw error
  } finally {
    closeSync(descriptor)
  }
  return inputOf(file, parts, remove)
}

async function copy(bytes: AsyncIterable<Uint8Array>, write: (bytes: Uint8Array) => void) {
  for await (const chunk of unpacked(bytes)) write(chunk)
}

async function convert(job: ImportJob, parts: InputParts, write: (text: string) => void) {
  let text = ''
  const base = madeUpBase(job)
  await parseRdf(read(job.file, parts.signal), {
    base,
    ownBase: true,
    contentType: 'application/trig',
    onQuad({ subject, predicate, object, graph }) {
      const name = graph.termType === 'DefaultGraph' ? '' : `${token(graph)} `
      text += `${token(subject)} ${token(predicate)} ${token(object)} ${name}.\n`
      if (text.length < chunkLength) return
      write(text)
      text = ''
    },
    onWarning: (warning) => parts.notice({ ...warning, document: job.file }),
    signal: parts.signal,
  })
  write(text)
}

/** What relative IRIs are resolved against, for want of an address. */
export const madeUpBase = ({ base }: ImportJob) => `${base}/harvest/sources/import/`

const unpacked = (bytes: AsyncIterable<Uint8Array>) => unpack(bytes, Infinity, () => {})

async function* read(
  file: string | number,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const options = { highWaterMark: chunkLength, signal }
  const stream =
    typeof file === 'number'
      ? createReadStream('', { ...options, fd: file, autoClose: false })
      : createReadStream(file, options)
  for await (const chunk of stream) {
    const bytes: Uint8Array = chunk
    onBytes(bytes.byteLength)
    yield bytes
  }
}

async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let offset = 0
  try {
    for await (const chunk of bytes) {
      yield decoder.decode(chunk, { stream: true })
      offset += chunk.byteLength
    }
    yield decoder.decode()
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw notUtf8(offset, cause)
  }
}

const notUtf8 = (offset: number, cause: Error) =>
  new FindbuchError({
    code: 'undecodable',
    status: 400,
    message: `N-Quads are UTF-8, but what comes after byte ${offset} is not.`,
    details: { offset },
    cause,
  })

const wrongSuffix = (file: string) =>
  new FindbuchError({
    code: 'wrong-suffix',
    status: 400,
    message: `${file} is neither .nq nor .trig, with .gz or .zst or without. Other syntaxes are read by: findbuch harvest ${file}`,
  })

import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { canonicalGraph, canonicalText, type CanonicalGraph, type Triple } from './canonical.ts'

/** A graph as the record holds it: stored form, compressed, with what is known of it without unpacking. */
export type PackedGraph = {
  /** Zstandard frame (RFC 8878) of the N-Triples text. */
  packed: Uint8Array
  /** SHA-256 of the N-Triples text, hexadecimal. */
  hash: string
  /** Number of triples. */
  size: number
  /** Length of the N-Triples text in UTF-16 code units. */
  length: number
}

/** Everything dear about storing a graph, in one place, so that it can be done in another thread. */
export const packGraph = async (
  triples: Iterable<Triple>,
  graphIri: string,
): Promise<PackedGraph> => packCanonical(await canonicalGraph(triples, graphIri))

/** As `packGraph`, of N-Triples lines without blank nodes. */
export const packLines = (lines: string[]): PackedGraph => packCanonical(canonicalText(lines))

/** As `packGraph`, of what is canonical by now. */
export const packCanonical = ({ ntriples, hash, size }: CanonicalGraph): PackedGraph => ({
  packed: pack(ntriples),
  hash,
  size,
  length: ntriples.length,
})

/**
 * The chunk is the memory that the result is cut from. By default it is many times larger than the
 * result, and goes from thread to thread with it.
 */
const chunkSize = (text: string) => Math.min(Math.max(text.length >> 3, 256), 16_384)

/** With a checksum, so that what is not hashed, as a change in the log, is not unpacked to something else. */
const params = { [constants.ZSTD_c_checksumFlag]: 1 }

export const pack = (text: string): Uint8Array =>
  zstdCompressSync(text, { chunkSize: chunkSize(text), params })
export const unpack = (packed: Uint8Array): string => unpackBytes(packed).toString()
/** As UTF-8, which is what the hash is made of. */
export const unpackBytes = (packed: Uint8Array): Buffer => zstdDecompressSync(packed)

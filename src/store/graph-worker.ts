import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { createChangeReader } from './changes.ts'
import type { Facts } from './engine-image.ts'
import { createEngine, IndexFull, isTrap } from './engine.ts'
import { yieldToMainThread } from './priority.ts'
import type { GraphQuery, GraphReply, GraphRequest, ReplicaStart } from './graph-protocol.ts'

/**
 * The thread that holds a replica of the index. It reads the record by itself, so that bringing the
 * index up, or up to date, costs the main thread nothing; before each query it takes up what was
 * written since.
 */
const start: ReplicaStart = workerData // oxlint-disable-line typescript/no-unsafe-type-assertion -- sent by replica.ts
const abandoned = new Int32Array(start.abandoned)
yieldToMainThread()
const record = new DatabaseSync(start.file, { readOnly: true, timeout: 10_000 })
const changes = createChangeReader(record)
const engine = createEngine(start)
/** To take up a change costs as much as to load so many quads. */
const quadsPerChange = 30
let revision = 0
let known = { ...engine.account(), revision }

try {
  const restored = start.useImage ? restore() : undefined
  revision = restored ?? 0
  follow(() => (restored === undefined ? changes.all() : changes.since(revision)))
  if (restored === undefined) engine.size()
  reply({ to: 'ready', account: account(), from: restored === undefined ? 'record' : 'image' })
} catch (error) {
  if (!(error instanceof IndexFull)) throw error
  reply({ to: 'full', message: error.message })
  process.exit(1)
}

parentPort?.on('message', (request: GraphRequest) => {
  try {
    reply({ to: request.id, ...answer(request), account: account() })
  } catch (error) {
    reply({ to: request.id, refused: fatal(error), account: known })
    process.exit(1) // what the engine holds can no longer be trusted
  }
})

function fatal(error: unknown) {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof IndexFull) return { code: 'full' as const, message }
  return { code: isTrap(error) ? ('engine' as const) : ('failed' as const), message }
}

function answer(request: GraphRequest) {
  if (request.ask === 'save') return save()
  if (changes.revision() !== revision) follow(() => changes.since(revision))
  if (request.ask === 'follow') return {}
  if (Atomics.load(abandoned, 0) === request.id) return refused('abandoned')
  reply({ to: request.id, started: true })
  return query(request.query)
}

/** A damaged image ends the thread, and the next one finds none. */
function restore() {
  try {
    return engine.restore(start.image, isWorthIt)
  } catch (error) {
    rmSync(start.image, { force: true })
    throw new Error('The image of the index cannot be used.', { cause: error })
  }
}

/** Without an image the index still works, so a full disk costs nothing but time at the next start. */
function save() {
  try {
    const saved = engine.save(start.image, { record: changes.fingerprint(revision), revision })
    return saved === undefined ? { failed: 'no room for it' } : { saved }
  } catch (error) {
    if (isTrap(error)) throw error
    return { failed: String(error) }
  }
}

/** An image of another history is none, and one that is old takes longer to bring up to date than to do without. */
function isWorthIt(image: Facts) {
  const missing = changes.revision() - image.revision
  return changes.isHistoryOf(image) && missing * quadsPerChange < image.quads
}

function follow(read: () => ReturnType<typeof changes.since>) {
  let latest = revision
  engine.apply(
    changes.snapshot(() => {
      latest = changes.revision()
      return read()
    }),
  )
  revision = latest
}

function query(query: GraphQuery) {
  try {
    const text = engine.query(query)
    if (query.mediaType.endsWith('+xml') && isNoXml.test(text)) return refused('not-representable')
    const result = new TextEncoder().encode(text)
    return result.byteLength > query.maxResultBytes ? refused('result-too-large') : { result }
  } catch (error) {
    if (isTrap(error)) throw error
    return refused('query', error instanceof Error ? error.message : String(error))
  }
}

function refused(
  code: 'abandoned' | 'not-representable' | 'result-too-large' | 'query',
  message = '',
) {
  return { refused: { code, message } }
}

function account() {
  known = { ...engine.account(), revision }
  return known
}

function reply(message: GraphReply) {
  // Bytes are handed over, not copied.
  const buffer = 'result' in message ? message.result?.buffer : undefined
  parentPort?.postMessage(message, buffer instanceof ArrayBuffer ? [buffer] : [])
}

/** What the engine writes all the same: characters that XML has not, and properties without a name. */
const isNoXml = /[^\t\n\r -\ufffd]|<oxprefix: /

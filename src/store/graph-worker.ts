import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { createChangeReader } from './changes.ts'
import { createEngine, isTrap } from './engine.ts'
import type { GraphQuery, GraphReply, GraphRequest } from './graph-protocol.ts'

/**
 * The thread that holds the index. It reads the record by itself, so that bringing the index up, or up
 * to date, costs the main thread nothing; before each query it takes up what was written since.
 */
const record = new DatabaseSync(String(workerData), { readOnly: true, timeout: 10_000 })
const changes = createChangeReader(record)
const engine = createEngine()
let revision = 0

follow(() => changes.all())
reply({ to: 'ready', revision, size: engine.size() })

parentPort?.on('message', (request: GraphRequest) => {
  try {
    reply(answer(request))
  } catch (error) {
    reply({ to: request.id, refused: { code: 'engine', message: String(error) } })
    process.exit(1) // what the engine holds can no longer be trusted
  }
})

function answer(request: GraphRequest): GraphReply {
  if (changes.revision() !== revision) follow(() => changes.since(revision))
  if (request.ask === 'follow') {
    return { to: request.id, followed: { revision, size: engine.size() } }
  }
  reply({ to: request.id, started: true })
  return { to: request.id, ...query(request.query) }
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
    const result = engine.query(query)
    if (Buffer.byteLength(result) <= query.maxResultBytes) return { result }
    return { refused: { code: 'result-too-large' as const, message: '' } }
  } catch (error) {
    if (isTrap(error)) throw error
    return { refused: { code: 'query' as const, message: messageOf(error) } }
  }
}

function reply(message: GraphReply) {
  parentPort?.postMessage(message)
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

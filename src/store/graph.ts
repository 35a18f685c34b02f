import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { indexBehind, indexLoading, queryTimeout, refusal, tooManyQueries } from './graph-errors.ts'
import type { GraphQuery, GraphReply, GraphRequest } from './graph-protocol.ts'

export type Graph = ReturnType<typeof startGraph>

export type GraphSettings = {
  /** The record's SQLite file. */
  file: string
  timeoutMs: number
  maxWaiting: number
  log: Logger
}

/** Between attempts to bring up a thread that fails while loading. */
const maxPauseMs = 60_000

type Call = {
  settle(reply: GraphReply): void
  reject(reason: Error): void
  deadline: NodeJS.Timeout
}

/**
 * The index: one thread that holds the engine. WebAssembly cannot be interrupted, so a query past its
 * deadline costs the thread, and a new one is loaded from the record.
 */
export function startGraph({ file, timeoutMs, maxWaiting, log }: GraphSettings) {
  const waiting = new Map<number, Call>()
  let calls = 0
  let state: 'loading' | 'ready' | 'stopped' = 'loading'
  let known = { revision: 0, size: 0 }
  let readers: (() => void)[] = []
  let failedStarts = 0
  let thread = start()

  return {
    /**
     * @throws FindbuchError `query-timeout` (504), `query-refused` (400), `result-too-large` (507),
     * `too-many-queries`, `index-loading` or `index-behind` (503)
     */
    async query(query: GraphQuery): Promise<string> {
      if (state !== 'ready') throw indexLoading()
      if (waiting.size >= maxWaiting) throw tooManyQueries(maxWaiting)
      const reply = await ask((id) => ({ id, ask: 'query', query }))
      if ('result' in reply) return reply.result
      throw 'refused' in reply ? refusal(reply.refused, query.maxResultBytes) : indexLoading()
    },

    /** Lets the index take up what the record has; a query would do so too, but would have to wait. */
    follow() {
      if (state === 'ready' && waiting.size === 0) thread.postMessage({ id: 0, ask: 'follow' })
    },

    /** Resolves once the index has been loaded. */
    ready: () =>
      state === 'ready' ? Promise.resolve() : new Promise<void>((resolve) => readers.push(resolve)),

    status: () => ({ state, ...known, waiting: waiting.size }),

    async stop() {
      state = 'stopped'
      abandon(indexLoading())
      await thread.terminate()
    },
  }

  function start() {
    const started = performance.now()
    const worker = new Worker(new URL('graph-worker.ts', import.meta.url), { workerData: file })
    worker.on('message', (reply: GraphReply) => {
      if (reply.to === 'ready') {
        state = 'ready'
        failedStarts = 0
        log.info({ ms: Math.round(performance.now() - started), quads: reply.size }, 'index ready')
        for (const resolve of readers.splice(0)) resolve()
      }
      receive(reply)
    })
    worker.on('error', (err) => log.error({ err }, 'index failed'))
    worker.on('exit', () => {
      if (state === 'stopped') return
      lose()
      restart()
    })
    return worker
  }

  function receive(reply: GraphReply) {
    if ('revision' in reply) known = { revision: reply.revision, size: reply.size }
    if (typeof reply.to !== 'number') return
    const call = waiting.get(reply.to)
    if (!call) return
    if ('started' in reply) return begin(call)
    waiting.delete(reply.to)
    clearTimeout(call.deadline)
    call.settle(reply)
    if ('refused' in reply && reply.refused.code === 'engine') lose()
  }

  function ask(request: (id: number) => GraphRequest) {
    const id = ++calls
    return new Promise<GraphReply>((settle, reject) => {
      const deadline = setTimeout(() => {
        waiting.delete(id)
        reject(indexBehind())
      }, timeoutMs)
      waiting.set(id, { settle, reject, deadline })
      thread.postMessage(request(id))
    })
  }

  function begin(call: Call) {
    clearTimeout(call.deadline)
    call.deadline = setTimeout(() => {
      call.reject(queryTimeout(timeoutMs))
      lose()
      void thread.terminate()
    }, timeoutMs)
  }

  /** The thread is ending: whoever waits for it has to come again. */
  function lose() {
    state = 'loading'
    abandon(indexLoading())
  }

  function restart() {
    const pause = failedStarts === 0 ? 0 : Math.min(maxPauseMs, 1000 * 2 ** failedStarts)
    failedStarts += 1
    setTimeout(() => {
      if (state !== 'stopped') thread = start()
    }, pause).unref()
  }

  function abandon(reason: Error) {
    for (const call of waiting.values()) {
      clearTimeout(call.deadline)
      call.reject(reason)
    }
    waiting.clear()
  }
}

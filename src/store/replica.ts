import { Worker } from 'node:worker_threads'
import { indexLoading, queryTimeout, refusal } from './graph-errors.ts'
import {
  isFatal,
  type Account,
  type Answer,
  type GraphReply,
  type GraphRequest,
  type ReplicaStart,
} from './graph-protocol.ts'
import type { Job } from './query-queue.ts'

export type Replica = ReturnType<typeof startReplica>

/** Why a thread is no more: a query had to be stopped, there is another in its place, or it failed. */
export type End = 'late' | 'abandoned' | 'replaced' | 'stopped' | 'full' | 'failed'

export type ReplicaSettings = Omit<ReplicaStart, 'abandoned'> & {
  timeoutMs: number
  /** A query whose client has gone may go on for this long: most end sooner than a thread comes back. */
  graceMs: number
}

export type ReplicaEvents = {
  ready(from: 'image' | 'record', ms: number): void
  /** It has nothing to do. */
  idle(): void
  saved(answer: Pick<Answer, 'saved' | 'failed'>): void
  failed(error: Error): void
  ended(end: End): void
}

type Task = {
  id: number
  ask: GraphRequest['ask']
  job?: Job
  hasStarted?: boolean
  isAbandoned?: boolean
  timer?: NodeJS.Timeout
}

/** A thread with the engine in it; it does one thing at a time. */
export function startReplica({ timeoutMs, graceMs, ...start }: ReplicaSettings, on: ReplicaEvents) {
  const startedAt = performance.now()
  const abandoned = new SharedArrayBuffer(4)
  const thread = new Worker(new URL('graph-worker.ts', import.meta.url), {
    workerData: { ...start, abandoned } satisfies ReplicaStart,
  })
  const exited = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
  let state: 'loading' | 'idle' | 'busy' = 'loading'
  let account: Account | undefined
  let task: Task | undefined
  let ids = 0
  let end: End = 'failed'
  let isEnding = false

  thread.on('message', receive)
  thread.on('error', (error) => on.failed(asError(error)))
  thread.on('exit', () => {
    isEnding = true
    close()?.job?.settle(indexLoading())
    on.ended(end)
  })

  return {
    state: () => (isEnding ? 'ended' : state),
    account: () => account,
    /** What it is doing. */
    task: () => task?.ask,

    /** Carries out a query; its deadline begins when the engine does. */
    run: (job: Job) => begin({ ask: 'query', query: job.query }, job),
    /** Takes up what was written. */
    follow: () => begin({ ask: 'follow' }),
    /** Writes the image. */
    save: () => begin({ ask: 'save' }),

    /** Nobody waits for the query any more. */
    abandon(job: Job) {
      if (task?.job !== job) return
      task.isAbandoned = true
      Atomics.store(new Int32Array(abandoned), 0, task.id)
      // Before it has started, the thread only takes up what was written, as it would have to anyway.
      if (task.hasStarted) leave()
    },

    /** Ends the thread, whatever it is doing. */
    async stop(reason: End) {
      kill(reason)
      await exited
    },
  }

  function begin(request: WithoutId, job?: Job) {
    task = { id: ++ids, ask: request.ask, ...(job && { job }) }
    state = 'busy'
    thread.postMessage({ id: task.id, ...request } satisfies GraphRequest)
  }

  function receive(reply: GraphReply) {
    if (isEnding) return
    if (reply.to === 'ready') {
      account = reply.account
      state = 'idle'
      return on.ready(reply.from, performance.now() - startedAt)
    }
    if (reply.to === 'full') {
      isEnding = true
      end = 'full'
      return on.failed(new Error(reply.message))
    }
    if ('started' in reply) return startDeadline()
    account = reply.account
    if (reply.refused && isFatal(reply.refused)) return expectEnd(reply)
    state = 'idle'
    finish(reply)
    on.idle()
  }

  function startDeadline() {
    const job = task?.job
    if (!task || !job) return
    task.hasStarted = true
    if (task.isAbandoned) return leave()
    job.started()
    setTimer(() => {
      job.settle(queryTimeout(timeoutMs))
      kill('late')
    }, timeoutMs)
  }

  function leave() {
    setTimer(() => kill('abandoned'), graceMs)
  }

  function finish(reply: Answer) {
    const { job, ask } = close() ?? {}
    if (ask === 'save') on.saved(reply)
    if (!job) return
    if (reply.result) job.settle(reply.result)
    else job.settle(reply.refused ? refusal(reply.refused, job.query) : indexLoading())
  }

  /** The thread has said that it is going to end. */
  function expectEnd(reply: Answer) {
    isEnding = true
    if (reply.refused?.code === 'full') end = 'full'
    on.failed(new Error(reply.refused?.message))
    finish(reply)
  }

  function setTimer(work: () => void, ms: number) {
    if (!task) return
    clearTimeout(task.timer)
    task.timer = setTimeout(work, ms)
  }

  function close() {
    const closed = task
    clearTimeout(closed?.timer)
    task = undefined
    return closed
  }

  function kill(reason: End) {
    if (!isEnding) end = reason
    isEnding = true
    void thread.terminate()
  }
}

type WithoutId<Request = GraphRequest> = Request extends { id: number }
  ? Omit<Request, 'id'>
  : never

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)))

import { SingleBar } from 'cli-progress'
import type { Progress } from '../harvest/harvest.ts'

/** How far a harvest is, shown while it goes on. */
export type ProgressView = { show(progress: Progress): void; end(): void }

/** Between two plain lines, in milliseconds. */
const lineInterval = 2000

/** A bar on a terminal, a line now and then otherwise. */
export const progressView = (stream: NodeJS.WriteStream): ProgressView =>
  stream.isTTY ? bar(stream) : plainLines(stream)

function bar(stream: NodeJS.WriteStream): ProgressView {
  const single = new SingleBar({
    stream,
    format:
      '{bar} {value}{of} | {created} created, {updated} updated, {unchanged} unchanged, {notTaken} not taken',
    hideCursor: true,
  })
  let started = false
  return {
    show(progress) {
      const total = Math.max(progress.announced ?? 0, progress.seen)
      const detail = { ...progress, of: progress.announced === undefined ? '' : ` of ${total}` }
      if (started) {
        single.setTotal(total)
        single.update(progress.seen, detail)
      } else {
        single.start(total, progress.seen, detail)
        started = true
      }
    },
    end: () => single.stop(),
  }
}

function plainLines(stream: NodeJS.WriteStream): ProgressView {
  let last = -lineInterval
  return {
    show({ seen, announced, created, updated, unchanged, notTaken }) {
      const now = performance.now()
      if (now - last < lineInterval) return
      last = now
      const of = announced === undefined ? '' : ` of ${announced}`
      stream.write(
        `${seen}${of} seen: ${created} created, ${updated} updated, ${unchanged} unchanged, ${notTaken} not taken\n`,
      )
    },
    end: () => {},
  }
}

import { SingleBar } from 'cli-progress'

export type Bar = { show(done: number, total: number): void; end(): void }

/** Between two plain lines, in milliseconds. */
const lineInterval = 2000

/** How far something is: a bar on a terminal, a line now and then otherwise. */
export function progressBar(stream: NodeJS.WriteStream, what: string): Bar {
  if (!stream.isTTY) return plainLines(stream, what)
  const bar = new SingleBar({ stream, format: `${what} {bar} {percentage} %`, hideCursor: true })
  let started = false
  return {
    show(done, total) {
      if (!started) bar.start(total, done)
      else {
        bar.setTotal(total)
        bar.update(done)
      }
      started = true
    },
    end: () => bar.stop(),
  }
}

function plainLines(stream: NodeJS.WriteStream, what: string): Bar {
  let last = performance.now()
  return {
    show(done, total) {
      const now = performance.now()
      if (now - last < lineInterval) return
      last = now
      stream.write(`${what}: ${total === 0 ? 100 : Math.floor((100 * done) / total)} %\n`)
    },
    end: () => {},
  }
}

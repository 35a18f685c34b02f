import { writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

// Loaded into a server before anything else. At the first SIGUSR2 it begins to measure, at the second it
// writes what it found among the lines of the log.

const output = 1

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  process.once('SIGUSR2', () => {
    delay.enable()
    process.once('SIGUSR2', () => {
      delay.disable()
      const [p50, p99, max] = [delay.percentile(50), delay.percentile(99), delay.max]
      const line = { msg: 'event-loop delay', time: Date.now(), p50, p99, max, count: delay.count }
      writeSync(output, `${JSON.stringify(line)}\n`)
    })
  })
}

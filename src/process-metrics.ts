import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'

const resolutionMs = 10
const windowMs = 60_000

/**
 * What the process takes and how late its main thread is. To be made once in a process: it watches the
 * event loop and the garbage collection for good.
 */
export function measureProcess(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  // Each scrape resets these, and loses the very delay that has held it up.
  for (const { name } of registry.getMetricsAsArray()) {
    if (name.startsWith('nodejs_eventloop_lag')) registry.removeSingleMetric(name)
  }
  registry.registerMetric(eventLoopDelay())
  registry.registerMetric(eventLoopUtilization())
  return registry
}

function eventLoopDelay() {
  const recent = watchEventLoop()
  return new Gauge({
    name: 'findbuch_event_loop_delay_seconds',
    help: 'Time between ticks of the main thread that should come every 0.01 s, over the last one to two minutes; quantile 1 is the longest.',
    labelNames: ['quantile'],
    registers: [],
    collect() {
      const delay = recent()
      this.set({ quantile: '0.5' }, delay.percentile(50) / 1e9)
      this.set({ quantile: '0.99' }, delay.percentile(99) / 1e9)
      this.set({ quantile: '1' }, delay.max / 1e9)
    },
  })
}

/** Two windows that overlap, so that what is read never depends on who has read before. */
function watchEventLoop() {
  let [older, newer] = [startWindow(), startWindow()]
  setInterval(() => {
    older.disable()
    older = newer
    newer = startWindow()
  }, windowMs).unref()
  return () => older
}

function startWindow() {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  return histogram
}

function eventLoopUtilization() {
  let last = performance.eventLoopUtilization()
  return new Gauge({
    name: 'nodejs_eventloop_utilization_ratio',
    help: 'Share of the time since the last scrape in which the main thread was busy.',
    registers: [],
    collect() {
      const now = performance.eventLoopUtilization()
      this.set(performance.eventLoopUtilization(now, last).utilization)
      last = now
    },
  })
}

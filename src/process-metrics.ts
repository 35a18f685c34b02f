import { performance } from 'node:perf_hooks'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'

/**
 * What the process takes and how late its main thread is. To be made once in a process: it watches the
 * event loop and the garbage collection for good.
 */
export function measureProcess(): Registry {
  const registry = new Registry()
  // The delay of the event loop is how late a timer of 10 ms comes, those 10 ms included.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 })
  let last = performance.eventLoopUtilization()
  registry.registerMetric(
    new Gauge({
      name: 'nodejs_eventloop_utilization_ratio',
      help: 'Share of the time since the last scrape in which the main thread was busy.',
      registers: [],
      collect() {
        const now = performance.eventLoopUtilization()
        this.set(performance.eventLoopUtilization(now, last).utilization)
        last = now
      },
    }),
  )
  return registry
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Histogram, Registry } from 'prom-client'
import type { Facts } from './facts.ts'
import { register } from './measure.ts'
import { measures } from './measures.ts'

export type MetricsParts = {
  /** How the parts are; asked once for each scrape. */
  facts(): Promise<Facts>
  /** What is known of the process as a whole. */
  processMetrics?: Registry | undefined
}

export type Metrics = ReturnType<typeof createMetrics>

/** All other methods, and those that a route refuses, are counted as one: strangers cannot make up series. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What Prometheus is told of the service: requests as they come, all else as it is when asked. */
export function createMetrics({ facts, processMetrics = new Registry() }: MetricsParts) {
  const registry = new Registry()
  const duration = new Histogram({
    name: 'findbuch_http_request_duration_seconds',
    help: 'Requests by route, method and status, and the time until the whole answer was handed over.',
    labelNames: ['route', 'method', 'status'],
    buckets,
    registers: [registry],
  })
  const shows = measures.map((measure) => register(measure, registry))
  const all = Registry.merge([registry, processMetrics])

  return {
    mediaType: all.contentType,

    /** Counts every request once it is answered. */
    watch(app: FastifyInstance) {
      app.addHook('onResponse', (request, reply, done) => {
        observe(request, reply)
        done()
      })
    },

    observe,

    /** Everything, in the text format of Prometheus. */
    async text() {
      const known = await facts()
      for (const show of shows) show(known)
      return all.metrics()
    },
  }

  /** The route is the pattern, not the path, of which there are as many as strangers can think of. */
  function observe({ routeOptions, method }: FastifyRequest, reply: FastifyReply) {
    const { statusCode, elapsedTime } = reply
    const labels = {
      route: routeOptions.url ?? 'none',
      method: statusCode !== 405 && knownMethods.has(method) ? method : 'other',
      status: `${Math.floor(statusCode / 100)}xx`,
    }
    duration.observe(labels, elapsedTime / 1000)
  }
}

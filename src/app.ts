import cors from '@fastify/cors'
import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Config } from './config.ts'
import { documentSender } from './http/document-sender.ts'
import { answerBadRequest, answerErrors, sendError } from './http/errors.ts'
import { refuseOtherMethods } from './http/methods.ts'
import { createMetrics, type MetricsParts } from './http/metrics/metrics.ts'
import { describeRoutes } from './http/openapi.ts'
import type { ReadinessParts } from './http/readiness.ts'
import { logRequest, logRequests } from './http/request-log.ts'
import { assetRoutes } from './http/routes/assets.ts'
import { entryRoutes } from './http/routes/entry.ts'
import { feedRoutes } from './http/routes/feed.ts'
import { healthRoutes } from './http/routes/health.ts'
import { metricsRoutes } from './http/routes/metrics.ts'
import { resourceRoutes } from './http/routes/resources.ts'
import { sparqlRoutes } from './http/routes/sparql.ts'
import { refuseWhenClosing } from './http/stopping.ts'
import { compileValidator } from './http/validator.ts'
import type { Query } from './query/query.ts'

export type AppParts = MetricsParts & {
  catalogue: Catalogue
  query: Query
  /** Public URL of the service, without a slash at its end. */
  base: string
  config: Pick<
    Config,
    | 'MAX_BODY_BYTES'
    | 'SPARQL_TIMEOUT_SECONDS'
    | 'SPARQL_MAX_QUERY_BYTES'
    | 'SPARQL_MAX_RESULT_BYTES'
    | 'FEED_PAGE_SIZE'
  >
  status: ReadinessParts['status']
  recordTrouble?: ReadinessParts['recordTrouble']
}

export type AppOptions = Pick<FastifyServerOptions, 'logger' | 'loggerInstance'>

/** What was written last is kept, up to this. */
const cacheBytes = 32 * 1024 * 1024
/** A body of MAX_BODY_BYTES may come over a slow line. */
const requestTimeoutMs = 120_000
/** Who reads nothing of an answer for so long does not want it. A query may wait for as long as it may run. */
const stillnessMs = (querySeconds: number) => Math.max(120_000, 3000 * querySeconds)

/** A query of the greatest length may come in the address, percent-encoded. */
const headerBytes = (queryBytes: number) => 32 * 1024 + 3 * queryBytes

/** The HTTP service, which does not listen yet. */
export async function buildApp(
  parts: AppParts,
  options: AppOptions = {},
): Promise<FastifyInstance> {
  const { base, config } = parts
  const metrics = createMetrics(parts)
  const app = fastify({
    ...options,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.MAX_BODY_BYTES,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: stillnessMs(config.SPARQL_TIMEOUT_SECONDS),
    http: { maxHeaderSize: headerBytes(config.SPARQL_MAX_QUERY_BYTES) },
    routerOptions: { maxParamLength: 512 },
    return503OnClosing: false,
    frameworkErrors(error, request, reply) {
      sendError(error, request, reply, base)
      logRequest(request, reply)
      metrics.observe(request, reply)
    },
    clientErrorHandler: answerBadRequest,
  })
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(() => JSON.stringify)
  logRequests(app)
  metrics.watch(app)
  refuseWhenClosing(app)
  app.addHook('onRequest', (_, reply, done) => {
    reply.header('x-content-type-options', 'nosniff')
    done()
  })
  answerErrors(app, { base })
  await app.register(cors, { ...crossOrigin })
  const registerRefusals = refuseOtherMethods(app)
  await describeRoutes(app, { base })
  const send = documentSender({ cacheBytes })

  entryRoutes(app, { ...parts, send })
  resourceRoutes(app, { ...parts, send })
  feedRoutes(app, { ...parts, send, pageSize: config.FEED_PAGE_SIZE })
  await sparqlRoutes(app, {
    ...parts,
    maxQueryBytes: config.SPARQL_MAX_QUERY_BYTES,
    maxResultBytes: config.SPARQL_MAX_RESULT_BYTES,
  })
  healthRoutes(app, parts)
  metricsRoutes(app, metrics)
  assetRoutes(app)
  registerRefusals()
  return app
}

/** Programs in browsers may read everything, errors included. */
const crossOrigin = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST'],
  exposedHeaders: ['Link', 'ETag', 'Location', 'Content-Location', 'Last-Modified', 'Retry-After'],
  maxAge: 86_400,
  strictPreflight: false,
}

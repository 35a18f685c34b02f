import cors from '@fastify/cors'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Config } from './config.ts'
import { documentSender } from './http/document.ts'
import { answerBadRequest, answerErrors, pathOf, sendError } from './http/errors.ts'
import { refuseOtherMethods } from './http/methods.ts'
import { describeRoutes } from './http/openapi.ts'
import { stopping } from './http/problem.ts'
import { assetRoutes } from './http/routes/assets.ts'
import { entryRoutes } from './http/routes/entry.ts'
import { feedRoutes } from './http/routes/feed.ts'
import { healthRoutes, type HealthParts } from './http/routes/health.ts'
import { resourceRoutes } from './http/routes/resources.ts'
import { sparqlRoutes } from './http/routes/sparql.ts'
import type { Query } from './query/query.ts'

export type AppParts = {
  catalogue: Catalogue
  query: Query
  /** Public URL of the service, without a slash at its end. */
  base: string
  config: Pick<Config, 'MAX_BODY_BYTES' | 'SPARQL_MAX_QUERY_BYTES' | 'FEED_PAGE_SIZE'>
  status: HealthParts['status']
}

export type AppOptions = Pick<FastifyServerOptions, 'logger' | 'loggerInstance'>

/** What was written last is kept, up to this. */
const cacheBytes = 32 * 1024 * 1024
/** A body of MAX_BODY_BYTES may come over a slow line. */
const requestTimeoutMs = 120_000

/** The HTTP service, which does not listen yet. */
export async function buildApp(
  parts: AppParts,
  options: AppOptions = {},
): Promise<FastifyInstance> {
  const { base, config } = parts
  const app = fastify({
    ...options,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.MAX_BODY_BYTES,
    requestTimeout: requestTimeoutMs,
    // A query of the greatest length may come in the address, percent-encoded.
    http: { maxHeaderSize: 4 * config.SPARQL_MAX_QUERY_BYTES },
    routerOptions: { maxParamLength: 512 },
    return503OnClosing: false,
    frameworkErrors(error, request, reply) {
      sendError(error, request, reply, base)
      logRequest(request, reply)
    },
    clientErrorHandler: answerBadRequest,
  })
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setSerializerCompiler(() => JSON.stringify)
  logRequests(app)
  refuseWhenClosing(app)
  answerErrors(app, { base })
  await app.register(cors, { ...crossOrigin })
  const registerRefusals = refuseOtherMethods(app)
  await describeRoutes(app, { base })
  const send = documentSender({ cacheBytes })

  entryRoutes(app, { ...parts, send })
  resourceRoutes(app, { ...parts, send })
  feedRoutes(app, { ...parts, send, pageSize: config.FEED_PAGE_SIZE })
  await sparqlRoutes(app, { ...parts, maxQueryBytes: config.SPARQL_MAX_QUERY_BYTES })
  healthRoutes(app, parts)
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

/** One line for each, without query, headers or body: nothing secret. */
function logRequests(app: FastifyInstance) {
  app.addHook('onRequest', async (_, reply) => {
    reply.header('x-content-type-options', 'nosniff')
  })
  app.addHook('onResponse', async (request, reply) => logRequest(request, reply))
}

function logRequest(
  { method, url, log }: FastifyRequest,
  { statusCode, elapsedTime }: FastifyReply,
) {
  const path = pathOf(url).slice(0, 500)
  const ms = Math.round(elapsedTime * 10) / 10
  log.info({ method, path, status: statusCode, ms }, 'request')
}

/** Requests that come on an open connection while the running ones end. */
function refuseWhenClosing(app: FastifyInstance) {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onRequest', async (_, reply) => {
    if (!isClosing) return
    reply.header('connection', 'close')
    throw stopping()
  })
}

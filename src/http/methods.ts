import type { FastifyInstance, RouteOptions } from 'fastify'
import { methodNotAllowed } from './problem.ts'

/**
 * Answers 405 with Allow wherever another method would have been right. To be called after all routes:
 * the same paths are registered once more for the methods that they lack, so that the router itself
 * decides which path it is.
 */
export function refuseOtherMethods(app: FastifyInstance) {
  const paths = new Set<string>()
  app.addHook('onRoute', ({ url }: RouteOptions) => {
    if (url !== '*') paths.add(url) // that is the preflight of CORS, for every path
  })

  return function register() {
    for (const url of paths) {
      const isAllowed = (method: string) => app.hasRoute({ url, method })
      const allowed = app.supportedMethods.filter(isAllowed).sort()
      const method = app.supportedMethods.filter((name) => name !== 'OPTIONS' && !isAllowed(name))
      app.route({
        url,
        method,
        schema: { hide: true },
        // Before the body is read, of which nothing can be known.
        onRequest: async (request, reply) => {
          reply.header('allow', allowed.join(', '))
          throw methodNotAllowed(request.method, allowed)
        },
        handler: () => undefined,
      })
    }
  }
}

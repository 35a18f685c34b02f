import type { FastifyInstance } from 'fastify'
import { Type, type TObject } from 'typebox'
import type { Document } from './document.ts'
import type { SendDocument } from './document-sender.ts'
import type { Format } from './formats.ts'
import { documentResponses, idParameter, suffixParameter } from './openapi.ts'
import type { FeedQuery } from './paging.ts'

/** Where a resource is that was asked for at the wrong place; without suffix and query. */
export type Moved = { movedTo: string }

/** What the address says; `id` is empty where the path holds none. */
export type Asked = { id: string; suffix: string | undefined; query: FeedQuery }

type Described = {
  summary: string
  tags: string[]
  description?: string
  querystring: TObject
  response: object
}

export type DocumentRoutes = {
  /** May hold `:id`. */
  path: string
  /** Holds `:suffix`. */
  pathWithSuffix?: string
  summary: string
  description?: string
  tags: string[]
  formats: readonly Format[]
  /** May have less than the query of a feed, all of which is optional. */
  querystring: TObject
  /** Further responses than those of every document. */
  responses?: Record<number, object>
  documentOf(asked: Asked): Document | Moved
}

/** Serves a document at a path, and each of its formats at that path with a suffix. */
export function documentRoutes(
  app: FastifyInstance,
  send: SendDocument,
  { path, pathWithSuffix = `${path}.:suffix`, documentOf, ...described }: DocumentRoutes,
) {
  const { summary, formats, responses, ...about } = described
  const response = { ...documentResponses(formats), ...responses }
  serve(path, { ...about, summary, response })
  serve(pathWithSuffix, { ...about, summary: `${summary}, in the format of the suffix`, response })

  function serve(url: string, about: Described) {
    const schema = { ...about, params: parametersOf(url, formats) }
    route('GET', schema)
    // Of its own, Fastify would give a HEAD that ends in 304 a Content-Length of 0.
    route('HEAD', { ...schema, hide: true })

    function route(method: string, schema: object) {
      app.route<{ Params: { id?: string; suffix?: string }; Querystring: FeedQuery }>({
        url,
        method,
        exposeHeadRoute: false,
        schema,
        handler(request, reply) {
          const { id = '', suffix } = request.params
          const document = documentOf({ id, suffix, query: request.query })
          if (!('movedTo' in document)) return send(request, reply, { document, suffix })
          const rest = suffix === undefined ? '' : `.${suffix}`
          return reply.redirect(document.movedTo + rest + searchOf(request.url), 308)
        },
      })
    }
  }
}

const searchOf = (url: string) => (url.includes('?') ? url.slice(url.indexOf('?')) : '')

const parametersOf = (url: string, formats: readonly Format[]) =>
  Type.Object({
    ...(url.includes(':id') ? { id: idParameter } : {}),
    ...(url.includes(':suffix') ? { suffix: suffixParameter(formats) } : {}),
  })

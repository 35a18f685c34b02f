import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { isNotModified } from '../conditional.ts'

const folder = join(import.meta.dirname, '../pages/assets')

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The style sheet, fonts and pictures of our pages, each at a route of its own. */
export function assetRoutes(app: FastifyInstance) {
  for (const file of readdirSync(folder)) {
    const mediaType = mediaTypes[extname(file)]
    if (mediaType === undefined) continue
    const body = readFileSync(join(folder, file))
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`
    app.get(`/assets/${file}`, { schema: { hide: true } }, async (request, reply) => {
      // Asked for again each time, so that a page never meets the style sheet of another version.
      const caching = { etag, 'cache-control': 'public, max-age=0, must-revalidate' }
      reply.headers({ ...caching, 'content-type': mediaType })
      if (!isNotModified(request.headers, { etag })) return body
      reply.code(304)
      return undefined
    })
  }
}

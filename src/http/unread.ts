import type { ServerResponse } from 'node:http'
import { FindbuchError } from '../errors.ts'

export type Unread = ReturnType<typeof createUnread>

/** What a client may leave unread before it is told to come again, and what all of them may, in results of the greatest size. */
const resultsOfClient = 2
const resultsOfAll = 6

/** Answers lie in memory until they are read; clients that take their time must not fill it. */
export function createUnread({ maxResultBytes }: { maxResultBytes: number }) {
  const byClient = new Map<string, number>()
  let all = 0

  return {
    /** @throws FindbuchError `unread-results` (503) */
    check(client: string) {
      const own = byClient.get(client) ?? 0
      if (own >= resultsOfClient * maxResultBytes || all >= resultsOfAll * maxResultBytes)
        throw unreadResults()
    },

    /** Counts an answer until it was handed over or the client has gone. */
    count(client: string, bytes: number, response: ServerResponse) {
      if (response.destroyed) return
      add(client, bytes)
      response.once('close', () => add(client, -bytes))
    },
  }

  function add(client: string, bytes: number) {
    all += bytes
    const own = (byClient.get(client) ?? 0) + bytes
    if (own > 0) byClient.set(client, own)
    else byClient.delete(client)
  }
}

const unreadResults = () =>
  new FindbuchError({
    code: 'unread-results',
    status: 503,
    message: 'Results that were asked for before have not been read yet.',
    retryAfterSeconds: 2,
  })

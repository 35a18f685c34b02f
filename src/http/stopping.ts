import type { FastifyInstance } from 'fastify'
import { FindbuchError } from '../errors.ts'

/** Lets running requests end and refuses those that still come on open connections. */
export function refuseWhenClosing(app: FastifyInstance) {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onRequest', (_, __, done) => done(isClosing ? stopping() : undefined))
  // A connection that is kept alive would keep the server from ending.
  app.addHook('onSend', (_, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close')
    done(null, payload)
  })
}

const stopping = () =>
  new FindbuchError({
    code: 'stopping',
    status: 503,
    message: 'The service is being stopped.',
    retryAfterSeconds: 10,
  })

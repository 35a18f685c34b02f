import { FindbuchError } from '../errors.ts'
import type { Refusal } from './graph-protocol.ts'

const unavailable = (code: string, message: string) =>
  new FindbuchError({ code, status: 503, message, retryAfterSeconds: 2 })

export const indexLoading = () =>
  unavailable('index-loading', 'The SPARQL index is being loaded from the record.')

/** The reason is of a kind that coming again soon does not mend. */
export const indexFailed = ({ message }: { message: string }) =>
  new FindbuchError({
    code: 'index-failed',
    status: 503,
    message: `The SPARQL index cannot be brought up: ${message}`,
    retryAfterSeconds: 60,
  })

export const indexBehind = () =>
  unavailable('index-behind', 'The SPARQL index did not get to this query in time.')

export const tooManyQueries = (limit: number) =>
  unavailable('too-many-queries', `${limit} queries are waiting already.`)

export const queryTimeout = (timeoutMs: number) =>
  new FindbuchError({
    code: 'query-timeout',
    status: 504,
    message: `The query was stopped after ${timeoutMs / 1000} s. Ask for less, or add a LIMIT.`,
  })

export const indexFull = () =>
  new FindbuchError({
    code: 'index-full',
    status: 507,
    message:
      'The SPARQL index has no memory left. Nothing new is taken until something is deleted or moved elsewhere.',
  })

/** The record has more than the index holds, as after an import beside the server. */
export const indexOverfull = () =>
  new FindbuchError({
    code: 'index-full',
    status: 503,
    message:
      'The record holds more than the SPARQL index has memory for. Everything else is served.',
    retryAfterSeconds: 600,
  })

/** Nobody reads this: the client has gone. */
export const clientGone = () =>
  new FindbuchError({
    code: 'client-gone',
    status: 499,
    message: 'The client has closed the connection.',
  })

/** What a thread says of a query that it did not answer. */
export function refusal(
  { code, message }: Refusal,
  { mediaType, maxResultBytes }: { mediaType: string; maxResultBytes: number },
): FindbuchError {
  switch (code) {
    case 'query':
      return new FindbuchError({ code: 'query-refused', status: 400, message })
    case 'result-too-large':
      return new FindbuchError({
        code,
        status: 507,
        message: `The result is larger than ${maxResultBytes} bytes. Ask for less, or add a LIMIT.`,
      })
    case 'not-representable':
      return new FindbuchError({
        code,
        status: 406,
        message: `The result has something that ${mediaType} cannot hold. JSON and Turtle can.`,
      })
    case 'abandoned':
      return indexBehind()
    case 'full':
      return indexOverfull()
    case 'failed':
      return indexFailed({ message })
    case 'engine':
      return new FindbuchError({
        code: 'query-too-complex',
        status: 400,
        message:
          'The query engine could not carry out this query: it is nested too deeply or too large, ' +
          'or sorts values of types that have no order among them; for these, ORDER BY STR(…) can help.',
      })
  }
}

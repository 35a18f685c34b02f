import { FindbuchError } from '../errors.ts'

const unavailable = (code: string, message: string) =>
  new FindbuchError({ code, status: 503, message, retryAfterSeconds: 2 })

export const indexLoading = () =>
  unavailable('index-loading', 'The SPARQL index is being loaded from the record.')

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

type Refusal = { code: 'query' | 'result-too-large' | 'engine'; message: string }

/** @param maxBytes the bound that a too large result has passed */
export function refusal({ code, message }: Refusal, maxBytes: number): FindbuchError {
  switch (code) {
    case 'query':
      return new FindbuchError({ code: 'query-refused', status: 400, message })
    case 'result-too-large':
      return new FindbuchError({
        code,
        status: 507,
        message: `The result is larger than ${maxBytes} bytes. Ask for less, or add a LIMIT.`,
      })
    case 'engine':
      return new FindbuchError({
        code: 'query-too-complex',
        status: 400,
        message:
          'The query engine could not carry out this query: it is nested too deeply or too large.',
      })
  }
}

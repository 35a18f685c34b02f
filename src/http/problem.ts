import { STATUS_CODES } from 'node:http'
import { Type, type Static } from 'typebox'
import { FindbuchError } from '../errors.ts'

/** An error as RFC 9457 has it; `type` tells errors apart, `detail` tells this one. */
export const Problem = Type.Object(
  {
    type: Type.String({
      description: 'What went wrong: `urn:findbuch:problem:` and the code of the error',
      examples: ['urn:findbuch:problem:not-found'],
    }),
    title: Type.String({ description: 'The HTTP status in words' }),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String({ description: 'The path that was asked for' }),
  },
  { additionalProperties: true, description: 'Further members depend on the type' },
)
export type Problem = Static<typeof Problem>

/** An error of any kind as one that a client may see; for a bug of ours that is next to nothing. */
export function toFindbuchError(error: unknown): FindbuchError {
  if (error instanceof FindbuchError) return error
  if (isOfFastify(error)) {
    const { validation, statusCode: status } = error
    if (validation) return invalid(validation, error.validationContext)
    if (status >= 400 && status < 500) {
      const code = codes[status] ?? 'bad-request'
      return new FindbuchError({ code, status, message: error.message, cause: error })
    }
  }
  return new FindbuchError({
    code: 'internal',
    status: 500,
    message: 'Something went wrong here. The log has the details.',
    cause: error,
  })
}

export const problemOf = (error: FindbuchError, instance: string): Problem => ({
  type: `urn:findbuch:problem:${error.code}`,
  title: STATUS_CODES[error.status] ?? 'Error',
  status: error.status,
  detail: error.message,
  instance,
  ...error.details,
})

const codes: Record<number, string> = {
  404: 'not-found',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'unsupported-media-type',
}

type Invalid = { instancePath: string; message: string; keyword: string; params: object }
type OfFastify = Error & {
  statusCode: number
  validation?: readonly Partial<Invalid>[]
  validationContext?: string
}

const isOfFastify = (error: unknown): error is OfFastify =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'

/** A path that no resource can have leads nowhere; anything else is a parameter to be mended. */
function invalid(errors: readonly Partial<Invalid>[], context: string | undefined) {
  if (context === 'params') return noSuchPath()
  const parameters = errors.flatMap(({ instancePath = '', message = 'is wrong' }) => ({
    parameter: instancePath.slice(1),
    message,
  }))
  const message = parameters.map(({ parameter, message }) => `"${parameter}" ${message}`).join('; ')
  return new FindbuchError({
    code: 'bad-parameter',
    status: 400,
    message: `Parameter ${message}.`,
    details: { parameters },
  })
}

export const noSuchPath = () =>
  new FindbuchError({ code: 'not-found', status: 404, message: 'There is nothing at this path.' })

export const methodNotAllowed = (method: string, allowed: readonly string[]) =>
  new FindbuchError({
    code: 'method-not-allowed',
    status: 405,
    message: `${method} cannot be used here, but ${allowed.join(', ')} can.`,
    details: { allowed },
  })

export const methodUnknown = (method: string) =>
  new FindbuchError({
    code: 'method-unknown',
    status: 501,
    message: `${method} is no method that is known here.`,
  })

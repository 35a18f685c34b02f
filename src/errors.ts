/** A failure that is expected and that its cause can mend: it has a code and an HTTP status. */
export class FindbuchError extends Error {
  readonly code: string
  readonly status: number
  /** Extra members of the problem document (RFC 9457, section 3.2). */
  readonly details: Record<string, unknown>
  /** When it may be tried again (RFC 9110, section 10.2.3). */
  readonly retryAfterSeconds: number | undefined

  constructor({ code, status, message, details = {}, retryAfterSeconds, cause }: Failure) {
    super(message, { cause })
    this.name = 'FindbuchError'
    this.code = code
    this.status = status
    this.details = details
    this.retryAfterSeconds = retryAfterSeconds
  }
}

type Failure = {
  code: string
  status: number
  message: string
  details?: Record<string, unknown>
  retryAfterSeconds?: number
  cause?: unknown
}

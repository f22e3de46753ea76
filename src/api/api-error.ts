/** What a refused or failed request throws in the window: the wire error, whose sentence `useErrorSentence` gives. */
import type { ErrorCode, ErrorKind, ErrorParams, WireError } from '@shared/errors'

export class ApiError extends Error {
  readonly wire: WireError

  constructor(wire: WireError) {
    super(wire.code)
    this.name = 'ApiError'
    this.wire = wire
  }

  get kind(): ErrorKind {
    return this.wire.kind
  }
  get code(): ErrorCode {
    return this.wire.code
  }
  get params(): ErrorParams {
    return this.wire.params
  }
}

/** Anything caught, as a wire error: what is not an ApiError is our own bug. */
export function wireErrorOf(error: unknown): WireError {
  return error instanceof ApiError ? error.wire : { kind: 'internal', code: 'internal', params: {} }
}

/** Whether a person stopped it themselves: nothing to report. */
export function isCancelled(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'cancelled'
}

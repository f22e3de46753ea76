/** One finding of `doctor.check`. */
import type { HealthCheck } from '@shared/contract/program'
import { wireError, type ErrorCode } from '@shared/errors'

export function healthCheckOf(
  name: HealthCheck['name'],
  state: HealthCheck['state'],
  code: ErrorCode | null = null,
): HealthCheck {
  return { name, subject: null, state, error: code === null ? null : wireError(code), detail: {} }
}

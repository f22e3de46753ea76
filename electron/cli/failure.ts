/**
 * How a command ends badly: one line on stderr (what, where, what to do), with `--json` also one object on stdout, and
 * the exit code that the contract gives. Never a stack trace.
 */
import { AppError, errorPolicy, toWireError, type WireError } from '@shared/errors'
import type { PollTrouble } from '@shared/contract/gateway-side'
import type { PauseReason } from '@shared/domain/campaign'
import { errorSentence } from '@shared/sentences/sentence'
import type { Terminal } from './terminal'
import type { Words } from './words'

export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  partly: 3,
  auth: 4,
  funds: 5,
  network: 6,
  keychain: 7,
  busy: 8,
  interrupted: 130,
} as const

/** A mistake in how the command was written; `detail` is already in the reader's language. */
export function usageError(detail: string): AppError {
  return new AppError('usage', { detail })
}

/** Of an error outside a running campaign. */
export function exitCodeOf(error: WireError): number {
  return errorPolicy[error.kind].exitCode
}

const pauseExit: Readonly<Record<PauseReason, number>> = {
  person: exitCodes.interrupted,
  auth: exitCodes.auth,
  insufficient_funds: exitCodes.funds,
  config: exitCodes.usage,
  refusals: exitCodes.partly,
  failures: exitCodes.network,
  offline: exitCodes.network,
  unknowns: exitCodes.network,
  rate_limited: exitCodes.network,
  daily_limit: exitCodes.network,
  storage: exitCodes.unexpected,
  keychain: exitCodes.keychain,
  interrupted: exitCodes.interrupted,
  missed_schedule: exitCodes.usage,
  list: exitCodes.usage,
  quiet_hours: exitCodes.usage,
  restored: exitCodes.usage,
  internal: exitCodes.unexpected,
}

/** Exit code of a campaign that ended paused. */
export function exitCodeOfPause(reason: PauseReason | null): number {
  return reason === null ? exitCodes.unexpected : pauseExit[reason]
}

export function describeError(error: WireError, words: Words): { code: string; message: string } {
  return { code: error.code, message: errorSentence(error, words.language) }
}

export interface DescribedTrouble {
  readonly account: string
  readonly messages: number
  readonly code: string
  readonly message: string
}

export function describeTroubles(troubles: readonly PollTrouble[], words: Words): DescribedTrouble[] {
  return troubles.map(({ account, error, messages }) => ({ account, messages, ...describeError(error, words) }))
}

/** One line for each. */
export function complainOf(
  troubles: readonly DescribedTrouble[],
  { terminal, words }: Omit<Reporting, 'json'>,
  counted: 'receipts.unlearned' | 'resolve.unlearned',
): void {
  for (const { account, message, messages } of troubles) {
    const count = messages === 0 ? '' : ` (${words.say(counted, { messages })})`
    terminal.complain(`griot: ${account}: ${message}${count}`)
  }
}

export interface Reporting {
  readonly terminal: Terminal
  readonly words: Words
  readonly json: boolean
}

/** Reports what was thrown, with what more can be said about it; returns the exit code. */
export function reportFailure(
  thrown: unknown,
  { terminal, words, json }: Reporting,
  hint: string | null = null,
): number {
  const error = toWireError(thrown)
  const { code, message } = describeError(error, words)
  const described = { code, message: hint === null ? message : `${message} ${hint}` }
  terminal.complain(`griot: ${described.message}`)
  if (json) terminal.printJson({ error: described })
  return exitCodeOf(error)
}

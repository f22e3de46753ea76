/**
 * The requests of a run that are on their way, and their answers until they are recorded. Whatever an adapter does, every
 * request ends with one outcome per message; an adapter that throws leaves its messages doubtful.
 */
import { AppError, type WireError } from '@shared/errors'
import type { Log } from '../log'
import type { OutgoingMessage, SendOutcome, SendResult } from '../providers/provider'
import type { ClaimedMessage } from '../storage/attempt'
import type { Checkpoint } from './checkpoint'

/** What the run needs of the gateway: one function that never throws, and how much of it at once. */
export interface Outlet {
  readonly batchSize: number
  readonly concurrency: number
  send(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<SendResult>
}

/** A request that was answered, or will not be. */
export interface Answered {
  readonly messages: readonly ClaimedMessage[]
  readonly outcomes: readonly SendOutcome[]
}

export interface Requests {
  /** Lets claimed messages leave, in requests of the gateway's size. */
  send(messages: readonly ClaimedMessage[]): void
  inFlight(): number
  /** Requests answered and not taken yet. */
  answered(): number
  /** Requests that left and are not recorded yet: their messages are `sending`. */
  unrecorded(): number
  /** The answers of the next transaction, about `messages` of them (whole requests, at least one). */
  take(messages: number): Answered[]
  /** Answers that could not be written: they come first the next time. */
  giveBack(answers: readonly Answered[]): void
  /** Gives up waiting: what is in flight becomes unknown. */
  abort(): void
}

export interface RequestsOptions {
  readonly outlet: Outlet
  readonly log: Log
  readonly checkpoint: Checkpoint
  readonly onAnswer: () => void
}

export function createRequests({ outlet, log, checkpoint, onAnswer }: RequestsOptions): Requests {
  const controller = new AbortController()
  let inFlight = 0
  let waiting: Answered[] = []

  const settle = (messages: readonly ClaimedMessage[], outcomes: readonly SendOutcome[]): void => {
    inFlight -= 1
    checkpoint('after_answer')
    waiting.push({ messages, outcomes })
    onAnswer()
  }

  const sendOne = (messages: readonly ClaimedMessage[]): void => {
    inFlight += 1
    outlet.send(messages, controller.signal).then(
      (result) => settle(messages, result.outcomes),
      (error: unknown) => {
        log.error('gateway adapter threw', { error: String(error) })
        const wire: WireError =
          error instanceof AppError ? error.toWire() : { kind: 'internal', code: 'internal', params: {} }
        settle(
          messages,
          messages.map(() => ({ kind: 'unknown', error: wire })),
        )
      },
    )
  }

  return {
    send(messages) {
      for (let start = 0; start < messages.length; start += outlet.batchSize)
        sendOne(messages.slice(start, start + outlet.batchSize))
    },
    inFlight: () => inFlight,
    answered: () => waiting.length,
    unrecorded: () => inFlight + waiting.length,
    take(most) {
      let messages = 0
      let count = 0
      while (count < waiting.length && messages < most) {
        messages += waiting[count]?.messages.length ?? 0
        count += 1
      }
      return waiting.splice(0, count)
    },
    giveBack(answers) {
      waiting = [...answers, ...waiting]
    },
    abort: () => controller.abort(),
  }
}

/**
 * The sandbox: a gateway without account or network, for the first run, for trying a text and for `--dry` rehearsals of
 * everything after the send. It behaves by the last two digits of the number, always the same way:
 *
 * | ends in | what happens                                                                     |
 * |---------|----------------------------------------------------------------------------------|
 * | 00      | rejected: invalid recipient                                                      |
 * | 01      | no answer in time (unknown); the message did arrive, its archive shows it         |
 * | 02      | accepted, later undelivered                                                      |
 * | 03      | accepted, later expired                                                          |
 * | 04      | told to slow down once (retry after one second), then accepted                   |
 * | 05      | connection refused once (provably not sent), then accepted                       |
 * | 06      | no answer in time (unknown); the message never arrived, its archive lacks it     |
 * | others  | accepted, delivered two seconds later                                            |
 *
 * Balance, archive and "once" are memories of the session: a new start has 10,000 SMS again. Delivery is not: it follows
 * from the message id, which holds the number and the time.
 */
import type { DeliveryReport, ReportStatus } from '@shared/domain/delivery-report'
import { AppError } from '@shared/errors'
import { pause, type Clock } from '../clock'
import { notSent, rejected, unknown } from './answer'
import type { ArchiveEntry, OutgoingMessage, Provider, SendOutcome, SendRequest } from './provider'

export interface SandboxRule {
  readonly send: 'accept' | 'reject' | 'lose_answer' | 'lose_request' | 'rate_limit_once' | 'refuse_once'
  /** What the phone reports after `deliveryDelayMs`. */
  readonly delivery: ReportStatus
}

const ordinary: SandboxRule = { send: 'accept', delivery: 'delivered' }

/** By the last two digits; every other number is `ordinary`. */
export const sandboxRules: ReadonlyMap<string, SandboxRule> = new Map<string, SandboxRule>([
  ['00', { send: 'reject', delivery: 'rejected' }],
  ['01', { send: 'lose_answer', delivery: 'delivered' }],
  ['02', { send: 'accept', delivery: 'undelivered' }],
  ['03', { send: 'accept', delivery: 'expired' }],
  ['04', { send: 'rate_limit_once', delivery: 'delivered' }],
  ['05', { send: 'refuse_once', delivery: 'delivered' }],
  ['06', { send: 'lose_request', delivery: 'rejected' }],
])

function sandboxRule(phone: string): SandboxRule {
  return sandboxRules.get(phone.slice(-2)) ?? ordinary
}

export interface SandboxOptions {
  /** Time to answer one request. Default 40. */
  readonly latencyMs?: number
  /** Time until a phone reports. Default 2 000. */
  readonly deliveryDelayMs?: number
  /** SMS at the start of the session. Default 10 000. */
  readonly balance?: number
}

const archivePageSize = 50
const dayMs = 86_400_000

export function createSandbox(options: SandboxOptions = {}): Provider {
  const { latencyMs = 40, deliveryDelayMs = 2_000 } = options
  let balance = options.balance ?? 10_000
  let sent = 0
  const archive: ArchiveEntry[] = []
  const troubledOnce = new Set<string>()

  function accept(message: OutgoingMessage, request: SendRequest, clock: Clock): SendOutcome {
    if (balance < message.segments) return notSent('insufficient_funds')
    const at = clock.now()
    const gatewayMessageId = `sandbox-${at.toString(36)}-${sent.toString(36)}-${message.phone.slice(1)}`
    balance -= message.segments
    sent += message.segments
    archive.push({
      gatewayMessageId,
      phone: message.phone,
      text: message.text,
      sender: request.sender,
      status: 'accepted',
      segments: message.segments,
      createdAt: at,
      sentAt: at,
      contactName: null,
    })
    return {
      kind: 'accepted',
      gatewayMessageId,
      units: message.segments,
      cost: null,
      currency: null,
      gatewayStatus: 'accepted',
      report: null,
    }
  }

  function troubleOnce(message: OutgoingMessage): boolean {
    if (troubledOnce.has(message.phone)) return false
    troubledOnce.add(message.phone)
    return true
  }

  function decide(message: OutgoingMessage, request: SendRequest, clock: Clock): SendOutcome {
    switch (sandboxRule(message.phone).send) {
      case 'reject':
        return rejected('invalid_recipient', 'rejected')
      case 'lose_answer': {
        const outcome = accept(message, request, clock)
        return outcome.kind === 'accepted' ? unknown('no_answer', { host: 'sandbox' }) : outcome
      }
      case 'lose_request':
        return unknown('no_answer', { host: 'sandbox' })
      case 'rate_limit_once':
        return troubleOnce(message) ? notSent('rate_limited', { status: 429 }, 1_000) : accept(message, request, clock)
      case 'refuse_once':
        return troubleOnce(message)
          ? notSent('connection_refused', { host: 'sandbox' })
          : accept(message, request, clock)
      case 'accept':
        return accept(message, request, clock)
    }
  }

  return {
    description: {
      id: 'sandbox',
      name: 'Sandbox',
      countries: [],
      website: null,
      defaultBaseUrl: null,
      credentials: [],
      abilities: {
        batchSize: 1,
        flash: true,
        balance: true,
        figures: true,
        archive: true,
        trace: true,
        callback: false,
        callbackPerMessage: false,
        settleFromArchive: true,
        messageId: true,
        senderMaxLength: 11,
      },
      sandbox: true,
    },

    async send(context, request) {
      if (context.signal.aborted) return { outcomes: request.messages.map(() => notSent('cancelled')), balance: null }
      // no abort from here on: like a real request, one that has left cannot be taken back
      await pause(context.clock, latencyMs)
      const outcomes = request.messages.map((message) => decide(message, request, context.clock))
      return { outcomes, balance: String(balance) }
    },

    balance: () => Promise.resolve({ balance: String(balance), unit: 'sms', figures: { sent } }),

    archive(_context, query) {
      const from = Date.parse(query.from)
      const to = Date.parse(query.to) + dayMs
      if (Number.isNaN(from) || Number.isNaN(to)) return Promise.reject(new AppError('date_invalid'))
      const within = archive.filter(({ createdAt }) => createdAt !== null && createdAt >= from && createdAt < to)
      const start = query.cursor === null ? 0 : Number(query.cursor)
      const end = start + archivePageSize
      return Promise.resolve({
        entries: within.slice(start, end),
        nextCursor: end < within.length ? String(end) : null,
        repeats: null,
        total: within.length,
      })
    },

    trace: (context, gatewayMessageId) =>
      Promise.resolve(sandboxReport(gatewayMessageId, context.clock.now(), deliveryDelayMs)),
  }
}

/** What the phone of a sandbox message has reported by now; null for an id that the sandbox never gave. */
function sandboxReport(gatewayMessageId: string, now: number, deliveryDelayMs: number): DeliveryReport | null {
  const match = /^sandbox-([0-9a-z]+)-[0-9a-z]+-(\d{6,15})$/.exec(gatewayMessageId)
  if (match === null) return null
  const [, at = '', digits = ''] = match
  const phone = `+${digits}`
  const reportedAt = Number.parseInt(at, 36) + deliveryDelayMs
  const status = now < reportedAt ? 'accepted' : sandboxRule(phone).delivery
  return {
    gatewayMessageId,
    phone,
    status,
    final: status !== 'accepted',
    gatewayStatus: status,
    occurredAt: status === 'accepted' ? null : reportedAt,
  }
}

export const sandbox: Provider = createSandbox()

/** What was sent and spent in a time: one line for each campaign, summed by account and currency. Pure. */
import { addMoney } from './money'

export interface StatementFigures {
  /** The gateway took them: they cost. */
  readonly sent: number
  /** Of those sent: the phone reported that it has them. */
  readonly delivered: number
  /** Refused, given up, or sent and not delivered. */
  readonly failed: number
  /** May have been taken, and then they cost; in no other figure. */
  readonly doubtful: number
  /** SMS of the messages sent. */
  readonly segments: number
  /** Decimal string, at the price of the campaign; null without a price. */
  readonly cost: string | null
}

export interface StatementLine extends StatementFigures {
  readonly campaignId: number
  readonly campaign: string
  readonly account: string | null
  readonly sender: string | null
  /** ISO 4217; null without a price. */
  readonly currency: string | null
  /** Sent to nobody and free: in no total. */
  readonly sandbox: boolean
  /** One SMS to the person's own number. */
  readonly test: boolean
  /** The first and the last message of the time, epoch ms. */
  readonly first: number
  readonly last: number
}

export interface StatementTotal extends StatementFigures {
  readonly account: string | null
  readonly currency: string | null
}

/** Real sending alone, by account and currency, in the order of the lines. A line without a price leaves the total without one. */
export function statementTotals(lines: readonly StatementLine[]): StatementTotal[] {
  const totals = new Map<string, StatementTotal>()
  for (const { account, currency, ...line } of lines.filter(({ sandbox }) => !sandbox)) {
    const key = JSON.stringify([account, currency])
    const { sent, delivered, failed, doubtful, segments, cost } = line
    const sum = totals.get(key) ?? { account, currency, ...none }
    totals.set(key, {
      account,
      currency,
      sent: sum.sent + sent,
      delivered: sum.delivered + delivered,
      failed: sum.failed + failed,
      doubtful: sum.doubtful + doubtful,
      segments: sum.segments + segments,
      cost: sum.cost === null || cost === null ? null : addMoney(sum.cost, cost),
    })
  }
  return [...totals.values()]
}

const none: StatementFigures = { sent: 0, delivered: 0, failed: 0, doubtful: 0, segments: 0, cost: '0' }

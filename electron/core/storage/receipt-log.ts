/** Calls to the receiver that were not understood or not allowed. */
import type { ReceiptLogRow } from '@shared/contract/gateway-side'
import { statement } from './statement'
import type { Db } from './open'

const mostRows = 500
const keptForMs = 30 * 86_400_000

export interface LoggedCall {
  readonly gateway: string
  readonly reason: ReceiptLogRow['reason']
  readonly body: string
  readonly now: number
}

/** A repetition is counted and comes first again. The last 500 stay, for thirty days. */
export function logCall(db: Db, call: LoggedCall): void {
  statement(
    db,
    `INSERT INTO receipt_log (received_at, gateway, reason, body) VALUES (@now, @gateway, @reason, @body)
     ON CONFLICT (gateway, reason, body) DO UPDATE SET times = times + 1, received_at = excluded.received_at`,
  ).run({ ...call })
  statement(db, 'DELETE FROM receipt_log WHERE received_at < ?').run(call.now - keptForMs)
  statement(
    db,
    `DELETE FROM receipt_log WHERE id IN (SELECT id FROM receipt_log ORDER BY received_at DESC, id DESC LIMIT -1 OFFSET ${mostRows})`,
  ).run()
}

export function loggedCalls(db: Db, limit: number): ReceiptLogRow[] {
  return statement(
    db,
    `SELECT id, received_at AS at, gateway, reason, body, times FROM receipt_log ORDER BY received_at DESC, id DESC LIMIT ?`,
  ).all(limit) as ReceiptLogRow[]
}

export function countLoggedCalls(db: Db): number {
  return statement(db, 'SELECT count(*) FROM receipt_log').pluck().get() as number
}

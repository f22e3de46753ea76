/** What each account's gateway said of its balance, and when: the curve over time and the last known value. */
import type { BalanceView } from '@shared/contract/accounts'
import type { Db } from './open'
import { parseJson, scalarRecord } from './json-text'
import { statement } from './statement'

interface SnapshotRow {
  readonly balance: string | null
  readonly unit: string | null
  readonly figures: string
  readonly taken_at: number
}

const sql = {
  insert: 'INSERT INTO balance_snapshot (account_id, taken_at, balance, unit, figures) VALUES (?, ?, ?, ?, ?)',
  last: 'SELECT balance, unit, figures, taken_at FROM balance_snapshot WHERE account_id = ? ORDER BY taken_at DESC, id DESC LIMIT 1',
  // one point per step, the last of each: a curve never needs more points than it has pixels
  since: `
    SELECT balance, unit, figures, taken_at FROM balance_snapshot
    WHERE id IN (SELECT max(id) FROM balance_snapshot WHERE account_id = @accountId AND taken_at >= @since GROUP BY CAST(taken_at / @stepMs AS INTEGER))
    ORDER BY taken_at, id`,
} as const

export function insertBalance(db: Db, accountId: number, view: BalanceView): void {
  statement(db, sql.insert).run(accountId, view.takenAt, view.balance, view.unit, JSON.stringify(view.figures))
}

export function lastBalance(db: Db, accountId: number): BalanceView | null {
  const row = statement(db, sql.last).get(accountId) as SnapshotRow | undefined
  return row === undefined ? null : fromRow(row)
}

/** Oldest first, at most about `points` of them. */
export function balancesSince(
  db: Db,
  accountId: number,
  { since, now, points = 400 }: { since: number; now: number; points?: number },
): BalanceView[] {
  const stepMs = Math.max(1, Math.ceil((now - since) / points))
  return (statement(db, sql.since).all({ accountId, since, stepMs }) as SnapshotRow[]).map(fromRow)
}

function fromRow(row: SnapshotRow): BalanceView {
  return {
    balance: row.balance,
    unit: row.unit,
    figures: parseJson(row.figures, scalarRecord, {}),
    takenAt: row.taken_at,
  }
}

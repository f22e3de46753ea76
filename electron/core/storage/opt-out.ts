/** Opt-outs: keyed by number, so that they outlive the contact, its removal and its re-import. */
import type { OptOutRow } from '@shared/contract/contacts'
import type { Db } from './open'
import { foundOptedOut } from './contact-list'
import { foldText } from './fold-text'
import { phoneDigits } from './search-text'
import { statement } from './statement'

const columns = `opt_out.phone, contact.name, opt_out.reason, opt_out.source, opt_out.created_at AS createdAt`
const from = 'FROM opt_out LEFT JOIN contact ON contact.phone = opt_out.phone'

/** Newest first. */
export function pageOfOptOuts(
  db: Db,
  search: string,
  { offset, limit }: { offset: number; limit: number },
): { rows: OptOutRow[]; total: number } {
  const text = search.trim()
  if (text === '') {
    const total = statement(db, 'SELECT count(*) FROM opt_out').pluck().get() as number
    const rows = statement(
      db,
      `SELECT ${columns} ${from} ORDER BY opt_out.created_at DESC, opt_out.phone DESC LIMIT ? OFFSET ?`,
    ).all(limit, offset)
    return { rows: rows as OptOutRow[], total }
  }
  const digits = phoneDigits(text).filter((variant) => variant.length >= 3)
  const where = `WHERE EXISTS (SELECT 1 FROM json_each(@digits) WHERE instr(opt_out.phone, value) > 0)
    OR (@folded <> '' AND (contact.id IN (SELECT value FROM json_each(@found)) OR instr(lower(opt_out.reason), @folded) > 0))`
  const params = {
    digits: JSON.stringify(digits),
    found: JSON.stringify(digits.length > 0 ? [] : foundOptedOut(db, text)),
    folded: digits.length > 0 ? '' : foldText(text.replaceAll('\0', '')),
  }
  const total = statement(db, `SELECT count(*) ${from} ${where}`).pluck().get(params) as number
  const rows = statement(
    db,
    `SELECT ${columns} ${from} ${where} ORDER BY opt_out.created_at DESC, opt_out.phone DESC LIMIT @limit OFFSET @offset`,
  ).all({
    ...params,
    limit,
    offset,
  })
  return { rows: rows as OptOutRow[], total }
}

export function optOutOf(db: Db, phone: string): OptOutRow | null {
  return (
    (statement(db, `SELECT ${columns} ${from} WHERE opt_out.phone = ?`).get(phone) as OptOutRow | undefined) ?? null
  )
}

/** False where the number was opted out before: its first reason and date stay. */
export function addOptOut(db: Db, optOut: Omit<OptOutRow, 'name'>): boolean {
  return (
    statement(db, 'INSERT OR IGNORE INTO opt_out (phone, reason, source, created_at) VALUES (?, ?, ?, ?)').run(
      optOut.phone,
      optOut.reason,
      optOut.source,
      optOut.createdAt,
    ).changes === 1
  )
}

/** Returns what was removed. */
export function removeOptOuts(db: Db, phones: readonly string[]): Omit<OptOutRow, 'name'>[] {
  return statement(
    db,
    'DELETE FROM opt_out WHERE phone IN (SELECT value FROM json_each(?)) RETURNING phone, reason, source, created_at AS createdAt',
  ).all(JSON.stringify(phones)) as Omit<OptOutRow, 'name'>[]
}

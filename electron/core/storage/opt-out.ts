/** Opt-outs: keyed by number, so that they outlive the contact, its removal and its re-import. */
import type { OptOutRow } from '@shared/contract/contacts'
import type { Db } from './open'
import { foundOptedOut } from './contact-list'
import { foldText } from './fold-text'
import { phoneDigits } from './search-text'
import { statement } from './statement'

const columns = `opt_out.phone, contact.name, opt_out.reason, opt_out.source, opt_out.created_at AS createdAt`
const from = 'FROM opt_out LEFT JOIN contact ON contact.phone = opt_out.phone'

const orders = { date: 'opt_out.created_at', phone: 'opt_out.phone' } as const

export interface OptOutOrder {
  readonly sort: keyof typeof orders
  readonly descending: boolean
}

export function pageOfOptOuts(
  db: Db,
  search: string,
  { sort, descending, offset, limit }: OptOutOrder & { offset: number; limit: number },
): { rows: OptOutRow[]; total: number } {
  const direction = descending ? 'DESC' : 'ASC'
  const order = `ORDER BY ${orders[sort]} ${direction}, opt_out.phone ${direction}`
  if (search.trim() === '') {
    const total = statement(db, 'SELECT count(*) FROM opt_out').pluck().get() as number
    const rows = statement(db, `SELECT ${columns} ${from} ${order} LIMIT ? OFFSET ?`).all(limit, offset)
    return { rows: rows as OptOutRow[], total }
  }
  // one look at each tells both which are shown and how many
  const phones = statement(db, `SELECT opt_out.phone ${from} ${searched} ${order}`).pluck().all(paramsOf(db, search))
  return { rows: optOutsOf(db, phones.slice(offset, offset + limit) as string[]), total: phones.length }
}

/** Numbers that a search shows, ascending; all of them where it is empty. */
export function searchedOptOuts(db: Db, search: string): string[] {
  const everything = search.trim() === ''
  const query = statement(db, `SELECT opt_out.phone ${everything ? 'FROM opt_out' : `${from} ${searched}`} ORDER BY 1`)
  return (everything ? query.pluck().all() : query.pluck().all(paramsOf(db, search))) as string[]
}

const searched = `WHERE EXISTS (SELECT 1 FROM json_each(@digits) WHERE instr(opt_out.phone, value) > 0)
    OR contact.id IN (SELECT value FROM json_each(@found)) OR opt_out.reason IN (SELECT value FROM json_each(@reasons))`

function paramsOf(db: Db, search: string): { digits: string; found: string; reasons: string } {
  const text = search.trim()
  const digits = phoneDigits(text).filter((variant) => variant.length >= 3)
  const folded = digits.length > 0 ? '' : foldText(text.replaceAll('\0', ''))
  // SQLite knows no accents; a list has few reasons, and many people with the same one
  const reasons = folded === '' ? [] : (statement(db, 'SELECT DISTINCT reason FROM opt_out').pluck().all() as string[])
  return {
    digits: JSON.stringify(digits),
    found: JSON.stringify(digits.length > 0 ? [] : foundOptedOut(db, text)),
    reasons: JSON.stringify(reasons.filter((reason) => foldText(reason).includes(folded))),
  }
}

/** In the order of `phones`. */
export function optOutsOf(db: Db, phones: readonly string[]): OptOutRow[] {
  return statement(
    db,
    `SELECT ${columns} FROM json_each(?) AS wanted CROSS JOIN opt_out ON opt_out.phone = wanted.value
     LEFT JOIN contact ON contact.phone = opt_out.phone ORDER BY wanted.key`,
  ).all(JSON.stringify(phones)) as OptOutRow[]
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

/** Opts these contacts out who were not yet; returns their numbers. */
export function optContactsOut(
  db: Db,
  ids: readonly number[],
  { reason, createdAt }: { readonly reason: string; readonly createdAt: number },
): string[] {
  return statement(
    db,
    `INSERT OR IGNORE INTO opt_out (phone, reason, source, created_at)
     SELECT contact.phone, ?, 'person', ? FROM contact WHERE contact.id IN (SELECT value FROM json_each(?))
     RETURNING phone`,
  )
    .pluck()
    .all(reason, createdAt, JSON.stringify(ids)) as string[]
}

/** Takes back opt-outs that were added at that time, and only those. Returns how many. */
export function takeBackOptOuts(db: Db, phones: readonly string[], createdAt: number): number {
  return statement(
    db,
    `DELETE FROM opt_out WHERE created_at = ? AND source <> 'erase' AND phone IN (SELECT value FROM json_each(?))`,
  ).run(createdAt, JSON.stringify(phones)).changes
}

/** Returns what was removed. */
export function removeOptOuts(db: Db, phones: readonly string[]): Omit<OptOutRow, 'name'>[] {
  return statement(
    db,
    'DELETE FROM opt_out WHERE phone IN (SELECT value FROM json_each(?)) RETURNING phone, reason, source, created_at AS createdAt',
  ).all(JSON.stringify(phones)) as Omit<OptOutRow, 'name'>[]
}

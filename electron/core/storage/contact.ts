/**
 * Contacts: one row per number. Pages without a search walk one index from the nearer end; a search looks through
 * contact.search, which holds names and fields without accents, and the digits.
 */
import type { ContactFilter, ContactRow } from '@shared/contract/contacts'
import { AppError } from '@shared/errors'
import { foldText, searchTextOf } from './fold-text'
import { parseJson, textList, textRecord } from './json-text'
import type { Db } from './open'
import { phoneDigits } from './search-text'
import { assertChanged, statement } from './statement'

export interface StoredContact {
  readonly id: number
  readonly phone: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly updatedAt: number
}

type StoredRow = Omit<StoredContact, 'fields'> & {
  readonly fields: string
  readonly groups: string
  readonly optedOut: number
}

const columns = `contact.id, contact.phone, contact.name, contact.fields, contact.created_at AS createdAt, contact.updated_at AS updatedAt,
  EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = contact.phone) AS optedOut,
  (SELECT json_group_array(contact_group.name) FROM group_member JOIN contact_group ON contact_group.id = group_member.group_id
    WHERE group_member.contact_id = contact.id) AS groups`

const orders = {
  name: { index: 'contact_by_name', key: 'substr(contact.search, 1, 32)' },
  phone: { index: 'contact_by_phone', key: 'contact.phone' },
  updated: { index: 'contact_by_updated', key: 'contact.updated_at' },
} as const

export function pageOfContacts(
  db: Db,
  filter: ContactFilter,
  { offset, limit }: { offset: number; limit: number },
): { rows: ContactRow[]; total: number } {
  const where = whereOf(filter)
  // one look at each contact tells both which are shown and how many
  if (where.sql !== '') {
    const ids = idsOfContacts(db, filter)
    return { rows: contactsByIds(db, ids.slice(offset, offset + limit)), total: ids.length }
  }
  const total = statement(db, 'SELECT count(*) FROM contact').pluck().get() as number
  const backwards = offset > total / 2
  const size = Math.max(0, Math.min(limit, total - offset))
  const ids = statement(db, `SELECT contact.id ${orderedFrom(filter, '', backwards)} LIMIT @size OFFSET @skip`)
    .pluck()
    .all({ size, skip: backwards ? total - offset - size : offset }) as number[]
  return { rows: contactsByIds(db, backwards ? ids.reverse() : ids), total }
}

/** Ids of everything that the filter shows, in its order. */
export function idsOfContacts(db: Db, filter: ContactFilter): number[] {
  const where = whereOf(filter)
  return statement(db, `SELECT contact.id ${orderedFrom(filter, where.sql, false)}`)
    .pluck()
    .all(where.params) as number[]
}

function orderedFrom(filter: ContactFilter, where: string, backwards: boolean): string {
  const { index, key } = orders[filter.sort]
  const direction = filter.descending === backwards ? 'ASC' : 'DESC'
  // without a filter the index is walked; with one, what it shows is found first and sorted
  const hint = where === '' ? `INDEXED BY ${index}` : ''
  return `FROM contact ${hint} ${where} ORDER BY ${key} ${direction}, contact.id ${direction}`
}

function whereOf({ search, groupId, optedOut }: ContactFilter): {
  sql: string
  params: Record<string, string | number | null>
} {
  const params: Record<string, string | number | null> = { groupId }
  const conditions: string[] = []
  // + where opt-outs lead: SQLite would else look for each opted-out number with each member's id, ten million times
  const lead = optedOut === true ? '+' : ''
  if (groupId !== null)
    conditions.push(`${lead}contact.id IN (SELECT contact_id FROM group_member WHERE group_id = @groupId)`)
  if (optedOut !== null) conditions.push(`contact.phone ${optedOut ? 'IN' : 'NOT IN'} (SELECT phone FROM opt_out)`)
  needlesOf(search).forEach((variants, index) => {
    const holds = variants.map((needle, variant) => {
      params[`needle${index}_${variant}`] = needle
      return `instr(contact.search, @needle${index}_${variant}) > 0`
    })
    conditions.push(`(${holds.join(' OR ')})`)
  })
  return { sql: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, params }
}

const mostWords = 8
const fewestDigits = 3

/** Every entry must be found, in one of its variants: a number in any spelling is one entry, else each word is one. */
function needlesOf(search: string): (readonly string[])[] {
  const digits = phoneDigits(search)
  if (digits.some((variant) => variant.length >= fewestDigits)) return [digits]
  const words = foldText(search.normalize('NFC').replaceAll('\0', '')).split(/\s+/)
  return words
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((word) => [word])
}

/** In the order of `ids`. */
export function contactsByIds(db: Db, ids: readonly number[]): ContactRow[] {
  const rows = statement(db, `SELECT ${columns} FROM contact WHERE id IN (SELECT value FROM json_each(?))`).all(
    JSON.stringify(ids),
  ) as StoredRow[]
  const byId = new Map(rows.map((row) => [row.id, fromRow(row)]))
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
}

/** Throws AppError unknown_contact. */
export function contactById(db: Db, id: number): ContactRow {
  const [row] = contactsByIds(db, [id])
  if (row === undefined) throw new AppError('unknown_contact', { contact: id })
  return row
}

export function contactIdOfPhone(db: Db, phone: string): number | null {
  return (statement(db, 'SELECT id FROM contact WHERE phone = ?').pluck().get(phone) as number | undefined) ?? null
}

export interface ContactFields {
  readonly phone: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** `createdAt` of a contact that comes back; otherwise now. The number must be free (UNIQUE). */
export function insertContact(
  db: Db,
  contact: ContactFields,
  { now, createdAt = now }: { now: number; createdAt?: number },
): number {
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO contact (phone, name, fields, search, created_at, updated_at) VALUES (@phone, @name, @fields, @search, @createdAt, @now)',
  ).run({ ...writable(contact), now, createdAt })
  return Number(lastInsertRowid)
}

export function updateContact(db: Db, id: number, contact: ContactFields, now: number): void {
  const { changes } = statement(
    db,
    'UPDATE contact SET phone = @phone, name = @name, fields = @fields, search = @search, updated_at = @now WHERE id = @id',
  ).run({ ...writable(contact), id, now })
  assertChanged(changes, 1, `contact ${id}`)
}

/** Memberships go with them. Returns how many there were. */
export function deleteContacts(db: Db, ids: readonly number[]): number {
  return statement(db, 'DELETE FROM contact WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
    .changes
}

export function messagesTo(
  db: Db,
  phone: string,
): { readonly messages: number; readonly lastMessageAt: number | null } {
  return statement(
    db,
    'SELECT count(*) AS messages, max(coalesce(accepted_at, updated_at)) AS lastMessageAt FROM message INDEXED BY message_by_phone WHERE phone = ?',
  ).get(phone) as {
    messages: number
    lastMessageAt: number | null
  }
}

/** Headings of own fields, the most used first; read from the last thousand contacts touched. */
export function contactHeadings(db: Db): string[] {
  return statement(
    db,
    `SELECT field.key FROM (SELECT fields FROM contact INDEXED BY contact_by_updated ORDER BY updated_at DESC, id DESC LIMIT 1000) AS recent,
       json_each(recent.fields) AS field
     GROUP BY field.key ORDER BY count(*) DESC, field.key LIMIT 200`,
  )
    .pluck()
    .all() as string[]
}

/** Names that several contacts share, alphabetically: two numbers of one person, perhaps. One pass over all contacts. */
export function duplicateNames(
  db: Db,
  { offset, limit }: { offset: number; limit: number },
): { sets: number[][]; total: number } {
  const rows = statement(
    db,
    `SELECT json_group_array(id) AS ids, count(*) OVER () AS total FROM contact WHERE name <> ''
     GROUP BY substr(search, 1, instr(search, char(10)) - 1) HAVING count(*) > 1
     ORDER BY substr(search, 1, instr(search, char(10)) - 1) LIMIT @limit OFFSET @offset`,
  ).all({ offset, limit }) as { ids: string; total: number }[]
  return { total: rows[0]?.total ?? 0, sets: rows.map(({ ids }) => JSON.parse(ids) as number[]) }
}

function writable(contact: ContactFields): Record<string, string> {
  const fields = Object.fromEntries(
    Object.entries(contact.fields).filter(([heading, value]) => heading.trim() !== '' && value !== ''),
  )
  return {
    phone: contact.phone,
    name: contact.name.trim(),
    fields: JSON.stringify(fields),
    search: searchTextOf({ name: contact.name.trim(), phone: contact.phone, values: Object.values(fields) }),
  }
}

function fromRow({ groups, fields, optedOut, ...row }: StoredRow): ContactRow {
  return {
    ...row,
    fields: parseJson(fields, textRecord, {}),
    groups: parseJson(groups, textList, []).sort((a, b) => a.localeCompare(b, 'fr')),
    optedOut: optedOut === 1,
  }
}

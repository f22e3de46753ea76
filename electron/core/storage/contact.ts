/** Contacts: one row per number. Lists and searches of them are in contact-list.ts. */
import type { ContactRow } from '@shared/contract/contacts'
import { AppError } from '@shared/errors'
import { parseJson, textList, textRecord } from './json-text'
import type { Db } from './open'
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
    'INSERT INTO contact (phone, name, fields, created_at, updated_at) VALUES (@phone, @name, @fields, @createdAt, @now)',
  ).run({ ...writable(contact), now, createdAt })
  return Number(lastInsertRowid)
}

export function updateContact(db: Db, id: number, contact: ContactFields, now: number): void {
  const { changes } = statement(
    db,
    'UPDATE contact SET phone = @phone, name = @name, fields = @fields, updated_at = @now WHERE id = @id',
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

function writable(contact: ContactFields): Record<string, string> {
  const fields = Object.fromEntries(
    Object.entries(contact.fields).filter(([heading, value]) => heading.trim() !== '' && value !== ''),
  )
  return { phone: contact.phone, name: contact.name.trim(), fields: JSON.stringify(fields) }
}

function fromRow({ groups, fields, optedOut, ...row }: StoredRow): ContactRow {
  return {
    ...row,
    fields: parseJson(fields, textRecord, {}),
    groups: parseJson(groups, textList, []).sort((a, b) => a.localeCompare(b, 'fr')),
    optedOut: optedOut === 1,
  }
}

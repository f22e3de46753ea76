/** A group's members as a source of recipients: read in bounded steps, in the order in which the contacts were made. */
import { AppError } from '@shared/errors'
import { parseJson, textRecord } from './json-text'
import type { Db } from './open'
import { statement } from './statement'

export interface GroupMember {
  readonly id: number
  readonly phone: string
  readonly name: string
  /** Own fields: heading → value. */
  readonly fields: ReadonlyMap<string, string>
}

const sql = {
  name: 'SELECT name FROM contact_group WHERE id = ?',
  size: 'SELECT count(*) FROM group_member WHERE group_id = ?',
  // walks the primary key of group_member, one contact by id for each
  after: `
    SELECT contact.id, contact.phone, contact.name, contact.fields FROM group_member
    JOIN contact ON contact.id = group_member.contact_id
    WHERE group_member.group_id = @group AND group_member.contact_id > @after ORDER BY group_member.contact_id LIMIT @limit`,
} as const

/** Throws AppError unknown_group. */
export function groupName(db: Db, id: number): string {
  const name = statement(db, sql.name).pluck().get(id) as string | undefined
  if (name === undefined) throw new AppError('unknown_group', { group: id })
  return name
}

export function groupSize(db: Db, id: number): number {
  return statement(db, sql.size).pluck().get(id) as number
}

/** @param step.after id of the last contact seen, 0 at first */
export function nextGroupMembers(db: Db, step: { group: number; after: number; limit: number }): GroupMember[] {
  const rows = statement(db, sql.after).all(step) as (Omit<GroupMember, 'fields'> & { fields: string })[]
  return rows.map(({ fields, ...row }) => ({
    ...row,
    fields: new Map(Object.entries(parseJson(fields, textRecord, {}))),
  }))
}

/** Groups of contacts. Names are unique whatever their case. */
import type { GroupRow } from '@shared/contract/contacts'
import { AppError } from '@shared/errors'
import { foldText } from './fold-text'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

const byName = new Intl.Collator('fr', { numeric: true, sensitivity: 'base' })

/** By name, as a person sorts: École before Famille, Classe 2 before Classe 10. */
export function listGroups(db: Db): GroupRow[] {
  const groups = statement(
    db,
    `SELECT id, name, (SELECT count(*) FROM group_member WHERE group_id = contact_group.id) AS members
     FROM contact_group ORDER BY id`,
  ).all() as GroupRow[]
  return groups.sort((one, other) => byName.compare(one.name, other.name))
}

/** Throws AppError unknown_group. */
export function groupById(db: Db, id: number): GroupRow {
  const group = listGroups(db).find((row) => row.id === id)
  if (group === undefined) throw new AppError('unknown_group', { group: id })
  return group
}

export function groupByName(db: Db, name: string): GroupRow | null {
  return listGroups(db).find((row) => foldText(row.name) === foldText(name)) ?? null
}

/** Adds, or renames the one with `id`; returns its id. Throws AppError group_exists, unknown_group. */
export function saveGroup(db: Db, group: { id?: number | undefined; name: string }, now: number): number {
  const name = group.name.trim()
  const taken = groupByName(db, name)
  if (taken !== null && taken.id !== group.id) throw new AppError('group_exists', { group: taken.name })
  if (group.id === undefined) {
    return Number(
      statement(db, 'INSERT INTO contact_group (name, created_at) VALUES (?, ?)').run(name, now).lastInsertRowid,
    )
  }
  groupById(db, group.id)
  assertChanged(
    statement(db, 'UPDATE contact_group SET name = ? WHERE id = ?').run(name, group.id).changes,
    1,
    `group ${group.id}`,
  )
  return group.id
}

export function deleteGroup(db: Db, id: number): void {
  groupById(db, id)
  assertChanged(statement(db, 'DELETE FROM contact_group WHERE id = ?').run(id).changes, 1, `group ${id}`)
}

/** Returns who was not in it before. Ids of contacts that are gone are passed over. */
export function addMembers(db: Db, groupId: number, ids: readonly number[]): number[] {
  return statement(
    db,
    `INSERT OR IGNORE INTO group_member (group_id, contact_id)
     SELECT ?, contact.id FROM contact WHERE contact.id IN (SELECT value FROM json_each(?)) RETURNING contact_id`,
  )
    .pluck()
    .all(groupId, JSON.stringify(ids)) as number[]
}

/** Returns who was in it. */
export function removeMembers(db: Db, groupId: number, ids: readonly number[]): number[] {
  return statement(
    db,
    'DELETE FROM group_member WHERE group_id = ? AND contact_id IN (SELECT value FROM json_each(?)) RETURNING contact_id',
  )
    .pluck()
    .all(groupId, JSON.stringify(ids)) as number[]
}

export function memberIds(db: Db, groupId: number): number[] {
  return statement(db, 'SELECT contact_id FROM group_member WHERE group_id = ?').pluck().all(groupId) as number[]
}

export function groupIdsOf(db: Db, contactId: number): number[] {
  return statement(db, 'SELECT group_id FROM group_member WHERE contact_id = ? ORDER BY group_id')
    .pluck()
    .all(contactId) as number[]
}

/** The contact's groups become exactly these; ids of groups that are gone are passed over. */
export function setGroupsOf(db: Db, contactId: number, groupIds: readonly number[]): void {
  statement(db, 'DELETE FROM group_member WHERE contact_id = ?').run(contactId)
  statement(
    db,
    `INSERT OR IGNORE INTO group_member (group_id, contact_id)
     SELECT contact_group.id, ? FROM contact_group WHERE contact_group.id IN (SELECT value FROM json_each(?))`,
  ).run(contactId, JSON.stringify(groupIds))
}

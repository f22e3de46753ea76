/** From contacts to their numbers and back, many at a time. */
import type { Db } from './open'
import { statement } from './statement'

export function phonesOf(db: Db, ids: readonly number[]): string[] {
  return statement(db, 'SELECT phone FROM contact WHERE id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(ids)) as string[]
}

/** Ids of the contacts with these numbers; those that are gone are passed over. */
export function idsOfPhones(db: Db, phones: readonly string[]): number[] {
  return statement(db, 'SELECT id FROM contact WHERE phone IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(phones)) as number[]
}

/**
 * The ids that drafts and campaigns share. A draft becomes a campaign, and a scheduled campaign a draft again, by moving its
 * row from one table to the other; recipients and messages belong to the id and stay where they are. Messages are real
 * while, and only while, there is a campaign with their id: planned ones become real, and removed ones vanish, at once.
 */
import type { Db } from './open'
import { assertChanged, statement } from './statement'

/** Never given before. Belongs in a transaction of the caller, with the draft that gets it. */
export function newCampaignKey(db: Db): number {
  return Number(statement(db, 'INSERT INTO campaign_key DEFAULT VALUES').run().lastInsertRowid)
}

/** The caller has deleted the draft or campaign; what belongs to the id is purged from now on. In the same transaction. */
export function markRemoved(db: Db, id: number, now: number): void {
  const { changes } = statement(
    db,
    'UPDATE campaign_key SET removed_at = @now WHERE id = @id AND removed_at IS NULL',
  ).run({ id, now })
  assertChanged(changes, 1, `removal of campaign ${id}`)
}

/** Ids whose removal is not complete: it goes on, or a crash cut it short. */
export function removedKeys(db: Db): number[] {
  return statement(db, 'SELECT id FROM campaign_key WHERE removed_at IS NOT NULL').pluck().all() as number[]
}

/** After recipients and messages. Does nothing where another process has just done it. */
export function deleteRemovedKey(db: Db, id: number): void {
  statement(db, 'DELETE FROM campaign_key WHERE id = ? AND removed_at IS NOT NULL').run(id)
}

/** Ids that have messages which are not real: drafts that are planned or were scheduled, and removals. Mostly none. */
export function keysOfHiddenMessages(db: Db): number[] {
  return statement(
    db,
    `SELECT hidden.id FROM (SELECT id FROM draft UNION ALL SELECT id FROM campaign_key WHERE removed_at IS NOT NULL) AS hidden
     WHERE EXISTS (SELECT 1 FROM message INDEXED BY message_by_campaign WHERE message.campaign_id = hidden.id)`,
  )
    .pluck()
    .all() as number[]
}

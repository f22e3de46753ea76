/** What changed of campaigns since the last look, whichever process wrote it. Reading only. */
import type { Db } from './open'
import { statement } from './statement'

/** By campaign: differs whenever the row was changed. Campaigns are thousands at most. */
export function campaignStamps(db: Db): ReadonlyMap<number, string> {
  const rows = statement(
    db,
    `SELECT id, state || ' ' || coalesce(pause_reason, '') || ' ' || updated_at AS stamp FROM campaign`,
  ).all() as { id: number; stamp: string }[]
  return new Map(rows.map(({ id, stamp }) => [id, stamp]))
}

/** 0 while there are none. Grows with every change; less than before only where messages were removed or a backup restored. */
export function lastMessageEvent(db: Db): number {
  return statement(db, 'SELECT coalesce(max(id), 0) FROM message_event').pluck().get() as number
}

/** Campaigns of which a message has an event after `eventId`. */
export function touchedSince(db: Db, eventId: number): number[] {
  return statement(
    db,
    `SELECT DISTINCT message.campaign_id FROM message_event JOIN message ON message.id = message_event.message_id
     WHERE message_event.id > ?`,
  )
    .pluck()
    .all(eventId) as number[]
}

export function sendingCampaigns(db: Db): number[] {
  return statement(db, `SELECT id FROM campaign WHERE state = 'sending'`).pluck().all() as number[]
}

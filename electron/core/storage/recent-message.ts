/** What was sent to a number a short while ago: so that the same text does not go twice to the same person by mistake. */
import { askedStates, outcomeOf } from '@shared/domain/message'
import { stateList } from './message-ledger'
import type { Db } from './open'
import { statement } from './statement'

const sql = {
  // campaigns are few, so this may look at all of them; what started long ago and ended long ago cannot have sent lately
  active: `SELECT id FROM campaign WHERE started_at IS NOT NULL AND (finished_at IS NULL OR finished_at >= ?)`,
  firstMessage: 'SELECT min(id) FROM message WHERE campaign_id = ?',
  // message_by_phone, from the first message that can matter on: years of history of a number are not read
  texts: `
    SELECT text FROM message WHERE phone = @phone AND id >= @from
      AND state IN (${stateList(askedStates.filter((state) => outcomeOf(state) !== 'failed'))}) AND coalesce(accepted_at, claimed_at) >= @since`,
  stamp: `SELECT group_concat(state || messages) FROM message_count WHERE campaign_id = ?`,
} as const

export interface RecentTexts {
  /** Texts sent to a number since then. */
  of(phone: string): readonly string[]
  /** Changes whenever a message of a campaign that was sending since then changes its state. */
  readonly stamp: string
}

/** Null when no campaign was sending since `since` (epoch ms): then nothing can be repeated. */
export function recentTexts(db: Db, since: number): RecentTexts | null {
  const active = statement(db, sql.active).pluck().all(since) as number[]
  const first = active.flatMap((id) => {
    const message = statement(db, sql.firstMessage).pluck().get(id) as number | null
    return message === null ? [] : [message]
  })
  if (first.length === 0) return null
  const from = first.reduce((left, right) => Math.min(left, right))
  const stamps = active.map((id) => `${id}:${(statement(db, sql.stamp).pluck().get(id) as string | null) ?? ''}`)
  const texts = statement(db, sql.texts).pluck()
  return { of: (phone) => texts.all({ phone, from, since }) as string[], stamp: stamps.join(' ') }
}

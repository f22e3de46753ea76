/** Which messages a retry may send again: never to a number that does not exist. */
import { statesMovedBy } from '@shared/domain/message'
import { stateList } from './message-ledger'
import { statement } from './statement'
import type { Db } from './open'

/** Condition on a row of `message` that the event `retry` moves. */
export const retryable = `coalesce(message.error_code, '') <> 'invalid_recipient'`

/** Walks message_by_state. */
export function hasRetryable(db: Db, campaignId: number): boolean {
  const states = stateList(statesMovedBy('retry'))
  const sql = `SELECT 1 FROM message WHERE campaign_id = ? AND state IN (${states}) AND ${retryable} LIMIT 1`
  return statement(db, sql).get(campaignId) !== undefined
}

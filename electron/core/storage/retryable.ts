/** Which messages a retry may send again: failed and refused ones, never a number that does not exist. */
import { statement } from './statement'
import type { Db } from './open'

/** Condition on a row of `message`. */
export const retryable = `state IN ('failed', 'rejected') AND coalesce(error_code, '') <> 'invalid_recipient'`

/** Walks message_by_state. */
export function hasRetryable(db: Db, campaignId: number): boolean {
  return (
    statement(db, `SELECT 1 FROM message WHERE campaign_id = ? AND ${retryable} LIMIT 1`).get(campaignId) !== undefined
  )
}

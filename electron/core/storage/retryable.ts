/** Which messages a retry may send again: never to a number that does not exist. */
import { statesMovedBy } from '@shared/domain/message'
import { errorCodes, isErrorCode, policyOf } from '@shared/errors'
import { stateList } from './message-ledger'
import { statement } from './statement'
import type { Db } from './open'

const never = Object.keys(errorCodes).filter((code) => isErrorCode(code) && policyOf(code).retry === 'never')

/** Condition on a row of `message` that the event `retry` moves. */
export const retryable = `coalesce(message.error_code, '') NOT IN (${never.map((code) => `'${code}'`).join(', ')})`

/** What a retry would send: as many messages, of so many segments; nobody who opted out. */
export interface RetryPlan {
  readonly messages: number
  readonly segments: number
}

/** Walks message_by_state. */
export function planRetry(db: Db, campaignId: number): RetryPlan {
  const states = stateList(statesMovedBy('retry'))
  return statement(
    db,
    `SELECT count(*) AS messages, coalesce(sum(segments), 0) AS segments FROM message
     WHERE campaign_id = ? AND state IN (${states}) AND ${retryable}
       AND NOT EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = message.phone)`,
  ).get(campaignId) as RetryPlan
}

/** Walks message_by_state. */
export function hasRetryable(db: Db, campaignId: number): boolean {
  const states = stateList(statesMovedBy('retry'))
  const sql = `SELECT 1 FROM message WHERE campaign_id = ? AND state IN (${states}) AND ${retryable} LIMIT 1`
  return statement(db, sql).get(campaignId) !== undefined
}

/** What became of a campaign's messages, summed slice by slice, so that a million messages never hold up the event loop. */
import type { MessageState } from '@shared/domain/message'
import type { Db } from './open'
import { statement } from './statement'

export interface ReportSlice {
  /** `prefix`: `+` and seven digits, enough to know the operator. `step`: of the last change, counted from the start. */
  readonly groups: readonly {
    readonly prefix: string
    readonly state: MessageState
    readonly step: number
    readonly errorCode: string | null
    readonly errorParams: string | null
    readonly messages: number
  }[]
  /** Accepted by the gateway, by step of time. */
  readonly accepted: readonly { readonly step: number; readonly messages: number }[]
  /** Null after the last slice. */
  readonly nextId: number | null
}

const bounds = `message.campaign_id = @campaignId AND message.id > @afterId AND message.id <= @lastId`

export function sliceOfReport(
  db: Db,
  input: { campaignId: number; afterId: number; limit: number; startedAt: number; stepMs: number },
): ReportSlice {
  const lastId = statement(
    db,
    `SELECT max(id), count(*) AS n FROM (SELECT id FROM message INDEXED BY message_by_campaign
     WHERE campaign_id = @campaignId AND id > @afterId ORDER BY id LIMIT @limit)`,
  )
    .raw()
    .get(input) as [number | null, number]
  if (lastId[0] === null) return { groups: [], accepted: [], nextId: null }
  const params = { ...input, lastId: lastId[0] }
  // (CAST: numbers beyond 32 bits are bound as REAL, which divide with a fraction)
  // reads the table in order of id: NOT INDEXED where no index holds all that is summed
  const groups = statement(
    db,
    `SELECT substr(phone, 1, 8) AS prefix, state, CAST(max(0, (updated_at - @startedAt) / @stepMs) AS INTEGER) AS step,
       error_code AS errorCode, error_params AS errorParams, count(*) AS messages
     FROM message NOT INDEXED WHERE ${bounds} GROUP BY 1, 2, 3, 4, 5`,
  ).all(params) as ReportSlice['groups']
  const accepted = statement(
    db,
    `SELECT CAST(max(0, (accepted_at - @startedAt) / @stepMs) AS INTEGER) AS step, count(*) AS messages
     FROM message NOT INDEXED WHERE ${bounds} AND accepted_at IS NOT NULL GROUP BY 1`,
  ).all(params) as ReportSlice['accepted']
  return { groups, accepted, nextId: lastId[1] < input.limit ? null : lastId[0] }
}

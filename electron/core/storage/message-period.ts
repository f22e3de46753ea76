/** Messages of a time, summed by campaign and state, slice by slice, so that a million of them never hold up the event loop. */
import type { MessageState } from '@shared/domain/message'
import type { Db } from './open'
import { statement } from './statement'

export interface PeriodSums {
  readonly campaignId: number
  readonly state: MessageState
  readonly messages: number
  readonly segments: number
  /** The first and last moment of these messages, epoch ms. */
  readonly first: number
  readonly last: number
}

/** Where a slice ends: the time and id of its last message. */
export interface PeriodPlace {
  readonly at: number
  readonly id: number
}

/** Word for word as in the index message_by_time: when the gateway took it, else its last change. */
const time = 'coalesce(accepted_at, updated_at)'

/** The messages after `after`, up to `limit` of them, before `to` (epoch ms, not included). `next` is null after the last slice. */
export function sliceOfPeriod(
  db: Db,
  input: { after: PeriodPlace; to: number; limit: number },
): { sums: readonly PeriodSums[]; next: PeriodPlace | null } {
  const { after, to, limit } = input
  const ends = statement(
    db,
    `SELECT at, id, count(*) OVER () AS messages FROM (
       SELECT ${time} AS at, id FROM message INDEXED BY message_by_time
       WHERE ${time} >= @at AND ${time} < @to AND (${time} > @at OR id > @id) ORDER BY 1, 2 LIMIT @limit)
     ORDER BY at DESC, id DESC LIMIT 1`,
  ).get({ ...after, to, limit }) as (PeriodPlace & { readonly messages: number }) | undefined
  if (ends === undefined) return { sums: [], next: null }
  const sums = statement(
    db,
    `SELECT campaign_id AS campaignId, state, count(*) AS messages, sum(segments) AS segments,
       min(${time}) AS first, max(${time}) AS last
     FROM message INDEXED BY message_by_time
     WHERE ${time} >= @at AND ${time} <= @endAt AND (${time} > @at OR id > @id) AND (${time} < @endAt OR id <= @endId)
     GROUP BY 1, 2`,
  ).all({ ...after, endAt: ends.at, endId: ends.id }) as PeriodSums[]
  return { sums, next: ends.messages < limit ? null : { at: ends.at, id: ends.id } }
}

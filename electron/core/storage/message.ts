/**
 * Messages as lists, timelines and exports show them: real ones only, since each is read with its campaign. Reading only:
 * message-ledger.ts moves them.
 */
import type { MessageRow, TimelineEntry } from '@shared/contract/campaigns'
import type { JoinedLine } from '@shared/contract/drafts'
import type { MessageState } from '@shared/domain/message'
import { z } from '@shared/contract/schema'
import { AppError, isErrorCode, wireError, type WireError } from '@shared/errors'
import { parseJson, scalarRecord } from './json-text'
import type { Db } from './open'
import { statement } from './statement'

type StoredMessage = Omit<MessageRow, 'error' | 'joinedLines'> & {
  readonly joinedLines: string | null
  readonly errorCode: string | null
  readonly errorParams: string | null
}

export type MessageRecord = MessageRow & {
  readonly units: number | null
  readonly cost: string | null
  readonly costCurrency: string | null
}
type StoredRecord = StoredMessage & Pick<MessageRecord, 'units' | 'cost' | 'costCurrency'>

const columns = `message.id, message.campaign_id AS campaignId, campaign.name AS campaign, coalesce(account.name, campaign.account_name) AS account,
  message.line, message.joined_lines AS joinedLines, message.phone, message.name, message.text, message.encoding, message.segments, message.state, message.attempts,
  message.gateway_message_id AS gatewayMessageId, message.gateway_status AS gatewayStatus, message.error_code AS errorCode,
  message.error_params AS errorParams, message.accepted_at AS acceptedAt,
  iif(message.state = 'sending', message.claimed_at, message.updated_at) AS updatedAt`
const source = `FROM message JOIN campaign ON campaign.id = message.campaign_id LEFT JOIN account ON account.id = campaign.account_id`

/** In the order of `ids`; one that is gone is left out. */
export function messagesByIds(db: Db, ids: readonly number[]): MessageRow[] {
  const rows = statement(db, `SELECT ${columns} ${source} WHERE message.id IN (SELECT value FROM json_each(?))`).all(
    JSON.stringify(ids),
  )
  const byId = new Map((rows as StoredMessage[]).map((row) => [row.id, fromRow(row)]))
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined)
}

/** Throws AppError unknown_message. */
export function messageById(db: Db, id: number): MessageRecord {
  const row = statement(
    db,
    `SELECT ${columns}, message.units, message.cost, message.cost_currency AS costCurrency ${source} WHERE message.id = ?`,
  ).get(id) as StoredRecord | undefined
  if (row === undefined) throw new AppError('unknown_message', { message: id })
  const { errorCode: _code, errorParams: _params, ...rest } = row
  return { ...rest, joinedLines: joinedOf(row), error: errorOf(row) }
}

interface StoredEvent {
  readonly at: number
  readonly kind: string
  readonly state: MessageState
  readonly source: string | null
  readonly detail: string
  readonly claimedAt: number | null
}

/**
 * Oldest first. The claim of an attempt is told where the attempt ended, once (a late answer may end it twice); the one
 * of an attempt that has no end yet stands in the message.
 */
export function timelineOf(db: Db, messageId: number): TimelineEntry[] {
  const rows = statement(
    db,
    'SELECT at, kind, state, source, detail, claimed_at AS claimedAt FROM message_event WHERE message_id = ? ORDER BY id',
  ).all(messageId) as StoredEvent[]
  const timeline: TimelineEntry[] = []
  let told = 0
  const claim = (attempt: number, at: number): TimelineEntry[] => {
    if (attempt <= told) return []
    told = attempt
    return [{ at, kind: 'claimed', state: 'sending', source: null, detail: { attempt } }]
  }
  for (const { claimedAt, detail: json, ...row } of rows) {
    const detail = parseJson(json, scalarRecord, {})
    if (claimedAt !== null) timeline.push(...claim(Number(detail.attempt ?? 0), claimedAt))
    timeline.push({ ...row, detail })
  }
  const last = statement(
    db,
    'SELECT attempts, claimed_at AS claimedAt FROM message WHERE id = ? AND claimed_at IS NOT NULL',
  ).get(messageId) as { attempts: number; claimedAt: number } | undefined
  if (last === undefined) return timeline
  // a report may have overtaken the answer
  const after = timeline.findIndex(({ at }) => at >= last.claimedAt)
  timeline.splice(after === -1 ? timeline.length : after, 0, ...claim(last.attempts, last.claimedAt))
  return timeline
}

/** A campaign's messages after `afterId`, in order of id: for exports, slice by slice. All states when `states` is empty. */
export function sliceOfMessages(
  db: Db,
  {
    campaignId,
    afterId,
    states,
    limit,
  }: { campaignId: number; afterId: number; states: readonly MessageState[]; limit: number },
): MessageRow[] {
  const inStates = states.length === 0 ? '' : 'AND message.state IN (SELECT value FROM json_each(@states))'
  const rows = statement(
    db,
    `SELECT ${columns} ${source} WHERE message.id IN (
       SELECT message.id FROM message INDEXED BY message_by_campaign
       WHERE message.campaign_id = @campaignId AND message.id > @afterId ${inStates} ORDER BY message.id LIMIT @limit)
     ORDER BY message.id`,
  ).all({ campaignId, afterId, states: JSON.stringify(states), limit })
  return (rows as StoredMessage[]).map(fromRow)
}

function fromRow(row: StoredMessage): MessageRow {
  const { errorCode: _code, errorParams: _params, ...rest } = row
  return { ...rest, joinedLines: joinedOf(row), error: errorOf(row) }
}

const joinedSchema = z.array(z.object({ line: z.number().int(), source: z.string().optional() }))
const noLines: readonly JoinedLine[] = []

function joinedOf({ joinedLines }: StoredMessage): readonly JoinedLine[] {
  return joinedLines === null ? noLines : parseJson<readonly JoinedLine[]>(joinedLines, joinedSchema, noLines)
}

/** The stored error; a code that this version does not know reads as `internal`. */
export function errorOf(row: {
  readonly errorCode: string | null
  readonly errorParams: string | null
}): WireError | null {
  if (row.errorCode === null) return null
  return isErrorCode(row.errorCode)
    ? wireError(row.errorCode, parseJson(row.errorParams, scalarRecord, {}))
    : wireError('internal')
}

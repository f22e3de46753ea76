/** Messages seen from the gateway's side: found by its id, waiting for a report, moved by one. */
import type { DeliveryReport, ReportSource } from '@shared/domain/delivery-report'
import { nextMessageState, outcomeOf, reportEvent, sendingOf, type MessageState } from '@shared/domain/message'
import { moveMessages } from './message-ledger'
import { assertChanged, statement } from './statement'
import type { Db } from './open'

export interface ReportedMessage {
  readonly id: number
  readonly campaignId: number
  readonly phone: string
  readonly state: MessageState
  readonly gatewayMessageId: string | null
  readonly gatewayStatus: string | null
}

const columns = `message.id, message.campaign_id AS campaignId, message.phone, message.state,
  message.gateway_message_id AS gatewayMessageId, message.gateway_status AS gatewayStatus`

/** Messages of a gateway with that id (walks message_by_gateway_id); more than one only where the vendor repeats ids. */
export function messagesByGatewayId(db: Db, gateway: string, gatewayMessageId: string): ReportedMessage[] {
  return statement(
    db,
    `SELECT ${columns} FROM message JOIN campaign ON campaign.id = message.campaign_id
     WHERE message.gateway_message_id = ? AND campaign.gateway = ? ORDER BY message.id DESC LIMIT 20`,
  ).all(gatewayMessageId, gateway) as ReportedMessage[]
}

export interface PollableMessage extends ReportedMessage {
  readonly text: string
  readonly accountId: number
  readonly claimedAt: number
  readonly acceptedAt: number
  readonly polls: number
}

const pollable = `SELECT ${columns}, message.text, campaign.account_id AS accountId, message.accepted_at AS acceptedAt,
  coalesce(message.claimed_at, message.accepted_at) AS claimedAt, message.polls
  FROM message JOIN campaign ON campaign.id = message.campaign_id`

/** As it is now: what was read before an answer came may be out of date. */
export function reportedMessage(db: Db, messageId: number): ReportedMessage | null {
  const row = statement(db, `SELECT ${columns} FROM message WHERE message.id = ?`).get(messageId) as
    ReportedMessage | undefined
  return row ?? null
}

/** Whether the gateway has reported this stage of the message before. */
export function hasReported(db: Db, messageId: number, gatewayStatus: string): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM message_event WHERE message_id = ? AND kind = 'report' AND json_extract(detail, '$.gatewayStatus') = ?`,
    ).get(messageId, gatewayStatus) !== undefined
  )
}

const earlyForMs = 86_400_000
/** A gateway that another system uses too reports its messages here as well. */
const mostEarly = 10_000

/** Keeps a report until its message's answer is committed. A repetition changes nothing. Call sweepEarlyReports once per call. */
export function keepEarlyReport(
  db: Db,
  gateway: string,
  report: DeliveryReport & { readonly gatewayMessageId: string },
  now: number,
): void {
  statement(
    db,
    `INSERT OR IGNORE INTO early_report (gateway, gateway_message_id, phone, text, status, final, gateway_status, occurred_at, received_at)
     VALUES (@gateway, @gatewayMessageId, @phone, @text, @status, @final, @gatewayStatus, @occurredAt, @now)`,
  ).run({ ...report, text: report.text ?? null, gateway, final: report.final ? 1 : 0, now })
}

/** Early reports are kept for a day, the last 10,000 of them. Walks early_report_by_time and the primary key. */
export function sweepEarlyReports(db: Db, now: number): void {
  statement(db, 'DELETE FROM early_report WHERE received_at < ?').run(now - earlyForMs)
  statement(
    db,
    'DELETE FROM early_report WHERE id <= (SELECT id FROM early_report ORDER BY id DESC LIMIT 1 OFFSET ?)',
  ).run(mostEarly)
}

export function hasEarlyReports(db: Db): boolean {
  return statement(db, 'SELECT 1 FROM early_report LIMIT 1').get() !== undefined
}

export function countEarlyReports(db: Db): number {
  return statement(db, 'SELECT count(*) FROM early_report').pluck().get() as number
}

type EarlyRow = Omit<DeliveryReport, 'final' | 'text'> & { readonly final: number }
const early =
  'gateway_message_id AS gatewayMessageId, phone, status, final, gateway_status AS gatewayStatus, occurred_at AS occurredAt'
const earlyReport = (row: EarlyRow): DeliveryReport => ({ ...row, final: row.final === 1 })

/** Takes what was reported of a message before it was known by that id. */
export function takeEarlyReports(db: Db, gateway: string, gatewayMessageId: string): DeliveryReport[] {
  const rows = statement(
    db,
    `DELETE FROM early_report WHERE gateway = ? AND gateway_message_id = ? RETURNING ${early}`,
  ).all(gateway, gatewayMessageId) as EarlyRow[]
  return rows.map(earlyReport)
}

export interface EarlyNumber {
  readonly gatewayMessageId: string
  /** As the gateway spells it. */
  readonly phone: string | null
  readonly text: string
}

/** What waits of a gateway with its text. Walks early_report_by_text. */
export function earlyTexts(db: Db, gateway: string): EarlyNumber[] {
  return statement(
    db,
    `SELECT DISTINCT gateway_message_id AS gatewayMessageId, phone, text FROM early_report
     WHERE text IS NOT NULL AND gateway = ?`,
  ).all(gateway) as EarlyNumber[]
}

export interface DoubtfulMessage extends ReportedMessage {
  readonly text: string
}

/** Doubtful messages of a gateway, without an id, whose number ends so. Walks message_by_state per campaign. */
export function doubtfulMessages(db: Db, gateway: string, lastDigits: string): DoubtfulMessage[] {
  return statement(
    db,
    `SELECT ${columns}, message.text FROM campaign CROSS JOIN message ON message.campaign_id = campaign.id
     WHERE campaign.gateway = ? AND message.state = 'unknown' AND message.gateway_message_id IS NULL
       AND substr(message.phone, ?) = ?`,
  ).all(gateway, -lastDigits.length, lastDigits) as DoubtfulMessage[]
}

/** Due for a poll, oldest first; walks message_to_poll. */
export function duePolls(db: Db, now: number, limit: number): PollableMessage[] {
  return statement(
    db,
    `${pollable} WHERE message.poll_at <= ? AND message.accepted_at IS NOT NULL
       AND campaign.account_id IS NOT NULL ORDER BY message.poll_at LIMIT ?`,
  ).all(now, limit) as PollableMessage[]
}

/** What is due at one account until `until`, oldest first. */
export function dueOfAccount(
  db: Db,
  { accountId, until, limit }: { accountId: number; until: number; limit: number },
): PollableMessage[] {
  return statement(
    db,
    `${pollable} WHERE message.poll_at <= @until AND message.accepted_at IS NOT NULL AND campaign.account_id = @accountId
     ORDER BY message.poll_at LIMIT @limit`,
  ).all({ accountId, until, limit }) as PollableMessage[]
}

/** Accepted and undecided since `since`, after `afterId`: for a poll that a person asks for. Walks message_by_state per campaign. */
export function undecidedMessages(
  db: Db,
  { accountId, since, afterId, limit }: { accountId: number; since: number; afterId: number; limit: number },
): PollableMessage[] {
  return statement(
    db,
    `${pollable} WHERE campaign.account_id = @accountId AND message.state = 'accepted'
       AND message.accepted_at >= @since AND message.id > @afterId ORDER BY message.id LIMIT @limit`,
  ).all({ accountId, since, afterId, limit }) as PollableMessage[]
}

/** How many of them there are. */
export function countUndecided(
  db: Db,
  { accountId, since, afterId }: { accountId: number; since: number; afterId: number },
): number {
  return statement(
    db,
    `SELECT count(*) FROM message JOIN campaign ON campaign.id = message.campaign_id
     WHERE campaign.account_id = @accountId AND message.state = 'accepted'
       AND message.accepted_at >= @since AND message.id > @afterId`,
  )
    .pluck()
    .get({ accountId, since, afterId }) as number
}

/** When the message is asked about next; null = never again. `polls`: how often the gateway has answered by then. */
export function planPoll(db: Db, messageId: number, plan: { pollAt: number | null; polls: number }): void {
  statement(db, `UPDATE message SET poll_at = ?, polls = ? WHERE id = ? AND state = 'accepted'`).run(
    plan.pollAt,
    plan.polls,
    messageId,
  )
}

/** What a report leaves in the row, whether it moves the message or not. */
export interface ReportDetails {
  readonly message: Pick<ReportedMessage, 'id' | 'state'>
  readonly report: Omit<DeliveryReport, 'phone'>
  readonly source: ReportSource
  readonly now: number
}

const detail = `json_patch(json_object('gatewayStatus', @gatewayStatus), json_object('occurredAt', @occurredAt))`

/** Moves the message as the report says. False when it says nothing new. */
export function moveByReport(db: Db, { message, report, source, now }: ReportDetails): boolean {
  const event = reportEvent(report.status)
  const to = nextMessageState(message.state, event)
  if (to === null) return false
  const { count } = moveMessages(db, [event], {
    where: 'message.id = @id AND message.state = @from',
    params: {
      id: message.id,
      from: message.state,
      gatewayStatus: report.gatewayStatus,
      gatewayMessageId: report.gatewayMessageId,
      occurredAt: report.occurredAt,
    },
    set: `gateway_status = @gatewayStatus, gateway_message_id = coalesce(gateway_message_id, @gatewayMessageId)
      ${sendingOf(to) === 'sent' ? ', accepted_at = coalesce(accepted_at, @now)' : ''}
      ${outcomeOf(to) === 'failed' ? '' : ', error_code = NULL, error_params = NULL'}
      ${report.final || to === 'delivered' ? ', poll_at = NULL' : ''}`,
    source,
    detail,
    now,
  })
  assertChanged(count, 1, `report for message ${message.id}`)
  return true
}

/** Keeps a new stage of a message that stays in its state. */
export function noteStage(db: Db, { message, report, source, now }: ReportDetails): void {
  const { id, state } = message
  const { changes } = statement(
    db,
    `UPDATE message SET gateway_status = @gatewayStatus, gateway_message_id = coalesce(gateway_message_id, @gatewayMessageId),
       poll_at = iif(@final = 1, NULL, poll_at), updated_at = @now WHERE id = @id`,
  ).run({ ...report, final: report.final ? 1 : 0, id, now })
  assertChanged(changes, 1, `report for message ${id}`)
  statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail)
     VALUES (@id, @now, 'report', @state, @source, ${detail})`,
  ).run({ ...report, final: report.final ? 1 : 0, id, state, source, now })
}

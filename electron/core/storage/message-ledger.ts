/**
 * Moves messages from state to state: nothing else changes `message.state` (a trigger refuses it). One call compiles the
 * table of shared/domain/message.ts into its statements, so that a message which the event does not concern is left alone,
 * and writes row, timeline and counts of all its messages.
 */
import {
  messageStates,
  stateAfter,
  type MessageEvent,
  type MessageEvents,
  type MessageState,
} from '@shared/domain/message'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

/** Which messages, and what else is written of them. SQL texts are constants of the caller; values are in `params`. */
export interface MessageMoves {
  /** Condition on `message`. With `given`, `given.value` is the message's own row. */
  readonly where: string
  readonly params: Readonly<Record<string, string | number | null>>
  /** One row of values per message, its id first: `given.value ->> 1` is the next value. */
  readonly given?: readonly (readonly unknown[])[]
  /** Further assignments. */
  readonly set?: string
  /** Who says it, in the timeline. */
  readonly source: string | null
  /** SQL expression of the JSON object that the timeline keeps; `{}` without it. */
  readonly detail?: string
  /** Columns of each moved message to be returned; without it only their number is. */
  readonly returning?: string
  readonly now: number
}

export interface Moved<Row> {
  readonly count: number
  /** Empty without `returning`. */
  readonly rows: readonly Row[]
}

/** The timeline's word for each event. Null: the claim is in the row itself and is told with the attempt's end. */
const kinds: Readonly<Record<MessageEvent, string | null>> = {
  claim: null,
  accept: 'accepted',
  reject: 'rejected',
  not_sent: 'not_sent',
  give_up: 'failed',
  lose: 'unknown',
  recover: 'recovered',
  report_accepted: 'report',
  report_undelivered: 'report',
  report_expired: 'report',
  report_delivered: 'report',
  report_rejected: 'report',
  settle_sent: 'settled',
  settle_unsent: 'settled',
  retry: 'retried',
  cancel: 'cancelled',
}
/** Ends of an attempt: their timeline row tells the claim too. */
const attemptEnds: ReadonlySet<MessageEvent> = new Set(['accept', 'reject', 'not_sent', 'give_up', 'lose', 'recover'])

interface Table {
  /** States that the events move, as an SQL list. */
  readonly from: string
  /** The state after them, as an SQL expression on the state before. */
  readonly to: string
  readonly after: ReadonlyMap<MessageState, MessageState>
}

const tables = new Map<string, Table>()

function tableOf(events: MessageEvents): Table {
  const key = events.join()
  const known = tables.get(key)
  if (known !== undefined) return known
  const after = new Map<MessageState, MessageState>()
  for (const state of messageStates) {
    const next = stateAfter(state, events)
    if (next !== null) after.set(state, next)
  }
  const cases = [...after].map(([from, to]) => `WHEN '${from}' THEN '${to}'`)
  const table = { from: stateList([...after.keys()]), to: `CASE message.state ${cases.join(' ')} END`, after }
  tables.set(key, table)
  return table
}

/** States as the list of an SQL `IN`. */
export function stateList(states: readonly MessageState[]): string {
  return states.map((state) => `'${state}'`).join(', ')
}

interface Group {
  readonly campaignId: number
  readonly state: MessageState
  readonly messages: number
  readonly segments: number
}

/**
 * Moves every message of `where` that the events concern; the first event names the timeline's row. Call inside an immediate
 * transaction, which an error must end. A few statements whatever the number of messages.
 */
export function moveMessages<Row = never>(db: Db, events: MessageEvents, moves: MessageMoves): Moved<Row> {
  const { from, to, after } = tableOf(events)
  const { given, returning } = moves
  const params = { ...moves.params, source: moves.source, now: moves.now, given: JSON.stringify(given ?? []) }
  // with given rows each message is found by its id, so the state must not be looked up in an index
  const where = `${given ? 'message.id = given.value ->> 0 AND +' : ''}message.state IN (${from}) AND (${moves.where})`
  const rows = given ? 'json_each(@given) AS given CROSS JOIN message' : 'message'

  const groups = statement(
    db,
    `SELECT message.campaign_id AS campaignId, message.state, count(*) AS messages, sum(message.segments) AS segments
     FROM ${rows} WHERE ${where} GROUP BY message.campaign_id, message.state`,
  ).all(params) as Group[]
  const expected = groups.reduce((sum, { messages }) => sum + messages, 0)
  if (expected === 0) return { count: 0, rows: [] }

  const [first] = events
  const kind = kinds[first]
  if (kind !== null) {
    const { changes } = statement(
      db,
      `INSERT INTO message_event (message_id, at, kind, state, source, detail, claimed_at)
       SELECT message.id, @now, '${kind}', ${to}, @source, ${moves.detail ?? "'{}'"}, ${attemptEnds.has(first) ? 'message.claimed_at' : 'NULL'}
       FROM ${rows} WHERE ${where}`,
    ).run(params)
    assertChanged(changes, expected, `${kind} in the timeline`)
  }

  const set = [`state = ${to}`, ...(kind === null ? [] : ['updated_at = @now']), ...(moves.set ? [moves.set] : [])]
  const update = statement(
    db,
    `UPDATE message SET ${set.join(', ')} ${given ? 'FROM json_each(@given) AS given' : ''} WHERE ${where}
     ${returning === undefined ? '' : `RETURNING ${returning}`}`,
  )
  statement(db, 'INSERT INTO message_moving (only) VALUES (1)').run()
  const returned = returning === undefined ? [] : (update.all(params) as Row[])
  const changed = returning === undefined ? update.run(params).changes : returned.length
  statement(db, 'DELETE FROM message_moving').run()
  assertChanged(changed, expected, `messages moved by ${events.join(', ')}`)

  for (const { campaignId, state, messages, segments } of groups) {
    addToCount(db, { campaignId, state, messages: -messages, segments: -segments })
    addToCount(db, { campaignId, state: after.get(state) ?? state, messages, segments })
  }
  return { count: expected, rows: returned }
}

function addToCount(db: Db, change: Group): void {
  const { changes } = statement(
    db,
    `UPDATE message_count SET messages = messages + @messages, segments = segments + @segments
     WHERE campaign_id = @campaignId AND state = @state`,
  ).run(change)
  assertChanged(changes, 1, `count of ${change.state} messages`)
}

/**
 * Turns a draft's recipients into messages. Every text is the one that preview and bill showed. The messages are written in
 * short transactions and are not real until there is a campaign: a power cut in the middle leaves a draft, and the next
 * planning removes what was left over. Memory does not grow with the number of recipients.
 */
import { randomUUID } from 'node:crypto'
import type { Excluded, JoinedRows } from '@shared/contract/drafts'
import { maxSegments } from '@shared/domain/segment'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { readDraft } from '../storage/draft'
import {
  assertPlanning,
  beginPlanning,
  insertPlanned,
  purgeMessages,
  type PlannedMessage,
} from '../storage/planned-message'
import { readySources, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { excludedOf } from './excluded'
import { ConditionTallies } from './condition-tallies'
import { textSetting, textWriter } from './message-text'
import { JoinedTally, walkedRows } from './same-number'
import { walkRecipients } from './walk-recipients'

export interface MessagePlan {
  /** Names this planning: `startPlanned` refuses any other than the latest. */
  readonly token: string
  readonly recipients: number
  readonly segments: number
  readonly excluded: Excluded
  readonly joined: JoinedRows
}

export interface PlanOptions {
  /** Epoch ms, for the new rows. */
  readonly now: number
  readonly signal?: AbortSignal | undefined
  /** Numbers that have had this message already. */
  readonly hasHad?: ((phone: string) => boolean) | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** Messages removed per transaction. */
const purgeStep = 250
/** Messages written between two looks at the clock, and how long a transaction may write. */
const insertStep = 25
const longestStepMs = 8

/**
 * The campaign must be a draft with a text that fits its columns.
 * @throws AppError campaign_state, campaign_busy (changed or planned elsewhere meanwhile), template_*, cancelled
 */
export async function planMessages(
  context: CoreContext,
  campaignId: number,
  options: PlanOptions,
): Promise<MessagePlan> {
  const { db, clock } = context
  const { now, signal, hasHad } = options
  const token = randomUUID()
  const { draft, sources } = db
    .transaction(() => {
      beginPlanning(db, campaignId, token)
      return { draft: readDraft(db, campaignId), sources: readySources(db, campaignId) }
    })
    .immediate()
  const writer = textWriter(draft, textSetting(context, draft, sources))
  await removePlanned(context, campaignId, signal)

  const tallies = new ConditionTallies(writer)
  const left = { optedOut: 0, emptyField: 0, repeated: 0 }
  const joined = new JoinedTally()
  const total = walkedRows(draft, sources)
  let recipients = 0
  let segments = 0
  let done = 0
  /** Writes from `start` on for as long as a transaction may hold the event loop. Returns where it stopped. */
  const insert = db.transaction((messages: readonly PlannedMessage[], start: number): number => {
    assertPlanning(db, campaignId, token)
    const until = clock.monotonic() + longestStepMs
    let at = start
    function* asManyAsFit(): Generator<PlannedMessage> {
      for (const message of messages.slice(start)) {
        if (at > start && at % insertStep === 0 && clock.monotonic() >= until) return
        at += 1
        yield message
      }
    }
    insertPlanned(db, campaignId, asManyAsFit(), now)
    return at
  })
  for await (const page of walkRecipients(context, { draft, sources, writer, signal, hasHad })) {
    const planned: PlannedMessage[] = []
    for (const { source, recipient, verdict, message, ordinal, joinedLines, readAs } of page) {
      if (verdict !== 'send') {
        left[verdict] += 1 + joinedLines.length
        continue
      }
      joined.add(joinedLines)
      const { encoding, segments: count } = message.measure
      if (count > maxSegments) {
        const size = { line: recipient.line, segments: count }
        throw new AppError('message_too_long', tooLong(source, sources, size))
      }
      tallies.add({ source, recipient, readAs })
      planned.push({
        line: recipient.line,
        joinedLines,
        phone: recipient.phone,
        ordinal,
        name: recipient.name,
        text: message.text,
        encoding,
        segments: count,
      })
      recipients += 1
      segments += count
    }
    tallies.refuseDoubt()
    for (let at = 0; at < planned.length;) {
      at = insert.immediate(planned, at)
      await yieldToEventLoop(signal)
    }
    done += page.length
    options.onProgress?.(done, total)
  }
  return { token, recipients, segments, excluded: excludedOf(draft, sources, left), joined: joined.counts() }
}

/** Removes messages that are not real: of a planning that came to nothing, or of what was removed. */
export async function removePlanned(context: CoreContext, campaignId: number, signal?: AbortSignal): Promise<void> {
  while (purgeMessages(context.db, campaignId, purgeStep) > 0) await yieldToEventLoop(signal)
}

/** Parameters of `message_too_long`, with the list where there are several. */
export function tooLong(
  source: StoredSource,
  sources: readonly StoredSource[],
  { line, segments }: { readonly line: number; readonly segments: number },
): Record<string, string | number> {
  const { label } = source.reading
  return { line, segments, limit: maxSegments, ...(sources.length > 1 && label !== '' && { file: label }) }
}

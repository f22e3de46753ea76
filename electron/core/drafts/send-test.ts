/**
 * "Test to myself": one SMS with the text of one recipient, as a campaign of its own. It is claimed before it is sent,
 * stands in the history and can become doubtful, like every other message; only the waiting for its outcome is different.
 */
import { randomUUID } from 'node:crypto'
import type { TestSending } from '@shared/contract/drafts'
import { nextCampaignState } from '@shared/domain/campaign'
import { askedStates, sendingOf, type MessageState } from '@shared/domain/message'
import { multiplyMoney } from '@shared/domain/money'
import { parsePhoneNumber } from '@shared/domain/phone-number'
import { maxSegments } from '@shared/domain/segment'
import { AppError, wireError, type WireError } from '@shared/errors'
import type { CoreContext } from '../context'
import { requireCountry } from '../recipients/classify/require-country'
import { appendAudit } from '../storage/audit'
import { campaignById } from '../storage/campaign'
import { cancelPending } from '../storage/campaign-run'
import { moveCampaign } from '../storage/campaign-state'
import { insertDraft, patchDraft, readDraft, type Draft } from '../storage/draft'
import { onlyMessageOf } from '../storage/message-outcome'
import { isOptedOut } from '../storage/opted-out-recipient'
import { beginPlanning, insertPlanned, startPlanned } from '../storage/planned-message'
import { readySources } from '../storage/recipient-source'
import { textSetting, textWriter } from './message-text'
import { previewMessage } from './preview-message'
import { assertReady, readinessOf, type Readiness } from './readiness'
import type { SendableIndexes } from './sendable-index'

/** What a test needs of the engine. */
export interface CampaignStarter {
  /** Sends a campaign whose state is `sending`. */
  begin(campaignId: number): void
}

export interface TestRequest {
  readonly id: number
  readonly phone: string
  readonly recipientIndex: number
}

interface TestMessage {
  readonly phone: string
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
}

/** Longer than any request may take. */
const longestWaitMs = 120_000

/** @throws AppError phone_invalid, phone_opted_out, no_recipients, message_too_long, template_* and what stops any sending */
export async function sendTest(
  context: CoreContext,
  tools: { readonly indexes: SendableIndexes; readonly engine: CampaignStarter },
  request: TestRequest,
): Promise<TestSending> {
  const draft = readDraft(context.db, request.id)
  const phone = ownNumber(context, draft, request.phone)
  const readiness = await readinessOf(context, draft)
  assertReady(readiness)
  const message = { phone, ...(await testText(context, tools.indexes, { draft, index: request.recipientIndex })) }
  const campaignId = insertTest(context, { draft, readiness, message })
  const ended = campaignEnd(context, campaignId)
  try {
    tools.engine.begin(campaignId)
    await ended.promise
  } finally {
    ended.stop()
  }
  const outcome = outcomeOf(context, campaignId)
  context.teller.changed(campaignId)
  return { phone, text: message.text, ...outcome }
}

function ownNumber(context: CoreContext, draft: Draft, raw: string): string {
  const parsed = parsePhoneNumber(raw, requireCountry(draft.country))
  if (!parsed.ok) throw new AppError('phone_invalid', { phone: raw, reason: parsed.reason })
  if (isOptedOut(context.db, parsed.e164)) throw new AppError('phone_opted_out', { phone: parsed.e164 })
  return parsed.e164
}

/** The recipient's text; without recipients, the text itself where it needs no cells. */
async function testText(
  context: CoreContext,
  indexes: SendableIndexes,
  wanted: { readonly draft: Draft; readonly index: number },
): Promise<Omit<TestMessage, 'phone'>> {
  const { draft, index } = wanted
  const { id, template, transliterate } = draft
  const preview = await previewMessage(context, indexes, {
    id,
    template,
    transliterate,
    target: { kind: 'index', index },
  })
  if (preview !== null) {
    const { text, encoding, segments } = preview
    if (segments > maxSegments)
      throw new AppError('message_too_long', { line: preview.line, segments, limit: maxSegments })
    return { text, encoding, segments }
  }
  const { text, measure, missing } = textWriter(draft, textSetting(context, draft, readySources(context.db, id))).write(
    { values: [] },
    null,
  )
  if (missing.length > 0 || text.trim() === '') throw new AppError('no_recipients')
  const { encoding, segments } = measure
  if (segments > maxSegments) throw new AppError('message_too_long', { segments, limit: maxSegments })
  return { text, encoding, segments }
}

interface Test {
  readonly draft: Draft
  readonly readiness: Readiness & { account: NonNullable<Readiness['account']> }
  readonly message: TestMessage
}

/** One transaction: a campaign in state `sending` with its one message, which the engine claims before it sends. */
function insertTest(context: CoreContext, { draft, readiness, message }: Test): number {
  const { db, clock, actor } = context
  const { account, sender } = readiness
  const now = clock.now()
  return db
    .transaction(() => {
      const name = `Test · ${draft.name}`.slice(0, 120)
      const id = insertDraft(db, { name, country: draft.country, temporary: true, now })
      const { accountId, template, flash, transliterate } = draft
      patchDraft(db, readDraft(db, id), { accountId, template, flash, transliterate })
      const token = randomUUID()
      beginPlanning(db, id, token)
      insertPlanned(db, id, [{ ...message, line: 1, joinedLines: [], name: null, ordinal: 0 }], now)
      startPlanned(db, {
        campaignId: id,
        token,
        state: 'sending',
        test: true,
        recipients: 1,
        segments: message.segments,
        cost: account.price === null ? null : multiplyMoney(account.price, message.segments),
        excluded: { invalid: 0, duplicate: 0, optedOut: 0, emptyField: 0, repeated: 0 },
        joined: { rows: 0, messages: 0 },
        account: account.name,
        gateway: account.gateway,
        sender,
        price: account.price,
        currency: account.currency,
        scheduledAt: null,
        recurrence: null,
        timeZone: null,
        now,
      })
      appendAudit(db, {
        at: now,
        actor,
        action: 'draft.sendTest',
        subject: `campaign ${id}`,
        detail: { draft: draft.id, account: account.name },
      })
      return id
    })
    .immediate()
}

/** Resolves when the campaign is no longer `sending`, or after the longest wait. */
function campaignEnd(context: CoreContext, campaignId: number): { promise: Promise<void>; stop: () => void } {
  const stops: (() => void)[] = []
  const promise = new Promise<void>((resolve) => {
    stops.push(context.clock.after(longestWaitMs, resolve))
    stops.push(
      context.events.on('campaign.changed', ({ id, state }) => {
        if (id === campaignId && state !== 'sending') resolve()
      }),
    )
  })
  return { promise, stop: () => stops.forEach((stop) => stop()) }
}

function testStateOf(state: MessageState): TestSending['state'] {
  if (sendingOf(state) === 'sent') return 'accepted'
  if (askedStates.includes(state)) return 'unknown'
  return state === 'rejected' ? 'rejected' : 'failed'
}

/** A test that did not get out is over: it must not leave by itself an hour later, when nobody waits for it. */
function outcomeOf(context: CoreContext, campaignId: number): { state: TestSending['state']; error: WireError | null } {
  const { db, clock } = context
  return db
    .transaction(() => {
      const campaign = campaignById(db, campaignId)
      const { state, error } = onlyMessageOf(db, campaignId)
      if (state === 'pending') {
        cancelPending(db, campaignId, clock.now())
        if (nextCampaignState(campaign.state, 'cancel') !== null) {
          moveCampaign(db, { campaignId, from: campaign.state, to: 'cancelled', now: clock.now() })
        }
      }
      const why = error ?? campaign.pauseError
      const ended = testStateOf(state)
      return { state: ended, error: ended === 'accepted' ? null : (why ?? wireError('no_answer')) }
    })
    .immediate()
}

/**
 * The gate between a draft and a campaign. Plans the messages, and only if their number is the one that the person agreed to
 * do they become real, together with the bill, in one transaction. Then the engine is told.
 */
import { multiplyMoney } from '@shared/domain/money'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { StartTime } from '../start-time'
import { appendAudit } from '../storage/audit'
import { readDraft } from '../storage/draft'
import { startPlanned, type PlannedStart } from '../storage/planned-message'
import { saveRecurringLists, type RecurringList } from '../storage/schedule'
import { planMessages, removePlanned } from './plan-messages'
import { assertReady, readinessOf } from './readiness'

export interface StartRequest {
  readonly id: number
  readonly confirmedRecipients: number
  /** null = now. */
  readonly time: StartTime | null
  /** What the next readings of its lists are compared with, where that is not what was read. */
  readonly lists?: readonly RecurringList[]
}

/**
 * @throws AppError confirmation_needed {recipients} when the number is another one now; no_recipients; account_missing,
 * secret_missing, sender_*, template_* and other obstacles; campaign_state, campaign_busy
 */
export async function startDraft(context: CoreContext, request: StartRequest): Promise<void> {
  const { db, clock, teller, actor } = context
  const { id, confirmedRecipients, time } = request
  const draft = readDraft(db, id)
  const event = time === null ? 'start' : 'schedule'
  const readiness = await readinessOf(context, draft)
  assertReady(readiness)
  const { account, sender } = readiness
  const plan = await planMessages(context, id, { now: clock.now() })
  const { recipients, segments, excluded, joined, token } = plan
  if (recipients !== confirmedRecipients) {
    await removePlanned(context, id)
    throw recipients === 0 ? new AppError('no_recipients') : new AppError('confirmation_needed', { recipients })
  }
  const start: PlannedStart = {
    campaignId: id,
    token,
    state: time === null ? 'sending' : 'scheduled',
    recipients,
    segments,
    cost: account.price === null ? null : multiplyMoney(account.price, segments),
    excluded,
    joined,
    account: account.name,
    gateway: account.gateway,
    sender,
    price: account.price,
    currency: account.currency,
    scheduledAt: time?.scheduledAt ?? null,
    recurrence: time?.recurrence ?? null,
    timeZone: time?.timeZone ?? null,
    personalDates: time?.personalDates ?? null,
    now: clock.now(),
  }
  db.transaction(() => {
    startPlanned(db, start)
    saveRecurringLists(db, id, request.lists ?? [])
    appendAudit(db, {
      at: start.now,
      actor,
      action: `campaign.${event}`,
      subject: `campaign ${id}`,
      detail: {
        name: draft.name,
        account: account.name,
        recipients,
        segments,
        ...(joined.rows === 0 ? {} : { joined: joined.rows }),
        ...(start.cost === null ? {} : { cost: `${start.cost} ${start.currency}` }),
        ...(time === null ? {} : { scheduledAt: time.scheduledAt, timeZone: time.timeZone }),
        ...(start.recurrence === null ? {} : { recurrence: start.recurrence }),
      },
    })
  }).immediate()
  teller.changed(id)
}

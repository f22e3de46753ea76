/**
 * One occurrence of a recurring campaign, planned when its time has come: a campaign of its own with the schedule's text and
 * account, its groups read again as they are now, opt-outs and prices of now. Nothing of it counts before `commit`, which
 * the caller runs in one transaction with the schedule's move to its next time: a crash leaves the schedule due.
 */
import { multiplyMoney } from '@shared/domain/money'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { copyAsDraft, patchDraft, readDraft, touchDraft } from '../storage/draft'
import { startPlanned, type PlannedStart } from '../storage/planned-message'
import { publishSource, readySources } from '../storage/recipient-source'
import { readIntoDraft } from './change-sources'
import { copySources } from './copy-sources'
import { planMessages } from './plan-messages'
import { assertReady, readinessOf } from './readiness'
import { discardDraft } from './remove-draft'

export interface PlannedOccurrence {
  readonly campaignId: number
  readonly recipients: number
  readonly segments: number
  /** Inside the caller's transaction: makes it a campaign. Throws AppError campaign_busy. */
  commit(state: PlannedStart['state'], time: { readonly scheduledAt: number; readonly timeZone: string | null }): void
  /** Takes it away again. */
  discard(): Promise<void>
}

/**
 * @throws AppError unknown_group (a group that is gone), account_missing, secret_missing, keychain_*, template_*,
 * cancelled; whatever was prepared is removed
 */
export async function planOccurrence(
  context: CoreContext,
  scheduleId: number,
  signal: AbortSignal,
): Promise<PlannedOccurrence> {
  const { db, clock } = context
  const campaignId = db.transaction(() => copyAsDraft(db, scheduleId, clock.now())).immediate()
  const discard = (): Promise<void> => discardDraft(context, campaignId)
  try {
    // the same text to the same people is what a recurring campaign is for
    patchDraft(db, readDraft(db, campaignId), { allowRepeats: true })
    await readSources(context, scheduleId, campaignId, signal)
    const readiness = await readinessOf(context, readDraft(db, campaignId), signal)
    assertReady(readiness)
    const { account, sender } = readiness
    const plan = await planMessages(context, campaignId, { now: clock.now(), signal })
    return {
      campaignId,
      recipients: plan.recipients,
      segments: plan.segments,
      discard,
      commit: (state, { scheduledAt, timeZone }) =>
        startPlanned(db, {
          ...plan,
          campaignId,
          state,
          cost: account.price === null ? null : multiplyMoney(account.price, plan.segments),
          account: account.name,
          gateway: account.gateway,
          sender,
          price: account.price,
          currency: account.currency,
          scheduledAt,
          recurrence: null,
          timeZone,
          now: clock.now(),
        }),
    }
  } catch (error) {
    // left over when the program is closing: swept at a later start
    await discard().catch((failure: unknown) => context.log.warn('half an occurrence left', { error: String(failure) }))
    throw error
  }
}

/** Files and numbers as they were read when the campaign was planned, groups as they are now. */
async function readSources(
  context: CoreContext,
  scheduleId: number,
  draftId: number,
  signal: AbortSignal,
): Promise<void> {
  const { db, clock } = context
  const sources = readySources(db, scheduleId)
  const kept = sources.filter(({ kind }) => kind !== 'group')
  const copies = await copySources(context, { sources: kept, draftId, keepOrigin: false, signal })
  db.transaction(() => {
    touchDraft(db, draftId, clock.now())
    for (const copy of copies) publishSource(db, copy, clock.now())
  }).immediate()
  const job = {
    signal,
    progress: () => undefined,
    check() {
      if (signal.aborted) throw new AppError('cancelled')
    },
  }
  for (const { kind, reading } of sources) {
    if (kind !== 'group') continue
    const { groupId, label } = reading
    const where = reading.where.map(({ condition }) => condition)
    if (groupId === undefined) throw new AppError('unknown_group', { group: label })
    await readIntoDraft(
      context,
      { id: draftId, source: { kind: 'group', groupId, where }, mapping: null, index: null },
      job,
    )
  }
}

/**
 * One occurrence of a recurring campaign, planned when its time has come: a campaign of its own with the schedule's text and
 * account, its lists read again (read-occurrence.ts), opt-outs and prices of now. Nothing of it counts before `commit`, which
 * the caller runs in one transaction with the schedule's move to its next time: a crash leaves the schedule due.
 */
import type { Excluded } from '@shared/contract/drafts'
import { multiplyMoney } from '@shared/domain/money'
import type { CoreContext } from '../context'
import { copyAsDraft, patchDraft, readDraft } from '../storage/draft'
import { startPlanned, type PlannedStart } from '../storage/planned-message'
import { hasHadDate, keepDates } from '../storage/personal-date'
import { saveRecurringLists, type RecurringList } from '../storage/schedule'
import { planMessages } from './plan-messages'
import { readOccurrence, type OccurrenceReading, type ReadLists } from './read-occurrence'
import { assertReady, readinessOf } from './readiness'
import { discardDraft } from './remove-draft'

export interface PlannedOccurrence {
  readonly campaignId: number
  readonly recipients: number
  readonly segments: number
  readonly excluded: Excluded
  /** What the next reading of each list is compared with. */
  readonly lists: readonly RecurringList[]
  /** Corrections that the schedule may forget once a person accepted the list without them. */
  readonly lost: ReadLists['lost']
  /** Inside the caller's transaction: makes it a campaign. Throws AppError campaign_busy. */
  commit(state: PlannedStart['state'], time: { readonly scheduledAt: number; readonly timeZone: string | null }): void
  /** Takes it away again. */
  discard(): Promise<void>
}

/**
 * @throws AppError as readOccurrence, account_missing, secret_missing, keychain_*, template_*,
 * cancelled; whatever was prepared is removed
 */
export async function planOccurrence(
  context: CoreContext,
  reading: Omit<OccurrenceReading, 'draftId'>,
): Promise<PlannedOccurrence> {
  const { scheduleId, signal, due = null } = reading
  const { db, clock } = context
  const campaignId = db.transaction(() => copyAsDraft(db, scheduleId, clock.now())).immediate()
  const discard = (): Promise<void> => discardDraft(context, campaignId)
  try {
    // the same text to the same people is what a recurring campaign is for
    patchDraft(db, readDraft(db, campaignId), { allowRepeats: true })
    const { lists, lost } = await readOccurrence(context, { ...reading, draftId: campaignId })
    const readiness = await readinessOf(context, readDraft(db, campaignId), signal)
    assertReady(readiness)
    const { account, sender } = readiness
    const hasHad = due && ((phone: string) => hasHadDate(db, { campaignId: scheduleId, date: due.due, phone }))
    const plan = await planMessages(context, campaignId, { now: clock.now(), signal, hasHad: hasHad ?? undefined })
    return {
      campaignId,
      recipients: plan.recipients,
      segments: plan.segments,
      excluded: plan.excluded,
      lists,
      lost,
      discard,
      commit(state, { scheduledAt, timeZone }) {
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
        })
        saveRecurringLists(db, scheduleId, lists)
        if (due !== null) keepDates(db, { campaignId: scheduleId, date: due.due, occurrenceId: campaignId })
      },
    }
  } catch (error) {
    // left over when the program is closing: swept at a later start
    await discard().catch((failure: unknown) => context.log.warn('half an occurrence left', { error: String(failure) }))
    throw error
  }
}

/**
 * A recurring campaign that a list paused, once a person mended the list, chose another file, or said that the list is
 * right as it is: everything is read and planned on trial; only what would go out brings the campaign back, to the time that it missed.
 */
import { basename, resolve } from 'node:path'
import { AppError } from '@shared/errors'
import { dateDueOn, type DueDateChoice } from '@shared/domain/personal-date'
import { zonedFields } from '@shared/domain/zoned-time'
import { nextCampaignState } from '@shared/domain/campaign'
import type { CoreContext } from '../context'
import { hourOfEveryDay } from '../start-time'
import { planOccurrence } from '../drafts/plan-occurrence'
import { appendAudit } from '../storage/audit'
import { campaignById, type Campaign } from '../storage/campaign'
import { moveCampaign } from '../storage/campaign-state'
import { forgetCorrection } from '../storage/recipient-correction'
import { moveOrigin, readySources, saveReading, type StoredSource } from '../storage/recipient-source'
import { daysDone } from '../storage/personal-date'
import { saveRecurringLists } from '../storage/schedule'
import { daysToDo } from './personal-days'

export interface AnotherLook {
  readonly id: number
  /** File in the place of the list at fault; null: the same again. */
  readonly path: string | null
  readonly acceptList: boolean
}

/** @throws AppError campaign_state, usage (no file to replace), and what planOccurrence throws: it stays paused */
export async function lookAgain(context: CoreContext, look: AnotherLook, signal: AbortSignal): Promise<void> {
  const { db, clock, actor } = context
  const { id, acceptList } = look
  const waiting = (): Campaign => {
    const campaign = campaignById(db, id)
    const { state, recurrence, startedAt } = campaign
    if (state !== 'paused' || recurrence === null || startedAt !== null)
      throw new AppError('campaign_state', { campaign: id, state })
    return campaign
  }
  const source = look.path === null ? null : replacedSource(readySources(db, id), waiting())
  const path = look.path === null ? null : resolve(look.path)
  const chosen = source === null || path === null ? null : { position: source.position, path }
  const due = firstOpenDate(context, waiting())
  const occurrence = await planOccurrence(context, { scheduleId: id, signal, acceptList, chosen, due })
  await occurrence.discard()
  db.transaction(() => {
    waiting()
    if (source !== null && path !== null) {
      // no file has such a stamp: the rows that the campaign holds are those of the earlier file
      moveOrigin(db, source.id, { kind: 'file', path, stamp: { size: -1, modifiedAt: -1 } })
      saveReading(db, source.id, { ...source.reading, label: basename(path) })
    }
    saveRecurringLists(db, id, occurrence.lists)
    if (acceptList) for (const { source: read, correction } of occurrence.lost) forgetCorrection(db, read, correction)
    const to = nextCampaignState('paused', 'schedule') ?? 'scheduled'
    moveCampaign(db, { campaignId: id, from: 'paused', to, now: clock.now() })
    appendAudit(db, {
      at: clock.now(),
      actor,
      action: 'campaign.look_again',
      subject: `campaign ${id}`,
      detail: path === null ? {} : { source: basename(path) },
    })
  }).immediate()
}

/** The first day that a campaign with personal dates has not sent or skipped yet. */
function firstOpenDate({ db, clock }: CoreContext, campaign: Campaign): DueDateChoice | null {
  const { id, personalDates: dates, recurrence, timeZone } = campaign
  const hour = hourOfEveryDay(recurrence)
  if (dates === null || hour === null) return null
  const now = clock.now()
  const { open } = daysToDo(dates, { now, hour, timeZone: timeZone ?? 'UTC' }, daysDone(db, id, now))
  return { ...dates, due: dateDueOn(open[0] ?? zonedFields(now, timeZone ?? 'UTC').date, dates) }
}

/** The list that paused the campaign, else its only file. */
function replacedSource(sources: readonly StoredSource[], { pauseError }: Campaign): StoredSource {
  const files = sources.filter(({ kind }) => kind === 'file')
  const atFault = files.find(({ position }) => position === pauseError?.params.source)
  const [only, second] = files
  const source = atFault ?? (second === undefined ? only : undefined)
  if (source === undefined) throw new AppError('usage', { detail: 'no file to replace' })
  return source
}

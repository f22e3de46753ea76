/** What a campaign with personal dates will send in the days to come; nothing is changed. */
import type { PersonalCalendar } from '@shared/contract/personal-dates'
import { addDays } from '@shared/domain/calendar-day'
import { zonedFields } from '@shared/domain/zoned-time'
import { AppError } from '@shared/errors'
import type { InputOf } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { hourOfEveryDay } from '../start-time'
import { personalCalendar } from '../drafts/personal-calendar'
import { readOccurrence } from '../drafts/read-occurrence'
import { discardDraft } from '../drafts/remove-draft'
import { localTimeZone } from '@shared/domain/local-zone'
import { findCampaign, type Campaign } from '../storage/campaign'
import { copyAsDraft } from '../storage/draft'
import { daysDone, hasHadDate } from '../storage/personal-date'
import { daysToDo } from './personal-days'

/**
 * @throws AppError no_personal_dates (no dates given and none of its own), dates_column_missing, what reading a scheduled campaign's lists
 * again throws, cancelled
 */
export async function showCalendar(
  context: CoreContext,
  { id, personalDates, timeZone }: Omit<InputOf<'schedule.calendar'>, 'jobId'>,
  signal: AbortSignal,
): Promise<PersonalCalendar> {
  const { db, clock } = context
  const campaign = findCampaign(db, id)
  const dates = personalDates ?? campaign?.personalDates ?? null
  if (dates === null) throw new AppError('no_personal_dates')
  if (campaign !== null) return calendarOfCampaign(context, campaign, signal)
  const now = clock.now()
  const from = zonedFields(now, timeZone ?? localTimeZone(now)).date
  return (await personalCalendar(context, { draftId: id, dates, from, signal })).calendar
}

/** Of its lists as they are now, read into a copy that is thrown away. */
async function calendarOfCampaign(
  context: CoreContext,
  { id, personalDates: dates, recurrence, timeZone }: Campaign,
  signal: AbortSignal,
): Promise<PersonalCalendar> {
  const { db, clock } = context
  const hour = hourOfEveryDay(recurrence)
  if (dates === null || hour === null) throw new AppError('no_personal_dates')
  const now = clock.now()
  const done = daysDone(db, id, now)
  const zone = timeZone ?? 'UTC'
  const { open } = daysToDo(dates, { now, hour, timeZone: zone }, done)
  const draftId = db.transaction(() => copyAsDraft(db, id, now)).immediate()
  try {
    await readOccurrence(context, { scheduleId: id, draftId, signal, accepted: 'all' })
    const today = zonedFields(now, zone).date
    const first = open[0] ?? (done.has(today) ? addDays(today, 1) : today)
    const from = first < dates.from ? dates.from : first
    const { calendar } = await personalCalendar(context, {
      draftId,
      dates,
      from,
      isOver: (day, date, phone) => done.has(day) || hasHadDate(db, { campaignId: id, date, phone }),
      signal,
    })
    return calendar
  } finally {
    await discardDraft(context, draftId)
  }
}

/** A draft that becomes a campaign with personal dates: its dates must be readable, and what is agreed to is kept with it. */
import type { PersonalDatesChoice } from '@shared/contract/personal-dates'
import { zonedFields, zonedMoment } from '@shared/domain/zoned-time'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { hourOfEveryDay, type StartTime } from '../start-time'
import { fullestDay, personalCalendar } from './personal-calendar'
import type { StartRequest } from './start-draft'

/**
 * Begins today, also where today's hour has passed: who is due today is promised by the calendar, and leaves at once.
 * @throws AppError schedule_invalid (not a rule of every day), dates_column_missing (a list has no such column), dates_none (no cell is a date), dates_ambiguous (cells
 * that may be two dates)
 */
export async function scheduleDates(
  context: CoreContext,
  draftId: number,
  dates: PersonalDatesChoice,
  time: StartTime,
): Promise<Pick<StartRequest, 'time' | 'lists'>> {
  const hour = hourOfEveryDay(time.recurrence)
  if (hour === null) throw new AppError('schedule_invalid', { detail: time.recurrence ?? '' })
  const now = context.clock.now()
  const from = zonedFields(now, time.timeZone).date
  const scheduledAt = zonedMoment({ date: from, time: hour }, time.timeZone) ?? now
  const { calendar, readable, lists } = await personalCalendar(context, { draftId, dates, from })
  const { doubtful } = calendar
  const [first] = doubtful.cells
  if (first !== undefined) {
    const { line, value } = first
    throw new AppError('dates_ambiguous', { heading: dates.column, line, value, count: doubtful.count })
  }
  if (readable === 0) throw new AppError('dates_none', { heading: dates.column })
  return { time: { ...time, scheduledAt, personalDates: { ...dates, from, fullestDay: fullestDay(calendar) } }, lists }
}

/** When a recurring campaign goes out next: five-field cron rules in an IANA time zone (croner computes them). */
import { Cron } from 'croner'
import { AppError } from '@shared/errors'

/**
 * Epoch ms of the first time strictly after `after`, null where the rule never comes again. A time that the change to
 * summer time skips comes right after it; one that the change back repeats comes once. Throws schedule_invalid.
 */
export function nextOccurrence(rule: string, timeZone: string, after: number): number | null {
  if (rule.trim().split(/\s+/).length !== 5) throw new AppError('schedule_invalid', { detail: rule })
  try {
    return (
      new Cron(rule, { timezone: timeZone, mode: '5-part', paused: true }).nextRun(new Date(after))?.getTime() ?? null
    )
  } catch (error) {
    throw new AppError('schedule_invalid', { detail: rule }, { cause: error })
  }
}

/** The calendar of a campaign or draft with personal dates, asked for anew when what it depends on changes. */
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { PersonalCalendar, PersonalDatesChoice } from '@shared/contract/personal-dates'
import { isCancelled } from '@/api/api-error'
import { request } from '@/api/client'
import { useErrorSentence } from './use-error-sentence'

export interface CalendarAsked {
  readonly id: number
  /** Null: the campaign's own. */
  readonly personalDates: PersonalDatesChoice | null
  readonly timeZone: string | null
  /** Anything that makes the answer another one. */
  readonly revision: unknown
}

export function usePersonalCalendar(asked: Ref<CalendarAsked | null>) {
  const sentence = useErrorSentence()
  const calendar = shallowRef<PersonalCalendar | null>(null)
  const failure = shallowRef('')
  const jobId = `calendar-${crypto.randomUUID()}`
  let round = 0

  async function ask(): Promise<void> {
    const mine = ++round
    calendar.value = null
    failure.value = ''
    if (asked.value === null) return
    const { id, personalDates, timeZone } = asked.value
    try {
      const found = await request('schedule.calendar', { id, personalDates, timeZone, jobId })
      if (mine === round) calendar.value = found
    } catch (error) {
      if (mine === round && !isCancelled(error)) failure.value = sentence.value(error)
    }
  }
  const key = computed(() => JSON.stringify(asked.value))
  watch(key, () => void ask(), { immediate: true })
  onScopeDispose(() => {
    round += 1
    void request('jobs.cancel', { jobId })
  })
  return { calendar, failure }
}

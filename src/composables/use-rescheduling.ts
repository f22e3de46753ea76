/**
 * Another time, repetition or zone for a campaign that waits: what the form holds, the coming times that core computes
 * from it, and its saving in one step, so that the campaign never stops being scheduled meanwhile.
 */
import { computed, ref, watch, type Ref } from 'vue'
import type { CampaignView } from '@shared/contract/campaigns'
import { localTimeZone } from '@shared/domain/local-zone'
import { zonedFields, zonedMoment } from '@shared/domain/zoned-time'
import { request } from '@/api/client'
import { recurrenceOf, recurrenceRule, type ScheduleTime } from '@/components/bill/schedule-rule'
import { useCampaignsStore } from '@/stores/campaigns'
import { useAnswer } from './use-answer'
import { useErrorSentence } from './use-error-sentence'
import { useNow } from './use-now'

const dayMs = 86_400_000

export function useRescheduling(campaign: Ref<CampaignView | null>) {
  const store = useCampaignsStore()
  const sentence = useErrorSentence()
  const now = useNow()
  const isOpen = ref(false)
  const timeZone = ref('UTC')
  const fields = ref<ScheduleTime>({ date: '', time: '', recurrence: 'once' })
  const saving = ref(false)
  const failure = ref('')

  const moment = computed(() => zonedMoment(fields.value, timeZone.value))
  const isPast = computed(() => moment.value !== null && moment.value <= now.value)
  const schedule = computed(() =>
    moment.value === null || isPast.value
      ? null
      : { at: moment.value, recurrence: recurrenceRule(fields.value), timeZone: timeZone.value },
  )
  const answer = useAnswer(async () =>
    schedule.value === null ? [] : request('schedule.occurrences', { ...schedule.value }),
  )
  watch([schedule, isOpen], () => {
    failure.value = ''
    if (isOpen.value) void answer.ask()
  })

  function open(): void {
    const view = campaign.value
    if (!view) return
    const own = localTimeZone(now.value)
    timeZone.value = view.timeZone ?? own
    // a time that passed is of no use to start from: tomorrow at the same hour
    const at = Math.max(view.scheduledAt ?? 0, 0)
    const { time } = zonedFields(at === 0 ? now.value : at, timeZone.value)
    const { date } = zonedFields(at > now.value ? at : now.value + dayMs, timeZone.value)
    fields.value = { date, time, ...recurrenceOf(view.recurrence) }
    isOpen.value = true
  }

  async function save(): Promise<void> {
    const view = campaign.value
    if (!view || schedule.value === null || saving.value) return
    saving.value = true
    try {
      await store.command('reschedule', { id: view.id, ...schedule.value })
      isOpen.value = false
    } catch (error) {
      failure.value = sentence.value(error)
    } finally {
      saving.value = false
    }
  }

  return {
    isOpen,
    fields,
    timeZone,
    isPast,
    /** Epoch ms; empty while the form is incomplete. */
    occurrences: computed(() => answer.value.value ?? []),
    /** Why it could not be saved, or why there are no coming times. */
    failure: computed(
      () => failure.value || (answer.failure.value === undefined ? '' : sentence.value(answer.failure.value)),
    ),
    ready: computed(() => schedule.value !== null),
    saving,
    open,
    save,
  }
}

/**
 * The last act of a new campaign: now or later, the last look before it (a typed number above the limit), the seconds in which
 * it can be taken back, and the sending of exactly as many as were shown.
 */
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { LastLook } from '@shared/contract/drafts'
import { localTimeZone } from '@shared/domain/local-zone'
import { zonedFields, zonedMoment } from '@shared/domain/zoned-time'
import { wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import {
  dateChoiceOf,
  personalDatesOf,
  recurrenceOf,
  recurrenceRule,
  type DateChoice,
  type Schedule,
} from '@/components/bill/schedule-rule'
import type { useBill } from './use-bill'
import type { DraftEditor } from './use-draft'
import { useErrorSentence } from './use-error-sentence'
import { useLocaleFormats } from './use-locale-formats'
import { useNow } from './use-now'

/** Long enough to see a mistake, short enough to wait for. */
const takeBackSeconds = 5
const noDates: DateChoice = { column: null, side: 'on', days: 1, yearly: false, lateDays: 2 }

export function useSending(editor: DraftEditor, billing: ReturnType<typeof useBill>) {
  const { t } = useI18n({ useScope: 'global' })
  const router = useRouter()
  const sentence = useErrorSentence()
  const formats = useLocaleFormats()
  const now = useNow()
  const { draft, saveState } = editor
  const { bill } = billing

  // when: as the draft holds it
  const localZone = localTimeZone(now.value)
  const timeZone = computed(() => draft.value?.schedule?.timeZone ?? localZone)
  const { date: tomorrow } = zonedFields(now.value + 86_400_000, localZone)
  const atOnce: Schedule = { when: 'now', date: tomorrow, time: '09:00', recurrence: 'once', dates: noDates }
  const schedule = ref<Schedule>(atOnce)
  const isLater = computed(() => schedule.value.when !== 'now')
  const isDated = computed(() => schedule.value.when === 'dates')
  const personalDates = computed(() => (isDated.value ? personalDatesOf(schedule.value.dates) : null))
  const dailyRule = computed(() => recurrenceRule({ ...schedule.value, date: tomorrow, recurrence: 'daily' }))
  const moment = computed(() => zonedMoment(schedule.value, timeZone.value))
  watch(
    () => draft.value?.id,
    () => {
      const kept = draft.value?.schedule
      schedule.value = kept
        ? {
            ...zonedFields(kept.at, kept.timeZone),
            ...(kept.personalDates
              ? { when: 'dates', recurrence: 'daily', dates: dateChoiceOf(kept.personalDates) }
              : { when: 'later', ...recurrenceOf(kept.recurrence), dates: noDates }),
          }
        : atOnce
    },
    { immediate: true },
  )
  /** The schedule that a person chose; what is half typed is not kept. */
  function choose(next: Schedule): void {
    schedule.value = next
    const dates = personalDates.value
    const at = dates === null ? moment.value : zonedMoment({ date: tomorrow, time: next.time }, timeZone.value)
    if (next.when === 'now' || (isDated.value && dates === null)) editor.change({ schedule: null })
    else if (dates !== null && at !== null)
      editor.change({
        schedule: { at, recurrence: dailyRule.value, timeZone: timeZone.value, personalDates: dates },
      })
    else if (at !== null && at >= 0)
      editor.change({ schedule: { at, recurrence: recurrenceRule(next), timeZone: timeZone.value } })
  }

  // whether
  const confirming = ref(false)
  const sending = ref(false)
  const failure = ref('')
  const looks = shallowRef<LastLook | null>(null)
  /** All but what is still being saved and counted. */
  const possible = computed(
    () =>
      bill.value !== null &&
      bill.value.recipients > 0 &&
      bill.value.blockers.length === 0 &&
      saveState.value !== 'failed' &&
      (isDated.value
        ? personalDates.value !== null && dailyRule.value !== null
        : !isLater.value || (moment.value !== null && moment.value > now.value)),
  )
  const ready = computed(() => possible.value && !billing.working.value && saveState.value === 'saved')
  const sendLabel = computed(() => {
    const count = bill.value?.recipients ?? 0
    const formatted = formats.value.number(count)
    return t(isLater.value ? 'bill.schedule.confirm' : 'bill.send', { formatted }, count)
  })
  const confirmText = computed(() => {
    const made = bill.value
    if (!made) return ''
    const { recipients } = made
    const formatted = formats.value.number(recipients)
    if (made.cost === null)
      return t('bill.confirm.segments', { formatted, segments: formats.value.number(made.segments) }, recipients)
    return t('bill.confirm.cost', { formatted, money: formats.value.money(made.cost, made.currency) }, recipients)
  })

  /** Also while the last change is being saved: the dialog waits for it, and shows what came of it. */
  function askToSend(): void {
    if (!possible.value || confirming.value) return
    failure.value = ''
    looks.value = null
    confirming.value = true
    void editor.flush()
  }
  watch([confirming, ready, editor.revision], async ([isAsked, isReady]) => {
    const id = draft.value?.id
    if (!isAsked || !isReady || id === undefined) return
    const { value: asked } = editor.revision
    try {
      const made = await request('drafts.lastLook', { id })
      if (asked === editor.revision.value) looks.value = made
    } catch (error) {
      confirming.value = false
      failure.value = sentence.value(wireErrorOf(error))
    }
  })
  // a change that makes it impossible is told beside the bill
  watch(possible, (isPossible) => {
    if (!isPossible && !sending.value) confirming.value = false
  })

  // the seconds in which it can be taken back: nothing has left yet, and nothing leaves if Griot ends meanwhile
  const secondsLeft = ref<number | null>(null)
  let ticking: number | undefined
  function stopTicking(): void {
    window.clearInterval(ticking)
    secondsLeft.value = null
  }
  watch(confirming, (isOpen) => {
    if (!isOpen) stopTicking()
  })
  onScopeDispose(stopTicking)
  function confirm(): void {
    if (!ready.value || secondsLeft.value !== null || sending.value) return
    if (isLater.value) {
      void send()
      return
    }
    secondsLeft.value = takeBackSeconds
    ticking = window.setInterval(() => {
      if (secondsLeft.value === null) return
      secondsLeft.value -= 1
      if (secondsLeft.value > 0) return
      window.clearInterval(ticking)
      void send()
    }, 1000)
  }

  async function send(): Promise<void> {
    if (!draft.value || !bill.value || sending.value) return
    sending.value = true
    const { id } = draft.value
    const confirmedRecipients = bill.value.recipients
    try {
      await editor.flush()
      const { campaignId } = isLater.value
        ? await request('drafts.schedule', {
            id,
            confirmedRecipients,
            at: isDated.value ? null : moment.value,
            recurrence: isDated.value ? dailyRule.value : recurrenceRule(schedule.value),
            timeZone: timeZone.value,
            personalDates: personalDates.value,
          })
        : await request('drafts.start', { id, confirmedRecipients })
      confirming.value = false
      await router.replace({ name: 'campaign', params: { id: campaignId } })
    } catch (error) {
      confirming.value = false
      failure.value = sentence.value(wireErrorOf(error))
      void billing.refresh()
    } finally {
      sending.value = false
    }
  }

  return {
    schedule: computed({ get: () => schedule.value, set: choose }),
    timeZone,
    isLater,
    confirming,
    sending,
    failure,
    possible,
    ready,
    looks,
    secondsLeft,
    sendLabel,
    confirmText,
    askToSend,
    confirm,
  }
}

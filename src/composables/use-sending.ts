/**
 * The last act of a new campaign: now or later, the question before it (a typed number above the limit), and the sending of
 * exactly as many as were shown.
 */
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { localTimeZone } from '@shared/domain/local-zone'
import { zonedFields, zonedMoment } from '@shared/domain/zoned-time'
import { wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import { recurrenceRule, type Schedule } from '@/components/bill/schedule-rule'
import type { useBill } from './use-bill'
import type { DraftEditor } from './use-draft'
import { useErrorSentence } from './use-error-sentence'
import { useLocaleFormats } from './use-locale-formats'
import { useNow } from './use-now'

export function useSending(editor: DraftEditor, billing: ReturnType<typeof useBill>) {
  const { t } = useI18n({ useScope: 'global' })
  const router = useRouter()
  const sentence = useErrorSentence()
  const formats = useLocaleFormats()
  const now = useNow()
  const { draft, saveState } = editor
  const { bill } = billing

  // when
  const timeZone = localTimeZone(now.value)
  const { date: tomorrow } = zonedFields(now.value + 86_400_000, timeZone)
  const schedule = ref<Schedule>({ when: 'now', date: tomorrow, time: '09:00', recurrence: 'once' })
  const isLater = computed(() => schedule.value.when === 'later')
  const moment = computed(() => zonedMoment(schedule.value, timeZone))

  // whether
  const confirming = ref(false)
  const sending = ref(false)
  const failure = ref('')
  const ready = computed(
    () =>
      bill.value !== null &&
      bill.value.recipients > 0 &&
      bill.value.blockers.length === 0 &&
      !billing.working.value &&
      saveState.value === 'saved' &&
      (!isLater.value || (moment.value !== null && moment.value > now.value)),
  )
  const sendLabel = computed(() => {
    const count = bill.value?.recipients ?? 0
    const formatted = formats.value.number(count)
    return t(isLater.value ? 'bill.schedule.confirm' : 'bill.send', { formatted }, count)
  })
  const confirmText = computed(() => {
    const made = bill.value
    if (!made) return ''
    const count = formats.value.number(made.recipients)
    if (made.cost === null) return t('bill.confirm.segments', { count, segments: formats.value.number(made.segments) })
    return t('bill.confirm.cost', { count, money: formats.value.money(made.cost, made.currency) })
  })

  function askToSend(): void {
    if (!ready.value) return
    failure.value = ''
    if (bill.value?.typedConfirmation) confirming.value = true
    else void send()
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
            at: moment.value,
            recurrence: recurrenceRule(schedule.value),
            timeZone,
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
    schedule,
    timeZone,
    isLater,
    confirming,
    sending,
    failure,
    ready,
    sendLabel,
    confirmText,
    askToSend,
    send,
  }
}

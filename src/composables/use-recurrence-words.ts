/** A recurring schedule in words: « chaque lundi à 09:00 ». */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { readRule } from '@/components/bill/schedule-rule'

export function useRecurrenceWords(): ComputedRef<(rule: string) => string> {
  const { t, locale } = useI18n({ useScope: 'global' })
  return computed(() => (rule) => {
    const words = readRule(rule)
    if (!words) return t('bill.schedule.words.other', { rule })
    const region = locale.value === 'en' ? 'en-GB' : 'fr-FR'
    const moment = new Date(2026, 1, 1 + words.weekday, words.hour, words.minute)
    const time = new Intl.DateTimeFormat(region, { timeStyle: 'short' }).format(moment)
    if (words.recurrence === 'daily') return t('bill.schedule.words.daily', { time })
    if (words.recurrence === 'weekly') {
      const day = new Intl.DateTimeFormat(region, { weekday: 'long' }).format(moment)
      return t('bill.schedule.words.weekly', { day, time })
    }
    if (words.day === null) return t('bill.schedule.words.monthlyLast', { time })
    return t('bill.schedule.words.monthly', { day: words.day, time })
  })
}

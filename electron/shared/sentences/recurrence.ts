/**
 * A recurring schedule in words, in both languages: « chaque lundi à 09:00 (Douala) ». A rule that is none of the usual
 * ones is shown as it is. Pure.
 */
import type { Language } from '../language'

const weekdays = {
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const

const words = {
  fr: {
    daily: 'chaque jour à {time}',
    workdays: 'du lundi au vendredi à {time}',
    weekly: 'chaque {day} à {time}',
    monthly: 'le {day} de chaque mois à {time}',
    monthlyLast: 'le dernier jour de chaque mois à {time}',
    // what a month without that day does: nothing leaves
    without: {
      29: ', sauf en février des années ordinaires',
      30: ', sauf en février',
      31: ', sauf les mois qui n’ont que 30 jours et en février',
    },
    other: 'selon la règle {rule}',
    first: '1er',
  },
  en: {
    daily: 'every day at {time}',
    workdays: 'Monday to Friday at {time}',
    weekly: 'every {day} at {time}',
    monthly: 'on day {day} of every month at {time}',
    monthlyLast: 'on the last day of every month at {time}',
    without: {
      29: ', except in February of common years',
      30: ', except in February',
      31: ', except in months of 30 days and in February',
    },
    other: 'by the rule {rule}',
    first: '1',
  },
} as const

/** The place of an IANA zone as people know it: `Africa/Douala` is Douala, `UTC` is Greenwich. */
export function zonePlace(timeZone: string): string {
  if (/^(Etc\/)?(UTC|GMT|Universal|Zulu)$/.test(timeZone)) return 'Greenwich'
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
}

/** @param rule five-field cron. @param timeZone IANA; null leaves the place out. */
export function recurrenceWords(rule: string, timeZone: string | null, language: Language): string {
  const place = timeZone === null ? '' : ` (${zonePlace(timeZone)})`
  return ruleWords(rule.trim().replace(/\s+/g, ' '), language) + place
}

function ruleWords(rule: string, language: Language): string {
  const say = words[language]
  const other = say.other.replace('{rule}', rule)
  const match = /^(\d{1,2}) (\d{1,2}) (\*|L|\d{1,2}) \* (\*|[0-7]|1-5)$/.exec(rule)
  if (!match) return other
  const [, minute = '', hour = '', day = '', weekday = ''] = match
  if (Number(minute) > 59 || Number(hour) > 23 || (day !== '*' && weekday !== '*')) return other
  const fill = (sentence: string, dayWord = ''): string =>
    sentence.replace('{time}', `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`).replace('{day}', dayWord)
  if (weekday === '1-5') return fill(say.workdays)
  if (weekday !== '*') return fill(say.weekly, weekdays[language][Number(weekday) % 7])
  if (day === 'L') return fill(say.monthlyLast)
  if (day === '*') return fill(say.daily)
  const without: Readonly<Record<string, string>> = say.without
  return fill(say.monthly, day === '1' ? say.first : day) + (without[day] ?? '')
}

/**
 * Numbers, money, dates and durations as people write them in French and English. Pure: a locale in, functions out;
 * `useLocaleFormats` binds them to the language of the window.
 *
 * Money is written by shared/domain/money.ts, as in the command line: never a float, and no decimal that is there is left out.
 */
import { formatMoney } from '@shared/domain/money'

export type InterfaceLocale = 'fr' | 'en'

export interface LocaleFormats {
  /** `3 214` in French (U+202F), `3,214` in English. */
  number: (value: number | bigint, options?: Intl.NumberFormatOptions) => string
  /** A share between 0 and 1 as a percentage, one decimal at most. */
  percent: (share: number) => string
  /** @param amount decimal string, such as `"6180"` or `"-12.50"`. @param currency ISO 4217. */
  money: (amount: string, currency: string) => string
  /** Date and time from epoch milliseconds, in the computer's time zone or the one given: `22 nov. 2026, 14:05`. */
  dateTime: (at: number, timeZone?: string) => string
  /** With the day of the week, for what lies ahead: `lundi 10 mars 2031 à 09:00`. */
  fullDateTime: (at: number, timeZone: string) => string
  date: (at: number) => string
  /** `novembre 2026`, in the computer's time zone. */
  month: (at: number) => string
  time: (at: number) => string
  /** How long ago or how soon: `il y a 5 minutes`, `dans 2 jours`. */
  relative: (at: number, now: number) => string
  /** The two largest units of a length of time: `2 min 5 s`, `1 h 12 min`. Under a second is `0 s`. */
  duration: (durationMs: number) => string
  /** Bytes: `4,1 Mo`, `4.1 MB`. */
  fileSize: (bytes: number) => string
  /** `a, b et c`. */
  list: (items: readonly string[]) => string
}

const regions: Record<InterfaceLocale, string> = { fr: 'fr-FR', en: 'en-GB' }
const sizeUnits: Record<InterfaceLocale, readonly string[]> = {
  fr: ['o', 'ko', 'Mo', 'Go', 'To'],
  en: ['B', 'kB', 'MB', 'GB', 'TB'],
}
const noBreakSpace = '\u00a0'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const relativeSteps: readonly [unit: Intl.RelativeTimeFormatUnit, lengthMs: number][] = [
  ['year', 365 * dayMs],
  ['month', 30 * dayMs],
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', minuteMs],
]

/** The sign as it is set in type: a hyphen is none. */
function withMinus(figure: string): string {
  return figure.replace(/^-/, '\u2212')
}

export function createLocaleFormats(locale: InterfaceLocale): LocaleFormats {
  const region = regions[locale]
  const whole = new Intl.NumberFormat(region)
  const share = new Intl.NumberFormat(region, { style: 'percent', maximumFractionDigits: 1 })
  const dateTime = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' })
  const date = new Intl.DateTimeFormat(region, { dateStyle: 'medium' })
  const month = new Intl.DateTimeFormat(region, { month: 'long', year: 'numeric' })
  const time = new Intl.DateTimeFormat(region, { timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(region, { numeric: 'auto' })
  const list = new Intl.ListFormat(region, { type: 'conjunction' })
  const dayUnit = locale === 'fr' ? 'j' : 'd'

  return {
    number: (value, options) => withMinus((options ? new Intl.NumberFormat(region, options) : whole).format(value)),
    percent: (value) => withMinus(share.format(value)),
    money: (amount, currency) => withMinus(formatMoney(amount, currency, locale)),
    dateTime: (at, timeZone) =>
      timeZone === undefined
        ? dateTime.format(at)
        : new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at),
    fullDateTime: (at, timeZone) =>
      new Intl.DateTimeFormat(region, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at),
    date: (at) => date.format(at),
    month: (at) => month.format(at),
    time: (at) => time.format(at),
    relative(at, now) {
      const differenceMs = at - now
      for (const [unit, lengthMs] of relativeSteps) {
        const count = Math.trunc(differenceMs / lengthMs)
        if (count !== 0) return relative.format(count, unit)
      }
      return relative.format(0, 'second')
    },
    duration(durationMs) {
      const steps: readonly [string, number][] = [
        [dayUnit, dayMs],
        ['h', hourMs],
        ['min', minuteMs],
        ['s', secondMs],
      ]
      let rest = Math.max(0, durationMs)
      const parts: string[] = []
      for (const [unit, lengthMs] of steps) {
        const count = Math.floor(rest / lengthMs)
        rest -= count * lengthMs
        if (count > 0 && parts.length < 2) parts.push(`${whole.format(count)}${noBreakSpace}${unit}`)
        else if (parts.length > 0) break
      }
      return parts.length > 0 ? parts.join(' ') : `0${noBreakSpace}s`
    },
    fileSize(bytes) {
      const units = sizeUnits[locale]
      const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
      const figure = new Intl.NumberFormat(region, { maximumFractionDigits: power === 0 ? 0 : 1 })
      return `${figure.format(bytes / 1_000 ** power)}${noBreakSpace}${units[power] ?? ''}`
    },
    list: (items) => list.format(items),
  }
}

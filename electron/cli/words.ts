/** The command line's texts in the reader's language, with numbers, money and dates as that language writes them. */
import type { GatewayDescription } from '@shared/domain/account'
import type { Language } from '@shared/language'
import { gatewayName } from '@shared/sentences/sentence'
import { words as english, type WordKey } from './words.en'
import { words as french } from './words.fr'

export interface Words {
  readonly language: Language
  say(key: WordKey, params?: Readonly<Record<string, string | number>>): string
  /** The sandbox in the reader's language, a vendor by its own name. */
  gateway(gateway: GatewayDescription): string
  /** A decimal string keeps every digit. */
  number(value: number | string): string
  dateTime(at: number | null): string
  /** An ISO day. */
  day(day: string): string
  duration(ms: number | null): string
  /** How far a job is; a plain count where its end is not known. */
  percentage(done: number, total: number | null): string
}

export const isWordKey = (key: string): key is WordKey => Object.hasOwn(english, key)

/** French counts zero as one. */
const isOne = (count: number, language: Language): boolean => count === 1 || (language === 'fr' && count < 2)

export function createWords(language: Language): Words {
  const table = language === 'fr' ? french : english
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB'
  const plain = new Intl.NumberFormat(locale)
  // at first use: a time zone that no place has is set to UTC after the words are made
  let date: Intl.DateTimeFormat | null = null
  const dayOnly = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const words: Words = {
    language,
    say: (key, params = {}) =>
      table[key].replace(/\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g, (_, name: string, one?: string, many?: string) => {
        const value = params[name]
        if (one !== undefined && many !== undefined) return isOne(Number(value), language) ? one : many
        return typeof value === 'number' ? plain.format(value) : (value ?? '')
      }),
    gateway: (gateway) => gatewayName(gateway, language),
    // ECMA-402 formats a decimal string exactly; its types here only know numbers
    number: (value) => plain.format(value as number),
    dateTime(at) {
      date ??= new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' })
      return at === null ? '' : date.format(at)
    },
    day: (day) => dayOnly.format(Date.parse(`${day}T00:00:00Z`)),
    percentage: (done, total) =>
      total === null ? plain.format(done) : `${Math.floor((100 * done) / Math.max(1, total))} %`,
    duration(ms) {
      if (ms === null) return ''
      const seconds = Math.round(ms / 1000)
      return seconds < 60
        ? `${seconds} s`
        : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
    },
  }
  return words
}

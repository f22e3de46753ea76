/**
 * Reads the values of a gateway's answer defensively: own properties only, numbers as strings and the reverse, several
 * spellings of one key. Null always means "not given or not readable"; no reader guesses.
 */

import { maskSecrets } from '../redaction/mask-secrets'
import type { Credentials } from '../secrets/secrets'

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first of `names` that the object has with a value; names are compared exactly. */
export function field(object: JsonObject, ...names: readonly string[]): unknown {
  for (const name of names) {
    if (Object.hasOwn(object, name)) {
      const value = object[name]
      if (value !== undefined && value !== null) return value
    }
  }
  return null
}

/** A trimmed text that is not empty; a finite number as its digits. */
export function textValue(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value !== 'string') return null
  const text = value.trim()
  return text === '' ? null : text
}

/** A whole number that fits exactly, given as number or as digits. */
export function integerValue(value: unknown): number | null {
  const text = textValue(value)
  if (text === null || !/^-?\d{1,15}$/.test(text)) return null
  return Number(text)
}

/** Every digit of a phone number or id, nothing else. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

/** E.164 with `+` where the gateway's spelling is clearly international, else the text as given. */
export function internationalPhone(text: string): string {
  const compact = text.replace(/[\s().-]/g, '')
  const match = /^(?:\+|00)([1-9]\d{6,14})$/.exec(compact) ?? /^([1-9]\d{9,14})$/.exec(compact)
  return match === null ? text : `+${match[1]}`
}

/** What databases write for "no date yet" (0000, 1900, 1970) lies before; no gateway's message does. */
const firstYear = 2000
/** The zone farthest from UTC is 14 hours ahead. */
const mostOffsetMinutes = 14 * 60

/**
 * Epoch ms of `YYYY-MM-DD HH:MM:SS` (or with `T`, a zone or only a date) in a gateway's local time, which is
 * `offsetHours` ahead of UTC. None of the vendors' countries has daylight saving. Null for a time that cannot be.
 */
export function gatewayTime(value: unknown, offsetHours: number): number | null {
  const text = textValue(value)
  const match =
    text === null
      ? null
      : /^(\d{4})-(\d{2})-(\d{2})(?:[T ]+(\d{2}) ?:(\d{2})(?: ?:(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
          text,
        )
  if (match === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = match
  const parts = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number]
  const asUtc = Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4], parts[5])
  const check = new Date(asUtc)
  if (parts[0] < firstYear || check.getUTCMonth() !== parts[1] - 1 || check.getUTCDate() !== parts[2]) return null
  // 60: a leap second
  if (parts[3] > 23 || parts[4] > 59 || parts[5] > 60) return null
  const offset = offsetMinutes(zone, offsetHours)
  return Math.abs(offset) > mostOffsetMinutes ? null : asUtc - offset * 60_000
}

function offsetMinutes(zone: string | undefined, defaultHours: number): number {
  if (zone === undefined) return defaultHours * 60
  if (zone === 'Z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
}

/** Lower case, without accents, curly apostrophes or double spaces: how documented messages are compared. */
export function plainWords(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’ʼ`]/g, "'").replace(/\s+/g, ' ').trim().toLowerCase()
}

/** What is looked at of a gateway's words; they are a sentence, or no words at all. */
const longestWords = 4000

/** A gateway's own words for the timeline: short, on one line, and without any of the account's credentials in them. */
export function quoted(text: string | null, credentials: Credentials): string | null {
  if (text === null) return null
  const line = text
    .slice(0, longestWords)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return maskSecrets(line, credentials).slice(0, 120)
}

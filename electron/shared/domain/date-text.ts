/**
 * Days and lengths of time as they stand in cells of text: `2026-01-05`, `05/03/2026`, `5 janv. 2026`, `Jan 5, 2026`, `2:30`,
 * `2 h 30`. A day such as 05/03/2026 can be read in two ways; the column decides (column-reading.ts). Calendar days only: what
 * a time zone at the end says is left out. Linear, never throws.
 */

export type DayOrder = 'day' | 'month'

export interface ReadDate {
  /** ISO day, with `Thh:mm:ss` where a time was written; the same twice where there is one reading only. */
  readonly day: string
  /** The reading where the month comes first. */
  readonly month: string
  readonly proves: DayOrder | null
}

const longestDate = 60
const timePart =
  '(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?\\s?([ap]\\.?m\\.?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?'
const iso = new RegExp(`^(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${timePart}$`, 'i')
const figures = new RegExp(`^(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}|\\d{2})${timePart}$`, 'i')
const dayName = '(?:\\p{L}{3,9}\\.?,? )?'
const named = new RegExp(
  `^${dayName}(\\d{1,2})(?:er|st|nd|rd|th)?[ -](\\p{L}{3,9})\\.?[ -](\\d{4}|\\d{2})${timePart}$`,
  'iu',
)
const americanNamed = new RegExp(`^${dayName}(\\p{L}{3,9})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})${timePart}$`, 'iu')

const monthStarts: readonly (readonly string[])[] = [
  ['jan'],
  ['fev', 'feb'],
  ['mar'],
  ['avr', 'apr'],
  ['mai', 'may'],
  ['juin', 'jun'],
  ['juil', 'jul'],
  ['aou', 'aug'],
  ['sep'],
  ['oct'],
  ['nov'],
  ['dec'],
]
const monthNames = new Set(
  (
    'janvier january fevrier february mars march avril april mai may juin june juillet july aout august septembre september ' +
    'octobre october novembre november decembre december jan janv fev fevr feb mar avr apr jun juil jul aou aug sep sept oct nov dec'
  ).split(' '),
)

/** Null where the text is no such day. Two digits of a year are 1950 to 2049. */
export function readDate(text: string): ReadDate | null {
  const trimmed = text.trim().replace(/[\s\u00a0\u202f]+/g, ' ')
  if (trimmed.length < 6 || trimmed.length > longestDate || !/\d/.test(trimmed)) return null
  const fromIso = iso.exec(trimmed)
  if (fromIso) return one(dayOf(fromIso[1], fromIso[2], fromIso[3]), timeOf(fromIso.slice(4)))
  const fromFigures = figures.exec(trimmed)
  if (fromFigures) {
    const [, first, , second, year] = fromFigures
    const time = timeOf(fromFigures.slice(5))
    const day = dayOf(year, second, first)
    const month = dayOf(year, first, second)
    if (time === null) return null
    if (day !== null && month !== null && day !== month) return { day: day + time, month: month + time, proves: null }
    const only = one(day ?? month, time)
    return only === null || first === second ? only : { ...only, proves: day === null ? 'month' : 'day' }
  }
  const fromName = named.exec(trimmed)
  if (fromName) return one(dayOf(fromName[3], monthNamed(fromName[2]), fromName[1]), timeOf(fromName.slice(4)))
  const american = americanNamed.exec(trimmed)
  if (american) return one(dayOf(american[3], monthNamed(american[1]), american[2]), timeOf(american.slice(4)))
  return null
}

function one(day: string | null, time: string | null): ReadDate | null {
  return day === null || time === null ? null : { day: day + time, month: day + time, proves: null }
}

function dayOf(yearText = '', monthText: string | null = '', dayText = ''): string | null {
  if (monthText === null) return null
  const short = Number(yearText)
  const year = yearText.length === 2 ? short + (short < 50 ? 2000 : 1900) : short
  const month = Number(monthText)
  const day = Number(dayText)
  if (year < 1000 || !(month >= 1 && month <= 12) || day < 1 || day > daysIn(year, month)) return null
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0)
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

function monthNamed(name = ''): string | null {
  const bare = name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  if (!monthNames.has(bare)) return null
  const index = monthStarts.findIndex((starts) => starts.some((start) => bare.startsWith(start)))
  return index === -1 ? null : String(index + 1)
}

/** '' for no time and for midnight, which spreadsheets write behind plain days; null for a time that is none. */
function timeOf([hourText, minuteText, secondText, half]: readonly (string | undefined)[]): string | null {
  if (hourText === undefined) return ''
  let hour = Number(hourText)
  const isAfternoon = half === undefined ? null : half.toLowerCase().startsWith('p')
  if (isAfternoon !== null && (hour < 1 || hour > 12)) return null
  if (isAfternoon !== null) hour = (hour % 12) + (isAfternoon ? 12 : 0)
  const minute = Number(minuteText)
  const second = Number(secondText ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return null
  const two = (value: number): string => String(value).padStart(2, '0')
  return hour + minute + second === 0 ? '' : `T${two(hour)}:${two(minute)}:${two(second)}`
}

/** `2:30`, `26:30:15`, `2h30`, `2 h`, `45 min` in seconds; null for anything else. */
export function readDuration(text: string): number | null {
  const trimmed = text.trim()
  if (trimmed.length === 0 || trimmed.length > 20) return null
  const clock = /^(-?)(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$/.exec(trimmed)
  if (clock) return (clock[1] === '-' ? -1 : 1) * seconds(clock[2], clock[3], clock[4])
  const spoken = /^(\d{1,6})\s?h(?:eures?)?\s?(?:([0-5]?\d)\s?(?:min|mn|m)?)?$/i.exec(trimmed)
  if (spoken) return seconds(spoken[1], spoken[2], '0')
  const minutes = /^(\d{1,6})\s?(?:min|mn|minutes?)$/i.exec(trimmed)
  return minutes ? seconds('0', minutes[1], '0') : null
}

function seconds(hours = '0', minutes = '0', rest = '0'): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)
}

/** This computer's own time zone, also where it has none or says something that is no zone. */
import { wallClockOffsetMs } from './zoned-time'

/** How a computer is asked; tests give other answers. */
export interface ZoneSource {
  /** May throw, or answer anything: `TZ=""`, `TZ=:/etc/localtime` and `TZ=WAT-1` leave no name. */
  readonly name: () => unknown
  /** Minutes ahead of UTC that its own clock shows at `at` (epoch ms). */
  readonly offsetMinutes: (at: number) => number
}

const thisComputer: ZoneSource = {
  name: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  offsetMinutes: (at) => -new Date(at).getTimezoneOffset(),
}

const halfYearMs = 182 * 86_400_000

/**
 * An IANA name that every part of Griot understands. A name that does not agree with the computer's own clock (`TZ=GMT+1` is
 * read one way by one and the other way by the other) is not taken: a zone of fixed distance from UTC is, or UTC.
 * @param now epoch ms
 */
export function localTimeZone(now: number, source: ZoneSource = thisComputer): string {
  const named = nameOf(source)
  const agrees = (at: number): boolean => wallClockOffsetMs(at, named) === source.offsetMinutes(at) * 60_000
  if (named !== '' && agrees(now) && agrees(now + halfYearMs)) return named
  const hours = source.offsetMinutes(now) / 60
  // no place is further than that, and no zone has a name for it (`TZ=UTC+25`)
  const isSomewhere = Number.isInteger(hours) && hours >= -12 && hours <= 14
  // the signs of these names are the other way round
  return hours === 0 || !isSomewhere ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`
}

/**
 * The IANA name of a rule of POSIX without summer time (`<+01>-1`, `WAT-1:00`), whole hours apart from UTC: a computer that
 * does not know how to read it shows UTC. Null for anything else.
 */
export function zoneOfRule(asked: string | undefined): string | null {
  const rule = /^(?:[A-Za-z]{3,}|<[A-Za-z\d+-]{3,}>)([+-]?)(\d{1,2})(?::00){0,2}$/.exec(asked ?? '')
  if (rule === null) return null
  // POSIX counts hours behind UTC, and so do these names
  const behind = Number(rule[2]) * (rule[1] === '-' ? -1 : 1)
  if (behind < -14 || behind > 12) return null
  return behind === 0 ? 'UTC' : `Etc/GMT${behind > 0 ? '+' : '-'}${Math.abs(behind)}`
}

/**
 * The zone that was asked for (`TZ`) and that this computer does not know, so that its clock shows UTC without a word:
 * null where nothing was asked for, or UTC, or a file that only the system reads. Also one that no place on earth has: its
 * clock does not show UTC, so whoever gets an answer sets TZ to UTC.
 * @param now epoch ms
 */
export function unknownZone(asked: string | undefined, now: number, source: ZoneSource = thisComputer): string | null {
  const zone = (asked ?? '').replace(/^:/, '').replace(/^.*\/zoneinfo\//, '')
  if (zone === '' || zone.startsWith('/') || localTimeZone(now, source) !== 'UTC') return null
  return isUtc(zone, now) ? null : zone
}

/** A name whose clock shows UTC all year, or a rule of distance 0 (`UTC0`). */
function isUtc(zone: string, now: number): boolean {
  if (/^(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[+-]?0{1,2}$/.test(zone)) return true
  try {
    return [now, now + halfYearMs].every((at) => wallClockOffsetMs(at, zone) === 0)
  } catch {
    return false
  }
}

/** Empty where it is no name of a zone. */
function nameOf({ name }: ZoneSource): string {
  try {
    const answer = name()
    if (typeof answer !== 'string' || !/^[A-Za-z]/.test(answer) || answer === 'Etc/Unknown') return ''
    new Intl.DateTimeFormat('en', { timeZone: answer })
    return answer
  } catch {
    return ''
  }
}

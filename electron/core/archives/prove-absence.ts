/**
 * When does an archive prove that a doubtful message was never sent? Only where all of this holds; otherwise the message
 * stays doubtful, with the reason. Pure.
 *
 * - The archive's format is documented by the vendor (`settleFromArchive`).
 * - The reading is complete: its pages overlapped and the gateway showed its end, or its own total was reached. An entry
 *   older than the window was seen, or the total.
 * - No entry in the window may be for that number, with any text: in any spelling (same last seven digits), or with a
 *   number that cannot be read. An entry seen once in an earlier reading counts for ever. So does one dated before the days
 *   that were asked for: its date is not what the gateway goes by.
 * - No entry that the history does not explain (number and text) may be this one under a wrong number: none with its text in
 *   the window, none with any text at about the time of its request.
 * - The archive is exact for this campaign: every message of it that was accepted around is there, with its number, its
 *   text and the right time (two hours at most apart: a wrong clock is doubt); one of them was accepted before this message
 *   was claimed, and one was claimed after its answer was lost.
 * - A quarter of an hour has passed since it became doubtful.
 *
 * The window begins 24 hours before the message was claimed and has no end. Even so, an archive that lost exactly this
 * entry cannot be told from absence: what is proven absent stays doubtful, and only a person sends it again.
 */
import { numberTail, plainText } from '@shared/domain/archive-comparison'
import type { AbsenceDoubt } from '@shared/contract/campaigns'
import type { ArchiveReadingEnd } from '@shared/contract/gateway-side'
import type { ArchiveEntry } from '../providers/provider'
import { entryTime } from './match-archive'

/** A message this young may not have reached the archive yet. */
export const archiveDelayMs = 15 * 60_000
/** The archive's clock may be wrong by so much and still order what was sent. */
export const clockToleranceMs = 2 * 3_600_000
export const windowBeforeMs = 24 * 3_600_000
const dayMs = 24 * 3_600_000

export interface DoubtfulMessage {
  readonly id: number
  readonly phone: string
  readonly text: string
  readonly claimedAt: number
  /** When it became doubtful. */
  readonly lostAt: number
  /** An earlier reading showed an entry that may be it. */
  readonly wasSeen: boolean
  /** An earlier reading proved it absent: only an entry that may be it takes that back. */
  readonly wasAbsent: boolean
}

/** A message of the same campaign that the gateway accepted. */
export interface Neighbour {
  readonly claimedAt: number
  readonly acceptedAt: number
  /** In the archive with its number, its text and the right time. */
  readonly isExact: boolean
}

export interface AbsenceEvidence {
  readonly isDocumented: boolean
  readonly end: ArchiveReadingEnd
  readonly entries: readonly ArchiveEntry[]
  /** Beginning of the first day that was asked for, UTC. */
  readonly askedFrom: number
  /**
   * Entries beyond the messages that the history has with their number and text: all with the text of a doubtful message, all
   * that `mayBeOf` a doubtful message's time.
   */
  readonly strangers: readonly ArchiveEntry[]
  /** Those of them that are not one for each doubtful message, to its own number. */
  readonly unexplained: readonly ArchiveEntry[]
  readonly neighbours: readonly Neighbour[]
  readonly now: number
}

/** Whether the entry may be of the time from `from` to `to`, by a clock that is not exact; one whose dates cannot be is. */
export function mayBeOf({ createdAt, sentAt }: ArchiveEntry, from: number, to: number, askedFrom: number): boolean {
  const dates = [createdAt, sentAt].filter((at) => at !== null)
  const isNear = (at: number): boolean => at >= from - clockToleranceMs && at <= to + clockToleranceMs
  return dates.length === 0 || dates.some((at) => isNear(at) || at < askedFrom - dayMs)
}

/** `absent`, or why not, by message id. */
export function proveAbsence(
  messages: readonly DoubtfulMessage[],
  { isDocumented, end, entries, askedFrom, strangers, unexplained, neighbours, now }: AbsenceEvidence,
): Map<number, 'absent' | AbsenceDoubt> {
  const byTail = new Map<string | null, ArchiveEntry[]>()
  for (const entry of entries) {
    const tail = numberTail(entry.phone)
    const list = byTail.get(tail)
    if (list) list.push(entry)
    else byTail.set(tail, [entry])
  }
  // the gateway's days may begin up to a day before those of UTC
  const isDated = (at: number | null): at is number => at !== null && at >= askedFrom - dayMs
  const oldest = entries.reduce((least, entry) => {
    const at = entryTime(entry)
    return isDated(at) ? Math.min(least, at) : least
  }, Number.POSITIVE_INFINITY)
  const strangersOf = new Map<string, ArchiveEntry[]>()
  for (const entry of strangers) {
    const key = plainText(entry.text ?? '')
    const list = strangersOf.get(key)
    if (list) list.push(entry)
    else strangersOf.set(key, [entry])
  }
  const isExact = neighbours.every((each) => each.isExact)
  const firstAcceptedAt = neighbours.reduce((least, { acceptedAt }) => Math.min(least, acceptedAt), now)
  const lastClaimedAt = neighbours.reduce((most, { claimedAt }) => Math.max(most, claimedAt), 0)

  const verdict = ({
    phone,
    text,
    claimedAt,
    lostAt,
    wasSeen,
    wasAbsent,
  }: DoubtfulMessage): 'absent' | AbsenceDoubt => {
    const since = claimedAt - windowBeforeMs
    const mayBeIt = ({ createdAt, sentAt }: ArchiveEntry): boolean => {
      const dates = [createdAt, sentAt].filter((at) => at !== null)
      return dates.length === 0 || dates.some((at) => at >= since || !isDated(at))
    }
    if (wasSeen || byTail.get(numberTail(phone))?.some(mayBeIt) === true) return 'in_archive'
    if (wasAbsent) return 'absent'
    if (!isDocumented) return 'not_documented'
    if (now - lostAt <= archiveDelayMs) return 'young'
    if (!end.complete) return 'incomplete'
    if (byTail.get(null)?.some(mayBeIt) === true) return 'inexact'
    if (strangersOf.get(plainText(text))?.some(mayBeIt) === true) return 'strangers'
    if (unexplained.some((entry) => mayBeOf(entry, claimedAt, lostAt, askedFrom))) return 'strangers'
    if (!end.counted && oldest >= since) return 'nothing_older'
    if (!isExact) return 'inexact'
    return firstAcceptedAt <= claimedAt && lastClaimedAt >= lostAt ? 'absent' : 'no_neighbours'
  }
  return new Map(messages.map((message) => [message.id, verdict(message)]))
}

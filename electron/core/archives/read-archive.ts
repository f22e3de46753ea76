/**
 * Reads a gateway's archive page by page. Every reading of an archive uses this one pager: the list in the window, export,
 * comparison, settling and polling. It holds at most `mostEntries` keys, always ends, and says whether it saw everything.
 *
 * It ends at the gateway's last page; at a cursor that was used before; at a page that was read before or that brings
 * nothing new; at a page without a readable entry; at `mostEntries` entries or `mostCharacters` of text; after `mostMs` of waiting for the gateway. A cancelled
 * reading throws.
 */
import { createHash } from 'node:crypto'
import type { ArchiveReadingEnd, ArchiveReadingGap } from '@shared/contract/gateway-side'
import { AppError } from '@shared/errors'
import type { Clock } from '../clock'
import type { ArchiveEntry, ArchivePage } from '../providers/provider'

export interface ReadingOptions {
  readonly clock: Pick<Clock, 'monotonic'>
  readonly signal?: AbortSignal | undefined
  /** Default 100,000. */
  readonly mostEntries?: number
  /** Text of all entries together, in UTF-16 units. Default 50,000,000. */
  readonly mostCharacters?: number
  /** Time spent waiting for pages. Default ten minutes. */
  readonly mostMs?: number
}

export interface ArchiveReading {
  /**
   * The next entries that were not read before, in the archive's order; null at the end. After an error the same page is
   * asked for again. Throws AppError cancelled, and what `read` throws.
   */
  next(): Promise<readonly ArchiveEntry[] | null>
  /** Null while there may be more. */
  readonly end: ArchiveReadingEnd | null
}

/** Empty pages in a row that a gateway may give before its next entries (KING SMS PRO: one list per kind). */
const mostEmptyPages = 3

export function openReading(
  read: (cursor: string | null) => Promise<ArchivePage>,
  { clock, signal, mostEntries = 100_000, mostCharacters = 50_000_000, mostMs = 600_000 }: ReadingOptions,
): ArchiveReading {
  const seen = new Set<string>()
  const pages = new Set<string>()
  const cursors = new Set<string>()
  let previous: ArchivePage | null = null
  let cursor: string | null = null
  let count = 0
  let characters = 0
  let waitedMs = 0
  let emptyPages = 0
  let unchecked = false
  let unreadable = false
  let end: ArchiveReadingEnd | null = null

  const stop = (why: ArchiveReadingGap | null, counted = false): void => {
    end ??= { complete: why === null, why, counted, entries: count }
  }

  /** Entries of the page that were not read before, and what is wrong with how it follows the one before. */
  const take = (page: ArchivePage): { fresh: ArchiveEntry[]; fault: ArchiveReadingGap | null } => {
    const { entries } = page
    const overlap = previous?.repeats ?? 0
    const expected = overlap === 0 ? [] : (previous?.entries.slice(-overlap) ?? [])
    const joins = expected.every((entry, place) => same(entry, entries[place]))
    if (entries.length > 0 && (page.repeats === null || (previous !== null && overlap === 0))) unchecked = true
    const fresh = entries.slice(joins ? overlap : 0).filter((entry) => {
      if (isBlank(entry)) return false
      if (entry.gatewayMessageId === null) return true
      const key = keyOf([entry.gatewayMessageId, entry.phone, entry.text])
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    const blank = entries.filter(isBlank).length
    if (blank > 0) unreadable = true
    if (blank > 0 && blank === entries.length) return { fresh: [], fault: 'unreadable' }
    const pageKey = keyOf(entries)
    const isRepeated = entries.length > overlap && (pages.has(pageKey) || fresh.length === 0)
    pages.add(pageKey)
    if (isRepeated) return { fresh: [], fault: 'repeated' }
    return { fresh, fault: joins ? null : unreadable ? 'unreadable' : 'gap' }
  }

  const step = async (): Promise<readonly ArchiveEntry[]> => {
    const startedAt = clock.monotonic()
    const page = await read(cursor)
    waitedMs += clock.monotonic() - startedAt
    if (signal?.aborted === true) throw new AppError('cancelled')
    const { fresh, fault } = take(page)
    const room = Math.max(0, mostEntries - count)
    const kept = fresh.slice(0, room)
    count += kept.length
    for (const { text } of kept) characters += text?.length ?? 0
    emptyPages = page.entries.length === 0 ? emptyPages + 1 : 0
    previous = page
    if (fault !== null) stop(fault)
    else if (kept.length < fresh.length || characters > mostCharacters) stop('limit')
    else if (page.nextCursor === null && unreadable) stop('unreadable')
    else if (page.nextCursor === null) {
      const { total = null } = page
      if (total !== null) stop(total === count ? null : 'gap', total === count)
      else stop(unchecked ? 'unchecked' : null)
    } else if (cursors.has(page.nextCursor) || emptyPages >= mostEmptyPages) stop('repeated')
    else if (waitedMs >= mostMs) stop('time')
    if (page.nextCursor !== null) cursors.add(page.nextCursor)
    cursor = page.nextCursor
    return kept
  }

  return {
    async next() {
      while (end === null) {
        if (signal?.aborted === true) throw new AppError('cancelled')
        const entries = await step()
        if (entries.length > 0) return entries
      }
      return null
    },
    get end() {
      return end
    },
  }
}

/** Reads to the end. Throws what `next` throws. */
export async function readWhole(
  reading: ArchiveReading,
): Promise<{ readonly entries: readonly ArchiveEntry[]; readonly end: ArchiveReadingEnd }> {
  const entries: ArchiveEntry[] = []
  for (let page = await reading.next(); page !== null; page = await reading.next()) {
    for (const entry of page) entries.push(entry)
  }
  return { entries, end: reading.end ?? { complete: false, why: 'gap', counted: false, entries: entries.length } }
}

/** A row of which nothing was recognised: null, a word, fields of other names. */
function isBlank({ gatewayMessageId, phone, text }: ArchiveEntry): boolean {
  return gatewayMessageId === null && phone === '' && text === null
}

function same(left: ArchiveEntry, right: ArchiveEntry | undefined): boolean {
  if (left.phone !== right?.phone || left.text !== right.text) return false
  // an entry may change its status between two requests
  return left.gatewayMessageId === right.gatewayMessageId && left.createdAt === right.createdAt
}

function keyOf(value: unknown): string {
  return createHash('sha1').update(JSON.stringify(value)).digest('base64')
}

const dayMs = 86_400_000

/** The days (YYYY-MM-DD, UTC) that hold everything between two times, until tomorrow at most. */
export function archiveDays(from: number, to: number, now: number): { readonly from: string; readonly to: string } {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  return { from: day(from), to: day(Math.min(to, now + dayMs)) }
}

/** A gateway's archive around the times at which messages were sent, page by page to its end. */
import type { ArchiveEntry, ArchivePage, ArchiveQuery } from '../providers/provider'
import { afterClaimMs, beforeClaimMs } from './match-archive'

const dayMs = 86_400_000
/** A gateway that never ends its pages is not believed. */
const mostPages = 4000

/** Days (YYYY-MM-DD) that hold every entry which could stand for a message claimed at one of `times`, whatever its zone. */
export function archiveDays(times: readonly number[], now: number): { readonly from: string; readonly to: string } {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  const least = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const most = times.reduce((most, at) => Math.max(most, at), 0)
  return { from: day(least - Math.max(beforeClaimMs, dayMs)), to: day(Math.min(most + afterClaimMs, now + dayMs)) }
}

/** Throws what `read` throws. */
export async function readArchive(
  days: { readonly from: string; readonly to: string },
  read: (query: ArchiveQuery) => Promise<ArchivePage>,
): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: ArchivePage = await read({ ...days, cursor })
    entries.push(...page.entries)
    cursor = page.nextCursor
    if (cursor === null) break
  }
  return entries
}

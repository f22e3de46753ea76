/** The remote archive of one account between two days, read page by page as a person goes down. */
import { readonly, shallowRef, type ShallowRef } from 'vue'
import type { ArchiveReadingEnd, ArchiveRow } from '@shared/contract/gateway-side'
import { request } from '@/api/client'

export interface ArchiveRange {
  readonly accountId: number
  /** `YYYY-MM-DD` */
  readonly from: string
  readonly to: string
}

export interface Archive {
  /** Undefined before the first page. */
  rows: Readonly<ShallowRef<readonly ArchiveRow[] | undefined>>
  loading: Readonly<ShallowRef<boolean>>
  failure: Readonly<ShallowRef<unknown>>
  /** False when the gateway has no more. */
  hasMore: Readonly<ShallowRef<boolean>>
  /** How the reading ended; undefined while there may be more. */
  end: Readonly<ShallowRef<ArchiveReadingEnd | undefined>>
  open: (range: ArchiveRange) => Promise<void>
  /** The next page, or the same again after a failure. */
  more: () => Promise<void>
  /** Page after page to the end, until `stop`, a failure, or `mostRows`. */
  readAll: () => Promise<void>
  readingAll: Readonly<ShallowRef<boolean>>
  /** Ends reading to the end; a page on its way is dropped and can be asked for again. */
  stop: () => void
  clear: () => void
}

/** More rows than anybody reads on a screen: the rest is for the export. */
export const mostRows = 50_000

export function useArchive(): Archive {
  const rows = shallowRef<readonly ArchiveRow[]>()
  const loading = shallowRef(false)
  const failure = shallowRef<unknown>()
  const hasMore = shallowRef(false)
  const readingAll = shallowRef(false)
  const end = shallowRef<ArchiveReadingEnd>()
  let range: ArchiveRange | undefined
  let cursor: string | null = null
  let opened = 0

  async function more(): Promise<void> {
    if (range === undefined || loading.value) return
    const mine = opened
    loading.value = true
    try {
      const page = await request('archive.page', { ...range, cursor })
      if (mine !== opened) return
      rows.value = [...(rows.value ?? []), ...page.rows]
      cursor = page.nextCursor
      hasMore.value = page.nextCursor !== null
      end.value = page.end ?? undefined
      failure.value = undefined
    } catch (error) {
      if (mine === opened) failure.value = error
    } finally {
      if (mine === opened) loading.value = false
    }
  }

  async function readAll(): Promise<void> {
    if (readingAll.value || loading.value) return
    readingAll.value = true
    const mine = opened
    while (mine === opened && hasMore.value && (rows.value?.length ?? 0) < mostRows) {
      await more()
      if (failure.value !== undefined) break
    }
    if (mine === opened) readingAll.value = false
  }

  function stop(): void {
    opened += 1
    readingAll.value = false
    loading.value = false
  }

  function clear(): void {
    stop()
    range = undefined
    cursor = null
    rows.value = undefined
    failure.value = undefined
    hasMore.value = false
    end.value = undefined
  }

  return {
    rows: readonly(rows),
    loading: readonly(loading),
    failure: readonly(failure),
    hasMore: readonly(hasMore),
    end: readonly(end),
    async open(next) {
      clear()
      range = next
      await more()
    },
    more,
    readAll,
    readingAll: readonly(readingAll),
    stop,
    clear,
  }
}

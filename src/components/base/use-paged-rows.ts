/**
 * A long list seen through a window: pages are asked for when they come into view, the nearest few are kept, the others
 * forgotten, so that a list of a million rows holds about a thousand. A page that is no longer wanted is aborted.
 * Refreshing keeps the old rows on screen until the new ones are there.
 */
import { onScopeDispose, readonly, shallowRef, type ShallowRef } from 'vue'

export interface PageRange {
  offset: number
  limit: number
}

export interface LoadedPage<Row> {
  rows: readonly Row[]
  /** Rows of the whole list under the same filter. */
  total: number
}

export type PageLoader<Row> = (range: PageRange, signal: AbortSignal) => Promise<LoadedPage<Row>>

export interface PagedRows<Row> {
  /** Undefined until the first page has arrived. */
  total: Readonly<ShallowRef<number | undefined>>
  /** Why the last page did not arrive; undefined when all is well. */
  failure: Readonly<ShallowRef<unknown>>
  rowAt: (index: number) => Row | undefined
  /** Says which rows are in view; loads what is missing around them. */
  want: (first: number, last: number) => void
  /** Same question, fresh answers. `forget` drops all pages but the first: the question itself has changed. */
  refresh: (forget?: boolean) => void
  retry: () => void
}

interface KeptPage<Row> {
  rows: readonly Row[]
  generation: number
}

/**
 * @param load asked at each page, so that it may read the filter and sort of the moment.
 * @param pageSize rows per page, at most 200 (the limit of the bridge).
 */
export function usePagedRows<Row>(load: () => PageLoader<Row>, pageSize = 100, mostPages = 10): PagedRows<Row> {
  const pages = shallowRef<ReadonlyMap<number, KeptPage<Row>>>(new Map())
  const total = shallowRef<number>()
  const failure = shallowRef<unknown>()
  const underWay = new Map<number, AbortController>()
  let generation = 0
  let wantedFirst = 0
  let wantedLast = 0

  function firstWantedPage(): number {
    return Math.floor(wantedFirst / pageSize)
  }

  function lastWantedPage(): number {
    const end = total.value === undefined ? 0 : Math.max(0, total.value - 1)
    return Math.floor(Math.min(wantedLast, end) / pageSize)
  }

  function loadWanted(): void {
    const first = firstWantedPage()
    const last = lastWantedPage()
    for (const [page, controller] of underWay) {
      if (page < first || page > last) {
        controller.abort()
        underWay.delete(page)
      }
    }
    for (let page = first; page <= last; page += 1) {
      const kept = pages.value.get(page)
      if (kept?.generation !== generation && !underWay.has(page)) void loadPage(page)
    }
  }

  async function loadPage(page: number): Promise<void> {
    const controller = new AbortController()
    const asked = generation
    underWay.set(page, controller)
    try {
      const loaded = await load()({ offset: page * pageSize, limit: pageSize }, controller.signal)
      if (controller.signal.aborted || asked !== generation) return
      underWay.delete(page)
      failure.value = undefined
      total.value = loaded.total
      keep(page, { rows: loaded.rows, generation: asked })
    } catch (error) {
      if (controller.signal.aborted || asked !== generation) return
      underWay.delete(page)
      failure.value = error
    }
  }

  function keep(page: number, kept: KeptPage<Row>): void {
    const middle = (firstWantedPage() + lastWantedPage()) / 2
    const next = new Map(pages.value).set(page, kept)
    const byDistance = [...next.keys()].sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))
    for (const far of byDistance.slice(mostPages)) next.delete(far)
    pages.value = next
  }

  function stopAll(): void {
    for (const controller of underWay.values()) controller.abort()
    underWay.clear()
  }

  onScopeDispose(stopAll)

  return {
    total: readonly(total),
    failure: readonly(failure),
    rowAt: (index) => pages.value.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    want(first, last) {
      wantedFirst = Math.max(0, first)
      wantedLast = Math.max(wantedFirst, last)
      loadWanted()
    },
    refresh(forget = false) {
      generation += 1
      stopAll()
      failure.value = undefined
      if (forget) {
        const top = pages.value.get(0)
        pages.value = new Map(top ? [[0, top]] : [])
        wantedLast -= wantedFirst
        wantedFirst = 0
      }
      loadWanted()
    },
    retry() {
      failure.value = undefined
      loadWanted()
    },
  }
}

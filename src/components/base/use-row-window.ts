/**
 * Which rows of a fixed height are in view, and where to draw them. Chrome limits an element to about 33 million pixels:
 * beyond `tallestPx` the scrollbar is scaled, so that the millionth row is as reachable as the tenth.
 * Heights are in rem and follow the text zoom.
 */
import { computed, onBeforeUnmount, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useTextScale } from '@/composables/use-text-scale'

const tallestPx = 15_000_000
const overscan = 6

export interface RowWindow {
  /** First and last row to draw, both included; last is -1 when there are none. */
  first: ComputedRef<number>
  last: ComputedRef<number>
  /** Where the first drawn row starts, and how tall the scrolled content is, in CSS pixels. */
  startPx: ComputedRef<number>
  contentPx: ComputedRef<number>
  /** Whole rows that fit in view. */
  rowsInView: ComputedRef<number>
  /** Rows drawn out of view, above and below each. */
  overscan: number
  /** Scrolls as little as needed for the row to be whole in view. */
  reveal: (index: number) => void
  toTop: () => void
}

export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  rowCount: () => number,
  rowHeightRem: number,
  headerHeightRem: number,
): RowWindow {
  const scrollTop = ref(0)
  const viewportPx = ref(0)
  const remPx = ref(16)
  const { scale } = useTextScale()

  const rowPx = computed(() => rowHeightRem * remPx.value)
  const bodyPx = computed(() => Math.max(0, viewportPx.value - headerHeightRem * remPx.value))
  const fullPx = computed(() => rowCount() * rowPx.value)
  const contentPx = computed(() => Math.min(fullPx.value, tallestPx))
  /** Pixels of rows per pixel of scrolling: 1 unless the list is too tall for Chrome. */
  const stretch = computed(() => {
    if (fullPx.value <= tallestPx) return 1
    return (fullPx.value - bodyPx.value) / (tallestPx - bodyPx.value)
  })
  const topPx = computed(() => Math.min(scrollTop.value * stretch.value, Math.max(0, fullPx.value - bodyPx.value)))
  const first = computed(() => Math.max(0, Math.floor(topPx.value / rowPx.value) - overscan))
  const last = computed(() =>
    Math.min(rowCount() - 1, Math.ceil((topPx.value + bodyPx.value) / rowPx.value) - 1 + overscan),
  )

  function measure(): void {
    remPx.value = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
    viewportPx.value = scroller.value?.clientHeight ?? 0
    scrollTop.value = scroller.value?.scrollTop ?? 0
  }

  function followScroll(): void {
    scrollTop.value = scroller.value?.scrollTop ?? 0
  }

  function scrollToPx(px: number): void {
    if (!scroller.value) return
    scroller.value.scrollTop = px / stretch.value
    followScroll()
  }

  const observer = new ResizeObserver(measure)
  onMounted(() => {
    measure()
    if (!scroller.value) return
    observer.observe(scroller.value)
    scroller.value.addEventListener('scroll', followScroll, { passive: true })
  })
  onBeforeUnmount(() => {
    observer.disconnect()
    scroller.value?.removeEventListener('scroll', followScroll)
  })
  watch(scale, measure, { flush: 'post' })

  return {
    first,
    last,
    contentPx,
    startPx: computed(() => scrollTop.value - (topPx.value - first.value * rowPx.value)),
    overscan,
    rowsInView: computed(() => Math.max(1, Math.floor(bodyPx.value / rowPx.value))),
    reveal(index) {
      const startOfRow = index * rowPx.value
      const endOfRow = startOfRow + rowPx.value
      if (startOfRow < topPx.value) scrollToPx(startOfRow)
      else if (endOfRow > topPx.value + bodyPx.value) scrollToPx(endOfRow - bodyPx.value)
    },
    toTop: () => scrollToPx(0),
  }
}

/** Months in the computer's own time zone. Pure. */

export interface Month {
  /** `2026-11` */
  readonly id: string
  /** Epoch ms; `to` is the first moment of the next month. */
  readonly from: number
  readonly to: number
}

/** The month of a moment, or `back` months before it. */
export function monthOf(at: number, back = 0): Month {
  const date = new Date(at)
  const first = new Date(date.getFullYear(), date.getMonth() - back, 1)
  return {
    id: `${String(first.getFullYear())}-${String(first.getMonth() + 1).padStart(2, '0')}`,
    from: first.getTime(),
    to: new Date(first.getFullYear(), first.getMonth() + 1, 1).getTime(),
  }
}

/** This month and those before it, the newest first. */
export function lastMonths(at: number, count: number): Month[] {
  return Array.from({ length: count }, (_, back) => monthOf(at, back))
}

/** Which cells of a row are merged with one of a row above: programs show only what stands in the first one. */

/** Rows and columns from 1, both ends included. */
export interface MergedRange {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

/** Ranges and columns that are looked at in one row; real ranges do not overlap. */
const mostActive = 1_000

export class MergedCells {
  /** Those that begin in the rows to come, the next one last. */
  readonly #coming: MergedRange[]
  #active: MergedRange[] = []

  constructor(ranges: readonly MergedRange[]) {
    this.#coming = [...ranges].sort((one, other) => other.top - one.top)
  }

  /** Columns of a row, from 1, that are covered from above. @param line from 1, higher than the one before */
  coveredIn(line: number): readonly number[] {
    let next = this.#coming.at(-1)
    if (this.#active.length === 0 && (next === undefined || next.top >= line)) return none
    for (; next !== undefined && next.top < line; next = this.#coming.at(-1)) {
      if (next.bottom >= line && this.#active.length < mostActive) this.#active.push(next)
      this.#coming.pop()
    }
    this.#active = this.#active.filter(({ bottom }) => bottom >= line)
    const covered = new Set<number>()
    for (const { left, right } of this.#active)
      for (let column = left; column <= Math.min(right, mostActive); column++) covered.add(column)
    return covered.size === 0 ? none : [...covered].sort((one, other) => one - other)
  }
}

const none: readonly number[] = []

/** `B2:B3`; null where it does not reach over several rows. */
export function mergedRange(reference: string): MergedRange | null {
  const parts = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(reference)
  if (parts === null) return null
  const [, firstColumn = '', firstRow, lastColumn = '', lastRow] = parts
  const range = {
    top: Number(firstRow),
    left: columnNumber(firstColumn),
    bottom: Number(lastRow),
    right: columnNumber(lastColumn),
  }
  return range.bottom <= range.top || range.right < range.left ? null : range
}

/** `C12` → 3; 0 where there are no letters. */
export function columnNumber(reference: string): number {
  let column = 0
  for (let index = 0; index < Math.min(reference.length, 4); index++) {
    const code = reference.charCodeAt(index) & 0xdf
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column
}

/** Sorted runs of ids, merged a piece at a time, so that sorting a million contacts holds nobody up. */

/** Below zero where the first comes before the second. Never zero: ids are unique and decide at last. */
export type Compare = (first: number, second: number) => number

/** Ids that are looked at between two yields. */
const pieceSize = 2048

/** One sorted run of several; the runs are used up. */
export function* mergeRuns(runs: Int32Array[], compare: Compare): Generator<undefined, Int32Array> {
  while (runs.length > 1) {
    const merged: Int32Array[] = []
    for (let pair = 0; pair < runs.length; pair += 2) {
      const first = runs[pair] ?? new Int32Array()
      const second = runs[pair + 1]
      merged.push(second === undefined ? first : yield* mergeTwo(first, second, compare))
      yield
    }
    runs = merged
  }
  return runs[0] ?? new Int32Array()
}

/**
 * Takes whole stretches of the longer run over: bringing a thousand changed contacts into a million costs some ten
 * comparisons each, not a million.
 */
export function* mergeTwo(first: Int32Array, second: Int32Array, compare: Compare): Generator<undefined, Int32Array> {
  const [longer, shorter] = first.length >= second.length ? [first, second] : [second, first]
  const merged = new Int32Array(longer.length + shorter.length)
  let taken = 0
  for (let place = 0; place < shorter.length; place += 1) {
    const id = shorter[place] ?? 0
    const end = placeOf(longer, taken, id, compare)
    merged.set(longer.subarray(taken, end), taken + place)
    merged[end + place] = id
    taken = end
    if (place % pieceSize === pieceSize - 1) yield
  }
  merged.set(longer.subarray(taken), taken + shorter.length)
  return merged
}

/** Where `id` belongs at or after `from`: steps that double, then halves. */
function placeOf(run: Int32Array, from: number, id: number, compare: Compare): number {
  let low = from
  let step = 1
  while (low + step <= run.length && compare(run[low + step - 1] ?? 0, id) < 0) {
    low += step
    step *= 2
  }
  let high = Math.min(run.length, low + step - 1)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(run[middle] ?? 0, id) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The one stretch in which two texts differ, so that an edit touches no more than it must. Pure. */
export function textDifference(
  before: string,
  after: string,
): { readonly from: number; readonly to: number; readonly inserted: string } {
  const shortest = Math.min(before.length, after.length)
  let from = 0
  while (from < shortest && before[from] === after[from]) from++
  let same = 0
  while (same < shortest - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  return { from, to: before.length - same, inserted: after.slice(from, after.length - same) }
}

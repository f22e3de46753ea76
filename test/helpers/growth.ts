/**
 * By how much the work of `act` grows when its input is eight times as large, in processor time, which other programs do not
 * lengthen. Linear work grows by 8, quadratic by 64.
 */
const runs = 3

/** Twice the input costs at most 2.5 times as much: three doublings. */
export const atMostLinear = 2.5 ** 3

/** The least of three runs each, after one that is not counted: collections of garbage come when they like. */
export async function growthOf(act: (size: number) => unknown, size: number): Promise<number> {
  await act(size)
  const small = await leastWork(() => act(size))
  const large = await leastWork(() => act(size * 8))
  // under a millisecond the clock says nothing
  return large / Math.max(small, 1_000)
}

async function leastWork(act: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const from = process.cpuUsage()
    await act()
    const { user, system } = process.cpuUsage(from)
    least = Math.min(least, user + system)
  }
  return least
}

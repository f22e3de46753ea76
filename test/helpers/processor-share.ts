/** How much longer the processor takes here than on a machine at rest: limits in time are multiplied by it. */

const workMs = 200

/**
 * Works until this process has had 200 ms of the processor. Returns the time that passed divided by that: 1 on a machine at rest,
 * 4 where four programs share a processor.
 */
export function slowdown(): number {
  const startedAt = performance.now()
  const from = process.cpuUsage()
  let worked = 0
  while (worked < workMs) {
    const { user, system } = process.cpuUsage(from)
    worked = (user + system) / 1000
  }
  return Math.max(1, (performance.now() - startedAt) / worked)
}

/** When a message's delivery status is asked next: soon at first, then ever later, never after three days. */

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Wait before poll n + 1, by the number of polls made. */
const waits = [30 * second, minute, 3 * minute, 10 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 8 * hour]
export const pollAgeLimitMs = 72 * hour

/** Epoch ms of the next poll, null when the message is too old to ask about. */
export function nextPollAt(acceptedAt: number, polls: number, now: number): number | null {
  const at = now + (waits[Math.min(polls, waits.length - 1)] ?? hour)
  return at - acceptedAt > pollAgeLimitMs ? null : at
}

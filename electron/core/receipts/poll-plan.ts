/**
 * When a message's delivery status is asked next: soon at first, then ever later, never after three days. Asking about one
 * message is cheap and starts at once; reading an archive back means all its pages, and starts half an hour later.
 */

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How a gateway tells what became of a message when asked. */
export type PollSource = 'trace' | 'archive'

/** Wait before the first poll, and after poll n. */
const waits: Readonly<Record<PollSource, readonly number[]>> = {
  trace: [15 * second, 30 * second, minute, 3 * minute, 10 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 8 * hour],
  archive: [30 * minute, hour, 2 * hour, 4 * hour, 8 * hour, 12 * hour],
}
export const pollAgeLimitMs = 72 * hour
/** After a gateway that did not answer: this says nothing about the message, so its plan stays where it was. */
export const pollAgainMs = 5 * minute
/** An archive that is read anyway also answers for messages that would be due so soon. */
export const archiveTogetherMs = 30 * minute

/** Wait before the first poll of an accepted message. */
export function firstPollMs(source: PollSource): number {
  return waits[source][0] ?? hour
}

/**
 * Epoch ms of the next poll, null when the message is then too old to ask about.
 * @param polls how often the gateway has answered about it
 */
export function nextPollAt(
  source: PollSource,
  message: { readonly acceptedAt: number; readonly polls: number },
  now: number,
): number | null {
  const steps = waits[source]
  const at = now + (steps[Math.min(message.polls, steps.length - 1)] ?? hour)
  return at - message.acceptedAt > pollAgeLimitMs ? null : at
}

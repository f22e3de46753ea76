/**
 * Lets other work run in the middle of long work, so that the window answers and a cancelled job ends. How much is done
 * between two yields is bounded by the page or batch size of the caller.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '@shared/errors'

/** Everything that waits runs once. Throws AppError cancelled once `signal` is aborted. */
export async function yieldToEventLoop(signal?: AbortSignal): Promise<void> {
  await nextTurn()
  throwIfCancelled(signal)
}

/** Throws AppError cancelled once `signal` is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('cancelled')
}

/**
 * Giving the event loop back in the middle of long work: the window stays alive, other work goes on, and a cancelled job
 * ends. Work between two breaths is bounded by the caller's page size.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '@shared/errors'

/** Lets everything else run once. Throws AppError cancelled once `signal` is aborted. */
export async function breathe(signal?: AbortSignal): Promise<void> {
  await nextTurn()
  if (signal?.aborted === true) throw new AppError('cancelled')
}

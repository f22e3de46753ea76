/** Message states gathered as people count them: what waits, what left, what arrived, what is doubtful, what failed. Pure. */
import type { MessageCounts, MessageState } from '@shared/domain/message'

export const outcomeGroups = ['delivered', 'sent', 'doubtful', 'failed', 'cancelled', 'waiting'] as const
export type OutcomeGroup = (typeof outcomeGroups)[number]

export const statesOfGroup: Readonly<Record<OutcomeGroup, readonly MessageState[]>> = {
  delivered: ['delivered'],
  sent: ['accepted'],
  doubtful: ['unknown'],
  failed: ['rejected', 'failed', 'undelivered', 'expired'],
  cancelled: ['cancelled'],
  waiting: ['pending', 'sending'],
}

export const toneOfGroup = {
  delivered: 'success',
  sent: 'accent',
  doubtful: 'warning',
  failed: 'danger',
  cancelled: 'muted',
} as const satisfies Partial<Record<OutcomeGroup, string>>

export type OutcomeCounts = Readonly<Record<OutcomeGroup, number>>

export function outcomeCounts(counts: MessageCounts): OutcomeCounts {
  const sum = (group: OutcomeGroup): number => statesOfGroup[group].reduce((total, state) => total + counts[state], 0)
  return {
    delivered: sum('delivered'),
    sent: sum('sent'),
    doubtful: sum('doubtful'),
    failed: sum('failed'),
    cancelled: sum('cancelled'),
    waiting: sum('waiting'),
  }
}

/** All messages of the campaign, and those that need nothing more from Griot. */
export function progressOf(counts: MessageCounts): { done: number; total: number } {
  const total = Object.values(counts).reduce((sum: number, count: number) => sum + count, 0)
  return { done: total - counts.pending - counts.sending, total }
}

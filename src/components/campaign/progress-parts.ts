/** The bar of a campaign: what became of its messages, in colours. What waits, or was cancelled, is the bar's empty rest. */
import { outcomeCounts, type MessageCounts, type OutcomeGroup } from '@shared/domain/message'

const tones = {
  delivered: 'success',
  sent: 'accent',
  doubtful: 'warning',
  failed: 'danger',
} as const satisfies Record<Exclude<OutcomeGroup, 'waiting' | 'cancelled'>, string>

type Tone = (typeof tones)[keyof typeof tones]

export function progressParts(counts: MessageCounts): { tone: Tone; value: number }[] {
  const outcomes = outcomeCounts(counts)
  return (Object.keys(tones) as (keyof typeof tones)[]).map((group) => ({ tone: tones[group], value: outcomes[group] }))
}

/** A campaign's report: counts, cost, delivery by operator and over time, and what went wrong. Read in slices. */
import type { CampaignReport } from '@shared/contract/campaigns'
import { operatorOf } from '@shared/domain/phone-operator'
import type { WireError } from '@shared/errors'
import { outcomeOf, sendingCounts } from '@shared/domain/message'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { campaignById } from '../storage/campaign'
import { totalsOfCampaign } from '../storage/message-count'
import { errorOf } from '../storage/message'
import { sliceOfReport } from '../storage/message-report'
import { deliveryRateOf, priceOf } from './campaign-view'

const sliceSize = 5000
/** Points of the curve over time. */
const steps = 60
const shortestStepMs = 1000
/** Delivery is followed for three days after the end; later reports fall into the last step. */
const followedMs = 3 * 24 * 60 * 60 * 1000

interface OperatorSums {
  messages: number
  delivered: number
  failed: number
}
interface StepSums {
  accepted: number
  delivered: number
  failed: number
}

export async function campaignReport(context: CoreContext, id: number): Promise<CampaignReport> {
  const { db, clock } = context
  const campaign = campaignById(db, id)
  const startedAt = campaign.startedAt ?? campaign.createdAt
  const endsAt = Math.min(clock.now(), (campaign.finishedAt ?? clock.now()) + followedMs)
  const stepMs = Math.max(shortestStepMs, Math.ceil((endsAt - startedAt + 1) / steps))
  const operators = new Map<string, OperatorSums>()
  const overTime = Array.from({ length: steps }, (): StepSums => ({ accepted: 0, delivered: 0, failed: 0 }))
  const errors = new Map<string, { error: WireError; messages: number }>()

  for (let afterId: number | null = 0; afterId !== null;) {
    const slice = sliceOfReport(db, { campaignId: id, afterId, limit: sliceSize, startedAt, stepMs })
    for (const group of slice.groups) {
      const outcome = outcomeOf(group.state)
      const delivered = outcome === 'delivered' ? group.messages : 0
      const failed = outcome === 'failed' ? group.messages : 0
      const operator = operatorOf(group.prefix) ?? ''
      const sums = operators.get(operator) ?? { messages: 0, delivered: 0, failed: 0 }
      operators.set(operator, {
        messages: sums.messages + group.messages,
        delivered: sums.delivered + delivered,
        failed: sums.failed + failed,
      })
      const step = overTime[Math.min(group.step, steps - 1)]
      if (step !== undefined) {
        step.delivered += delivered
        step.failed += failed
      }
      const error = errorOf(group)
      if (error !== null && outcome !== 'delivered') {
        const key = `${error.code} ${JSON.stringify(error.params)}`
        errors.set(key, { error, messages: (errors.get(key)?.messages ?? 0) + group.messages })
      }
    }
    for (const { step, messages } of slice.accepted) {
      const at = overTime[Math.min(step, steps - 1)]
      if (at !== undefined) at.accepted += messages
    }
    afterId = slice.nextId
    await yieldToEventLoop()
  }

  const { counts, segments } = totalsOfCampaign(db, id)
  const { sent: paid } = sendingCounts(segments)
  return {
    counts,
    segments: paid,
    cost: priceOf(paid, campaign.price),
    currency: campaign.currency,
    deliveryRate: deliveryRateOf(counts),
    byOperator: [...operators]
      .map(([operator, sums]) => ({ operator, ...sums }))
      .sort((a, b) => b.messages - a.messages),
    overTime: withoutEmptyEnd(overTime).map((sums, index) => ({ at: startedAt + index * stepMs, ...sums })),
    errors: [...errors.values()].sort((a, b) => b.messages - a.messages),
  }
}

function withoutEmptyEnd(points: readonly StepSums[]): readonly StepSums[] {
  let length = points.length
  while (length > 0) {
    const last = points[length - 1]
    if (last === undefined || last.accepted + last.delivered + last.failed > 0) break
    length -= 1
  }
  return points.slice(0, length)
}

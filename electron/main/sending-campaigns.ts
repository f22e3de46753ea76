/**
 * Which campaigns this program is sending now, from core's events: what the tray, the task bar, the quit question and
 * the power settings look at. Numbers come from core; nothing is counted here.
 */
import type { EventBus } from '@core/events'
import type { CampaignProgress } from '@shared/contract/campaigns'
import { progressOf, type MessageCounts } from '@shared/domain/message'

export interface SendingCampaign {
  readonly id: number
  readonly name: string
  readonly counts: MessageCounts
}

export interface SendingCampaigns {
  list(): readonly SendingCampaign[]
  /** Over all of them; null when nothing is being sent. */
  progress(): ReturnType<typeof progressOf> | null
  /** Called on every start, end and progress. */
  onChange(listener: () => void): void
  /** Core ended: nothing is being sent any more. Returns what was. */
  forget(): readonly SendingCampaign[]
}

/** Begin before core starts. What another process sends is left out. */
export function followSending(events: EventBus): SendingCampaigns {
  const sending = new Map<number, SendingCampaign>()
  const listeners: (() => void)[] = []
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  const take = (name: string, { id, state, heldByOther, counts }: CampaignProgress): void => {
    const isOurs = state === 'sending' && !heldByOther
    const wasOurs = isOurs ? sending.has(id) : sending.delete(id)
    if (isOurs) sending.set(id, { id, name, counts })
    if (isOurs || wasOurs) tell()
  }
  events.on('campaign.changed', (change) => take(change.name, change))
  events.on('campaign.progress', (progress) => {
    const known = sending.get(progress.id)
    if (known) take(known.name, progress)
  })
  return {
    list: () => [...sending.values()],
    progress() {
      if (sending.size === 0) return null
      const each = [...sending.values()].map(({ counts }) => progressOf(counts))
      return each.reduce((sum, one) => ({ done: sum.done + one.done, total: sum.total + one.total }))
    },
    onChange: (listener) => listeners.push(listener),
    forget() {
      const were = [...sending.values()]
      sending.clear()
      tell()
      return were
    },
  }
}

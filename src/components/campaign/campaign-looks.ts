/** Colour and icon of each state of a campaign; the word beside them is core's. */
import { Ban, CalendarClock, CircleCheck, CirclePause, Send } from '@lucide/vue'
import type { Component } from 'vue'
import type { CampaignState } from '@shared/domain/campaign'
import type { PillTone } from '../base/BasePill.vue'

export const campaignLooks: Readonly<Record<CampaignState, { tone: PillTone; icon: Component }>> = {
  scheduled: { tone: 'accent', icon: CalendarClock },
  sending: { tone: 'accent', icon: Send },
  paused: { tone: 'warning', icon: CirclePause },
  finished: { tone: 'success', icon: CircleCheck },
  cancelled: { tone: 'neutral', icon: Ban },
}

/** Colour and icon of each state of a message; the word beside them is core's. */
import { Ban, Check, CheckCheck, CircleHelp, Clock, Hourglass, PhoneMissed, Send, TriangleAlert, X } from '@lucide/vue'
import type { Component } from 'vue'
import type { MessageState } from '@shared/domain/message'
import type { PillTone } from '../base/BasePill.vue'

export const messageLooks: Readonly<Record<MessageState, { tone: PillTone; icon: Component }>> = {
  pending: { tone: 'neutral', icon: Clock },
  sending: { tone: 'accent', icon: Send },
  accepted: { tone: 'accent', icon: Check },
  delivered: { tone: 'success', icon: CheckCheck },
  undelivered: { tone: 'danger', icon: PhoneMissed },
  expired: { tone: 'danger', icon: Hourglass },
  rejected: { tone: 'danger', icon: X },
  failed: { tone: 'danger', icon: TriangleAlert },
  unknown: { tone: 'warning', icon: CircleHelp },
  cancelled: { tone: 'neutral', icon: Ban },
}

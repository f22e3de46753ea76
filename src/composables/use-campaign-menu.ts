/** What can be done with a campaign, as a menu: the same words in the same order on its page and in the list. */
import {
  Ban,
  CalendarClock,
  CalendarX2,
  CircleHelp,
  Copy,
  Download,
  FileDown,
  FolderOpen,
  Gauge,
  Pause,
  Play,
  Trash2,
} from '@lucide/vue'
import { computed, type Component, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MenuItem } from '@/components/base/menu-item'

const looks = {
  open: { label: 'campaigns.open', icon: FolderOpen, group: 0 },
  pause: { label: 'campaign.pauseIt', icon: Pause, group: 0 },
  resume: { label: 'campaign.resume', icon: Play, group: 0 },
  csv: { label: 'campaign.csv', icon: Download, group: 1 },
  pdf: { label: 'campaign.pdf', icon: FileDown, group: 1 },
  duplicate: { label: 'campaign.duplicate', icon: Copy, group: 2 },
  rate: { label: 'campaign.rate.title', icon: Gauge, group: 2 },
  settle: { label: 'campaign.settle.open', icon: CircleHelp, group: 2 },
  reschedule: { label: 'campaign.reschedule.open', icon: CalendarClock, group: 2 },
  unschedule: { label: 'campaign.unschedule', icon: CalendarX2, group: 2 },
  cancel: { label: 'campaign.cancel.open', icon: Ban, group: 3 },
  remove: { label: 'campaign.remove.open', icon: Trash2, group: 3 },
} as const satisfies Record<string, { label: string; icon: Component; group: number }>

export type CampaignCommand = keyof typeof looks

const commands = Object.keys(looks) as CampaignCommand[]

/** Give what is allowed now; what has no function is not in the menu. */
export function useCampaignMenu(): ComputedRef<
  (runs: Partial<Record<CampaignCommand, (() => void) | false>>) => MenuItem[]
> {
  const { t } = useI18n({ useScope: 'global' })
  return computed(() => (runs) => {
    let before: number | undefined
    return commands.flatMap((id) => {
      const run = runs[id]
      if (!run) return []
      const { label, icon, group } = looks[id]
      const item: MenuItem = { id, label: t(label), icon, run }
      if (before !== undefined && before !== group) item.separatorBefore = true
      before = group
      if (id === 'cancel' || id === 'remove') item.danger = true
      return [item]
    })
  })
}

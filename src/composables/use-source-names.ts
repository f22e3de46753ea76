/** What a list of recipients is called on screen: its file or group, or how it came in. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DraftSource } from '@shared/contract/drafts'

export type NameSource = (source: Pick<DraftSource, 'kind' | 'label'>) => string

export function useSourceNames(): ComputedRef<NameSource> {
  const { t } = useI18n({ useScope: 'global' })
  return computed(() => ({ kind, label }) => {
    if (kind === 'pasted') return t('draft.source.pasted')
    return kind === 'numbers' ? t('draft.source.numbers') : label
  })
}

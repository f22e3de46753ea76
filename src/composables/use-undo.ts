/** After something was removed: a toast that says so and brings it back. */
import { useI18n } from 'vue-i18n'
import type { Removed } from '@shared/contract/contacts'
import { request } from '@/api/client'
import { useAttempt } from './use-attempt'
import { useToasts } from './use-toasts'

export function useUndo(): { offerUndo: (removed: Removed, sentence: string) => void } {
  const { t } = useI18n({ useScope: 'global' })
  const { show } = useToasts()
  const { attempt } = useAttempt()

  async function restore(undoId: number): Promise<void> {
    const done = await attempt(() => request('undo.restore', { undoId }))
    if (done) show({ title: t('common.restored'), tone: 'success' })
  }

  return {
    offerUndo(removed, sentence) {
      const { undoId } = removed
      const action = undoId === null ? {} : { action: { label: t('common.undo'), run: () => void restore(undoId) } }
      show({ title: sentence, tone: 'success', ...action })
    },
  }
}

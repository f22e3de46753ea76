/** After something was done that can be undone: a toast that says so and takes it back. */
import { useI18n } from 'vue-i18n'
import type { Undoable } from '@shared/contract/contacts'
import { request } from '@/api/client'
import { useAttempt } from './use-attempt'
import { useLongWork } from './use-long-work'
import { useToasts } from './use-toasts'

export function useUndo(): { offerUndo: (done: Undoable, sentence: string) => void } {
  const { t } = useI18n({ useScope: 'global' })
  const { show } = useToasts()
  const { attempt } = useAttempt()
  const { run } = useLongWork()

  async function restore({ undoId, count }: { undoId: number; count: number }): Promise<void> {
    const what = { title: t('common.undoing'), total: count, stoppable: false }
    const done = await attempt(() => run(what, (jobId) => request('undo.restore', { undoId, jobId })))
    if (done) show({ title: t('common.restored'), tone: 'success' })
  }

  return {
    offerUndo({ undoId, count }, sentence) {
      const action =
        undoId === null ? {} : { action: { label: t('common.undo'), run: () => void restore({ undoId, count }) } }
      show({ title: sentence, tone: 'success', ...action })
    },
  }
}

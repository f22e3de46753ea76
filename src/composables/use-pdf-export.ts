/** Reports as PDF: the page draws `printedAt > 0` for paper, main prints what is drawn. */
import { nextTick, ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { request } from '@/api/client'
import { useAttempt } from './use-attempt'
import { useToasts } from './use-toasts'

export function usePdfExport(): {
  /** Epoch ms while a page is drawn for paper, else 0. */
  printedAt: Ref<number>
  /** @param name proposed name of the file, without its ending. @param read what the page needs before it is drawn. */
  exportPdf: (name: string, read: () => Promise<void>) => Promise<void>
} {
  const { t } = useI18n({ useScope: 'global' })
  const { show } = useToasts()
  const { attempt } = useAttempt()
  const printedAt = ref(0)
  return {
    printedAt,
    async exportPdf(name, read) {
      await attempt(async () => {
        const path = await request('dialog.saveFile', {
          title: t('common.exportPdf'),
          defaultName: `${name}.pdf`,
          filters: [{ name: 'PDF', extensions: ['pdf'] }],
        })
        if (path === null) return
        await read()
        printedAt.value = Date.now()
        await nextTick()
        await request('print.exportPdf', { path })
        show({
          title: t('common.pdfWritten'),
          tone: 'success',
          action: { label: t('common.showFile'), run: () => void attempt(() => request('shell.showItem', { path })) },
        })
      })
      printedAt.value = 0
    },
  }
}

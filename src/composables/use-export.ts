/** Writes a file where the person says, then tells how many rows it holds and shows it in the file manager on request. */
import { readonly, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { request } from '@/api/client'
import { useAttempt } from './use-attempt'
import { useLocaleFormats } from './use-locale-formats'
import { useToasts } from './use-toasts'

export interface ExportControl {
  exporting: Readonly<ShallowRef<boolean>>
  /** @param name proposed name of the file, without its ending. @param write writes it and returns its rows. */
  exportCsv: (name: string, write: (path: string) => Promise<number>) => Promise<void>
}

export function useExport(): ExportControl {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const { show } = useToasts()
  const { attempt } = useAttempt()
  const exporting = shallowRef(false)

  return {
    exporting: readonly(exporting),
    async exportCsv(name, write) {
      if (exporting.value) return
      exporting.value = true
      await attempt(async () => {
        const path = await request('dialog.saveFile', {
          title: t('common.export'),
          defaultName: `${name}.csv`,
          filters: [{ name: t('common.csv'), extensions: ['csv'] }],
        })
        if (path === null) return
        const rows = await write(path)
        show({
          title: t('common.exported', { formatted: formats.value.number(rows) }, rows),
          tone: 'success',
          action: { label: t('common.showFile'), run: () => void attempt(() => request('shell.showItem', { path })) },
        })
      })
      exporting.value = false
    },
  }
}

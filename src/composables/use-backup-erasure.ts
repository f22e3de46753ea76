/** After a person was erased here, the backups are written anew without them; what still holds them is told (ErasureDialog.vue). */
import { shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { BackupErasure } from '@shared/contract/backup'
import { request } from '@/api/client'
import { useAttempt } from './use-attempt'
import { useLocaleFormats } from './use-locale-formats'
import { useToasts } from './use-toasts'

const told = shallowRef<BackupErasure | null>(null)

/** What is left to tell; null where there is nothing. `forget` when it was read. */
export function useErasureTold(): {
  told: Readonly<ShallowRef<BackupErasure | null>>
  forget: () => void
  /** Deletes those of its files; resolves with how many. */
  remove: (files: readonly string[]) => Promise<number>
} {
  return {
    told,
    forget: () => (told.value = null),
    async remove(files) {
      const { removed } = await request('backup.removeCopies', { files: [...files] })
      if (told.value !== null)
        told.value = { ...told.value, left: told.value.left.filter(({ path }) => !files.includes(path)) }
      return removed
    },
  }
}

/** Goes on when its page is left. */
export function useBackupErasure(): () => void {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const { show } = useToasts()
  const { attempt } = useAttempt()
  return () => {
    show({ title: t('backups.erased.rewriting') })
    void attempt(async () => {
      const outcome = await request('backup.erase', { jobId: 'erase-backups' })
      if (outcome.left.length > 0 || outcome.folderAway !== null) told.value = outcome
      else
        show({
          title: t(
            'backups.erased.rewritten',
            { formatted: formats.value.number(outcome.rewritten) },
            outcome.rewritten,
          ),
          body: t('backups.erased.elsewhere'),
          tone: 'success',
          durationMs: 12_000,
        })
    })
  }
}

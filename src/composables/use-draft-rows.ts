/** The rows of the draft being prepared: pages of them, corrections in place, the bad ones as a file. */
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { RecipientRow } from '@shared/contract/drafts'
import { problemReasons } from '@shared/contract/recipients'
import { problemWord } from '@shared/sentences/sentence'
import type { WireError } from '@shared/errors'
import { wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import type { PageLoader } from '@/components/base/use-paged-rows'
import type { RecipientStatus, RowPlace } from '@/components/draft/recipient-status'
import type { DraftEditor } from './use-draft'
import { useErrorSentence } from './use-error-sentence'
import { useExport } from './use-export'

export function useDraftRows(editor: DraftEditor) {
  const { t, locale } = useI18n({ useScope: 'global' })
  const sentence = useErrorSentence()
  const { exportCsv } = useExport()
  const fixing = ref(false)
  const refused = shallowRef<WireError | null>(null)

  const load =
    (status: RecipientStatus, search: string, place: RowPlace | null): PageLoader<RecipientRow> =>
    ({ offset, limit }) => {
      const id = editor.draft.value?.id
      if (id === undefined) return Promise.resolve({ rows: [], total: 0 })
      return request('drafts.recipients', { id, status, search, offset, limit, ...(place && { place }) })
    }

  /** True when the new number was taken. */
  async function fix(row: RecipientRow, phone: string): Promise<boolean> {
    fixing.value = true
    refused.value = null
    try {
      await editor.fixRecipient(row.id, phone)
      return true
    } catch (error) {
      refused.value = wireErrorOf(error)
      return false
    } finally {
      fixing.value = false
    }
  }

  const fixError = computed(() => {
    if (!refused.value) return ''
    const reason = problemReasons.find((known) => known === refused.value?.params.reason)
    return reason ? problemWord(reason, locale.value === 'en' ? 'en' : 'fr') : sentence.value(refused.value)
  })

  async function exportProblems(): Promise<void> {
    const view = editor.draft.value
    if (!view) return
    const name = t('draft.rows.exportName', { name: view.name })
    await exportCsv(name, (path) => request('drafts.exportProblems', { id: view.id, path }))
  }

  return { load, fix, fixing, fixError, exportProblems }
}

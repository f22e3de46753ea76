/** What is done to the chosen people, any number of them: each with its progress where it takes long, and an undo. */
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ContactFilter, ContactSelection, Undoable } from '@shared/contract/contacts'
import { request } from '@/api/client'
import { nothingSelected, type TableSelection } from '@/components/base/table-types'
import { contactSelectionOf } from '@/composables/contact-selection'
import { useAttempt } from '@/composables/use-attempt'
import { useExport } from '@/composables/use-export'
import { useLocaleFormats } from '@/composables/use-locale-formats'
import { useLongWork } from '@/composables/use-long-work'
import { useUndo } from '@/composables/use-undo'

export interface PeopleWorkInput {
  readonly selection: Ref<TableSelection>
  readonly filter: () => ContactFilter
  /** How many are chosen. */
  readonly count: () => number
  /** How many the filter shows. */
  readonly total: () => number
  /** Afterwards nothing is chosen, and the bar with the buttons is gone: the focus goes back to the list. */
  readonly refocus: () => void
}

export interface PeopleWork {
  exporting: Ref<boolean>
  remove: (ids?: number[]) => Promise<void>
  addTo: (groupId: number) => Promise<void>
  takeOut: (groupId: number) => Promise<void>
  optOut: (reason: string) => Promise<void>
  exportSelected: () => void
  exportShown: () => void
}

type Sentence = 'contacts.removed' | 'contacts.groups.added' | 'contacts.groups.takenOut' | 'contacts.optOuts.added'
type Title = 'contacts.removing' | 'contacts.groups.adding' | 'contacts.groups.takingOut' | 'contacts.optOuts.adding'

export function usePeopleWork(input: PeopleWorkInput): PeopleWork {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const { attempt } = useAttempt()
  const { offerUndo } = useUndo()
  const { run } = useLongWork()
  const { exportCsv, exporting } = useExport()
  const chosen = (): ContactSelection => contactSelectionOf(input.selection.value, input.filter())

  async function change(
    words: { readonly title: Title; readonly sentence: Sentence },
    work: (selection: ContactSelection, jobId: string) => Promise<Undoable>,
  ): Promise<void> {
    await attempt(async () => {
      const selection = chosen()
      const what = { title: t(words.title), total: input.count(), stoppable: true }
      const done = await run(what, (jobId) => work(selection, jobId))
      input.selection.value = nothingSelected
      offerUndo(done, t(words.sentence, { formatted: formats.value.number(done.count) }, done.count))
    })
    input.refocus()
  }

  function exportRows(selection: ContactSelection, total: number): void {
    const what = { title: t('contacts.exporting'), total, stoppable: true }
    void exportCsv(t('contacts.exportName'), (path) =>
      run(what, (jobId) => request('contacts.export', { selection, path, jobId })),
    )
  }

  return {
    exporting,
    async remove(ids) {
      if (ids === undefined) {
        await change({ title: 'contacts.removing', sentence: 'contacts.removed' }, (selection, jobId) =>
          request('contacts.remove', { selection, jobId }),
        )
        return
      }
      await attempt(async () => {
        const removed = await request('contacts.remove', { selection: { ids }, jobId: 'remove' })
        offerUndo(removed, t('contacts.removed', { formatted: formats.value.number(removed.count) }, removed.count))
      })
    },
    addTo: (groupId) =>
      change({ title: 'contacts.groups.adding', sentence: 'contacts.groups.added' }, (selection, jobId) =>
        request('contacts.addToGroup', { groupId, selection, jobId }),
      ),
    takeOut: (groupId) =>
      change({ title: 'contacts.groups.takingOut', sentence: 'contacts.groups.takenOut' }, (selection, jobId) =>
        request('contacts.removeFromGroup', { groupId, selection, jobId }),
      ),
    optOut: (reason) =>
      change({ title: 'contacts.optOuts.adding', sentence: 'contacts.optOuts.added' }, (selection, jobId) =>
        request('optOuts.add', { selection, reason, jobId }),
      ),
    exportSelected: () => exportRows(chosen(), input.count()),
    exportShown: () => exportRows({ filter: input.filter(), except: [] }, input.total()),
  }
}

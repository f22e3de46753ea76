/**
 * The campaign being prepared. Every change is shown at once and saved shortly after; changes made while one is being saved
 * are kept on top of the answer. A draft is created by its first change, so that opening the page leaves nothing behind.
 */
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DraftPatch, DraftView } from '@shared/contract/drafts'
import type { ColumnMapping, ReadOptions, SourceInput } from '@shared/contract/recipients'
import type { WireError } from '@shared/errors'
import { isCancelled, wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'
import { automaticName } from '@/components/draft/automatic-name'
import { useJobsStore } from '@/stores/jobs'
import { useLocaleFormats } from './use-locale-formats'

export type SaveState = 'saved' | 'saving' | 'failed'

const saveAfterMs = 400

/** What a person asked of a source that could not be done, and why. */
export interface RereadFailure {
  readonly index: number
  readonly options: ReadOptions
  readonly mapping: ColumnMapping | null
  /** The conditions that were asked for; null where they were to stay. */
  readonly where: readonly string[] | null
  readonly error: WireError
}

export function useDraft() {
  const jobs = useJobsStore()
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const draft = shallowRef<DraftView | null>(null)
  const loadError = shallowRef<WireError | null>(null)
  const saveState = ref<SaveState>('saved')
  const saveError = shallowRef<WireError | null>(null)
  /** Raised whenever core has taken a change: what depends on the saved draft is asked afresh. */
  const revision = ref(0)
  /** Raised when another draft, or a new one, takes the page. */
  const opened = ref(0)
  const sourceJobId = ref<string | null>(null)
  const sourceError = shallowRef<WireError | null>(null)
  const rereadFailure = shallowRef<RereadFailure | null>(null)
  const sourceProgress = computed(() => (sourceJobId.value === null ? null : jobs.running.get(sourceJobId.value)))

  let pending: DraftPatch = {}
  let timer: number | undefined
  let saves: Promise<void> = Promise.resolve()

  function take(view: DraftView): void {
    draft.value = { ...view, ...(pending as Partial<DraftView>) }
    revision.value += 1
  }

  async function open(id: number): Promise<void> {
    loadError.value = null
    try {
      take(await request('drafts.get', { id }))
    } catch (error) {
      loadError.value = wireErrorOf(error)
    }
  }

  /** The page is empty again, for another draft or a new one. What was changed is saved first. */
  async function leave(): Promise<void> {
    await flush()
    pending = {}
    automatic = null
    draft.value = null
    saveState.value = 'saved'
    saveError.value = null
    loadError.value = null
    sourceError.value = null
    rereadFailure.value = null
    opened.value += 1
  }

  /** Named by its day, in the language of the window; by its list or its words as soon as it has some. */
  function create(): Promise<DraftView> {
    automatic = t('draft.newName', { day: formats.value.date(Date.now()) })
    return request('drafts.create', { name: automatic })
  }
  /** The last name that no person gave. */
  let automatic: string | null = null
  watch(
    () => draft.value && automatic !== null && draft.value.name === automatic && automaticName(draft.value),
    (name) => {
      if (typeof name !== 'string' || name === automatic) return
      automatic = name
      change({ name })
    },
  )

  async function ensure(): Promise<number> {
    if (draft.value) return draft.value.id
    const created = await create()
    take(created)
    return created.id
  }

  function change(patch: DraftPatch): void {
    if (!draft.value) return
    draft.value = { ...draft.value, ...(patch as Partial<DraftView>) }
    pending = { ...pending, ...patch }
    saveState.value = 'saving'
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void flush(), saveAfterMs)
  }

  /** Resolves when everything that was changed so far is saved, or could not be (`saveState`). */
  function flush(): Promise<void> {
    window.clearTimeout(timer)
    saves = saves.then(savePending)
    return saves
  }

  async function savePending(): Promise<void> {
    const id = draft.value?.id
    if (id === undefined || Object.keys(pending).length === 0) return
    const patch = pending
    pending = {}
    try {
      take(await request('drafts.save', { id, patch }))
      saveError.value = null
      saveState.value = Object.keys(pending).length === 0 ? 'saved' : 'saving'
    } catch (error) {
      pending = { ...patch, ...pending }
      saveError.value = wireErrorOf(error)
      saveState.value = 'failed'
    }
  }

  /** Reads recipients under a job; false where it failed (`sourceError`) or the person stopped it. */
  async function read(work: (id: number, jobId: string) => Promise<DraftView>): Promise<boolean> {
    sourceError.value = null
    rereadFailure.value = null
    const jobId = jobs.newId('source')
    // made for this list: where it cannot be read, nothing is left of it
    let made: number | undefined
    try {
      const id = draft.value?.id ?? (made = (await create()).id)
      await flush()
      sourceJobId.value = jobId
      take(await jobs.run(jobId, () => work(id, jobId)))
      return true
    } catch (error) {
      if (!isCancelled(error)) sourceError.value = wireErrorOf(error)
      if (made !== undefined) await request('drafts.discard', { id: made }).catch(() => undefined)
      return false
    } finally {
      sourceJobId.value = null
    }
  }

  function addSource(source: SourceInput, mapping: ColumnMapping | null = null): Promise<boolean> {
    return read((id, jobId) => request('drafts.addSource', { id, source, mapping, jobId }))
  }

  /** Another file in the place of a source. */
  function changeSource(index: number, source: SourceInput, mapping: ColumnMapping | null): Promise<boolean> {
    return read((id, jobId) => request('drafts.changeSource', { id, index, source, mapping, jobId }))
  }

  /** The same source otherwise, from where it came. What fails stays in `rereadFailure`, and the source as it was. */
  async function rereadSource(
    index: number,
    options: ReadOptions,
    mapping: ColumnMapping | null,
    where: readonly string[] | null = null,
  ): Promise<void> {
    const asked = { index, options, mapping, where }
    const input = { index, options, mapping, where: where === null ? null : [...where] }
    if (await read((id, jobId) => request('drafts.rereadSource', { id, ...input, jobId }))) return
    if (sourceError.value) rereadFailure.value = { ...asked, error: sourceError.value }
    sourceError.value = null
  }

  async function removeSource(index: number): Promise<void> {
    await read((id) => request('drafts.removeSource', { id, index }))
  }

  /** Throws ApiError `phone_invalid` with why. */
  async function fixRecipient(recipientId: number, phone: string): Promise<void> {
    take(await request('drafts.fixRecipient', { id: await ensure(), recipientId, phone }))
  }

  async function cancelReading(): Promise<void> {
    if (sourceJobId.value !== null) await jobs.cancel(sourceJobId.value)
  }

  // what core could not take when it ended; without a change nothing is asked
  useEvent('core.restarted', () => void flush())
  onScopeDispose(() => void flush())

  return {
    draft,
    loadError,
    saveState,
    saveError,
    revision,
    sourceJobId,
    sourceError,
    rereadFailure,
    sourceProgress,
    opened,
    open,
    leave,
    ensure,
    change,
    flush,
    addSource,
    changeSource,
    rereadSource,
    removeSource,
    fixRecipient,
    cancelReading,
  }
}

export type DraftEditor = ReturnType<typeof useDraft>

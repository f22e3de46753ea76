/**
 * The campaign being prepared. Every change is shown at once and saved shortly after; changes made while one is being saved
 * are kept on top of the answer. A draft is created by its first change, so that opening the page leaves nothing behind.
 */
import { computed, onScopeDispose, ref, shallowReactive, shallowRef } from 'vue'
import type { DraftPatch, DraftView } from '@shared/contract/drafts'
import type { ColumnMapping, SourceInput } from '@shared/contract/recipients'
import type { WireError } from '@shared/errors'
import { isCancelled, wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import { useJobsStore } from '@/stores/jobs'

export type SaveState = 'saved' | 'saving' | 'failed'

const saveAfterMs = 400

/** Where the sources of this session came from, by draft and source: to read one again with other options. */
const origins = shallowReactive(new Map<string, SourceInput>())

export function useDraft() {
  const jobs = useJobsStore()
  const draft = shallowRef<DraftView | null>(null)
  const loadError = shallowRef<WireError | null>(null)
  const saveState = ref<SaveState>('saved')
  const saveError = shallowRef<WireError | null>(null)
  /** Raised whenever core has taken a change: what depends on the saved draft is asked afresh. */
  const revision = ref(0)
  const sourceJobId = ref<string | null>(null)
  const sourceError = shallowRef<WireError | null>(null)
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

  async function ensure(): Promise<number> {
    if (draft.value) return draft.value.id
    const created = await request('drafts.create', { name: null })
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
    const jobId = jobs.newId('source')
    try {
      const id = await ensure()
      await flush()
      sourceJobId.value = jobId
      take(await jobs.run(jobId, () => work(id, jobId)))
      return true
    } catch (error) {
      if (!isCancelled(error)) sourceError.value = wireErrorOf(error)
      return false
    } finally {
      sourceJobId.value = null
    }
  }

  async function addSource(source: SourceInput, mapping: ColumnMapping | null = null): Promise<boolean> {
    const before = new Set(draft.value?.sources.map(({ index }) => index))
    const read_ = await read((id, jobId) => request('drafts.addSource', { id, source, mapping, jobId }))
    const added = draft.value?.sources.find(({ index }) => !before.has(index))
    if (read_ && draft.value && added) origins.set(originKey(draft.value.id, added.index), source)
    return read_
  }

  /** @param source where it comes from now: the known origin with other options, or a file that was chosen again. */
  async function changeSource(index: number, source: SourceInput, mapping: ColumnMapping | null): Promise<boolean> {
    const changed = await read((id, jobId) => request('drafts.changeSource', { id, index, source, mapping, jobId }))
    if (changed && draft.value) origins.set(originKey(draft.value.id, index), source)
    return changed
  }

  async function removeSource(index: number): Promise<void> {
    await read((id) => request('drafts.removeSource', { id, index }))
  }

  function originOf(index: number): SourceInput | null {
    return draft.value ? (origins.get(originKey(draft.value.id, index)) ?? null) : null
  }

  /** Throws ApiError `phone_invalid` with why. */
  async function fixRecipient(recipientId: number, phone: string): Promise<void> {
    take(await request('drafts.fixRecipient', { id: await ensure(), recipientId, phone }))
  }

  async function cancelReading(): Promise<void> {
    if (sourceJobId.value !== null) await jobs.cancel(sourceJobId.value)
  }

  onScopeDispose(() => void flush())

  return {
    draft,
    loadError,
    saveState,
    saveError,
    revision,
    sourceJobId,
    sourceError,
    sourceProgress,
    open,
    ensure,
    change,
    flush,
    addSource,
    changeSource,
    removeSource,
    originOf,
    fixRecipient,
    cancelReading,
  }
}

export type DraftEditor = ReturnType<typeof useDraft>

function originKey(draftId: number, index: number): string {
  return `${draftId}/${index}`
}

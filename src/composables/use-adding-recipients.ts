/**
 * Lists that join a draft: files that were dropped or chosen, what was pasted or typed, a group. Why one cannot be read is in
 * `sourceError` of the editor, or in `notAdded` where several were given at once.
 */
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { automaticReading, type ColumnMapping, type SourceInput, type SourceView } from '@shared/contract/recipients'
import type { WireError } from '@shared/errors'
import { listFileExtensions } from '@shared/list-file-extensions'
import { wireErrorOf } from '@/api/api-error'
import { pathForFile, request } from '@/api/client'
import { useSettingsStore } from '@/stores/settings'
import type { DraftEditor } from './use-draft'

const fileAt = (path: string): SourceInput => ({ kind: 'file', path, options: automaticReading })

/** @param onAdded of what is now part of the draft */
export function useAddingRecipients(editor: DraftEditor, onAdded: (source: SourceInput) => void) {
  const { t } = useI18n({ useScope: 'global' })
  const settings = useSettingsStore()
  const { draft, sourceError, rereadFailure } = editor
  const notAdded = shallowRef<readonly WireError[]>([])
  /** No column of numbers was recognised: the list is shown, and the person points at it. */
  const unmapped = shallowRef<{ readonly source: SourceInput; readonly view: SourceView } | null>(null)
  const choosing = ref(false)

  async function take(source: SourceInput, mapping: ColumnMapping | null = null): Promise<boolean> {
    const taken = await editor.addSource(source, mapping)
    if (taken) onAdded(source)
    return taken
  }

  async function add(source: SourceInput): Promise<boolean> {
    if (await take(source)) return true
    if (sourceError.value?.code === 'file_no_phone_column') await askForColumns(source)
    return false
  }

  async function addPath(path: string): Promise<void> {
    await add(fileAt(path))
  }

  /** One after the other; what cannot be read is told with its file, and keeps no other from being read. */
  async function addFiles(files: readonly File[]): Promise<void> {
    const failed: WireError[] = []
    notAdded.value = []
    for (const file of files) {
      const path = pathOf(file)
      if (typeof path !== 'string') {
        failed.push(path)
        continue
      }
      if (files.length === 1) await addPath(path)
      if (files.length === 1 || (await take(fileAt(path)))) continue
      const error = sourceError.value
      // the person stopped it
      if (error === null) break
      failed.push(error)
    }
    if (files.length > 1) sourceError.value = null
    notAdded.value = failed
  }

  async function askForColumns(source: SourceInput): Promise<void> {
    const country = draft.value?.country ?? settings.settings?.country
    if (country === undefined) return
    const guess = { phone: 0, name: null }
    const migrate = draft.value?.migrate ?? false
    // without it the reason stays on screen
    const view = await request('contacts.inspect', { source, country, migrate, mapping: guess }).catch(() => null)
    if (!view) return
    sourceError.value = null
    unmapped.value = { source, view }
    choosing.value = true
  }

  async function addMapped(mapping: ColumnMapping): Promise<void> {
    if (!unmapped.value) return
    choosing.value = false
    await take(unmapped.value.source, mapping)
  }

  async function chooseFile(): Promise<string | null> {
    sourceError.value = null
    try {
      return await request('dialog.openFile', {
        title: t('draft.add.drop'),
        filters: [
          { name: t('draft.add.fileKinds'), extensions: [...listFileExtensions] },
          { name: t('draft.add.allFiles'), extensions: ['*'] },
        ],
      })
    } catch (error) {
      sourceError.value = wireErrorOf(error)
      return null
    }
  }

  async function addChosen(): Promise<void> {
    const path = await chooseFile()
    if (path !== null) await addPath(path)
  }

  /** Another file, or the same one again, in the place of a source: read as was last asked. */
  async function relocate(index: number): Promise<void> {
    const asked = rereadFailure.value?.index === index ? rereadFailure.value : null
    const path = await chooseFile()
    if (path === null) return
    const before = draft.value?.sources.find((source) => source.index === index)
    const where = [...(asked?.where ?? before?.where.map(({ condition }) => condition) ?? [])]
    const source: SourceInput = { kind: 'file', path, options: asked?.options ?? automaticReading, where }
    await editor.changeSource(index, source, asked?.mapping ?? null)
  }

  return { notAdded, unmapped, choosing, add, addPath, addFiles, addMapped, addChosen, relocate }
}

/** Its path, or why it has none. */
function pathOf(file: File): string | WireError {
  try {
    return pathForFile(file)
  } catch (error) {
    return wireErrorOf(error)
  }
}

/**
 * The settings as core keeps them. `load` once at the start; later changes, from the window or the command line of
 * another process of this program, come by event.
 */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RequestInput } from '@shared/window-contract'
import type { Settings } from '@shared/contract/program'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'

export type SettingsPatch = RequestInput<'settings.save'>

export const useSettingsStore = defineStore('settings', () => {
  /** Null until the first answer. */
  const settings = shallowRef<Settings | null>(null)

  async function load(): Promise<Settings> {
    const loaded = await request('settings.get')
    settings.value = loaded
    return loaded
  }

  /** Saves what is named and leaves the rest. Throws ApiError. */
  async function save(patch: SettingsPatch): Promise<void> {
    settings.value = await request('settings.save', patch)
  }

  useEvent('data.changed', ({ noun }) => {
    // a failed read leaves the settings as they were; the next change or start reads them again
    if (noun === 'settings') load().catch(() => undefined)
  })

  return { settings, load, save }
})

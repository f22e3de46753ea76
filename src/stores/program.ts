/** This copy of Griot: version, folders, updates. Read once; updates come by event. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { AppInfo, UpdateState } from '@shared/window-contract'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'

export const useProgramStore = defineStore('program', () => {
  const info = shallowRef<AppInfo | null>(null)
  const update = shallowRef<UpdateState>({ kind: 'none' })

  async function load(): Promise<AppInfo> {
    const loaded = await request('app.info')
    info.value = loaded
    if (!loaded.canUpdate) update.value = { kind: 'unsupported' }
    return loaded
  }

  async function checkForUpdate(): Promise<void> {
    await request('updates.check')
  }
  async function downloadUpdate(): Promise<void> {
    await request('updates.download')
  }
  /** Quits, installs, starts again; refused while a campaign is being sent. */
  async function installUpdate(): Promise<void> {
    await request('updates.install')
  }

  useEvent('updates.changed', (state) => {
    update.value = state
  })

  return { info, update, load, checkForUpdate, downloadUpdate, installUpdate }
})

/** The groups beside the contacts: which one is shown, and making, renaming and removing them. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { GroupRow } from '@shared/contract/contacts'
import { request } from '@/api/client'
import { useAttempt } from '@/composables/use-attempt'
import { useLongWork } from '@/composables/use-long-work'
import { useUndo } from '@/composables/use-undo'

/** A name that is being asked for: of a group to rename, of a new one, or of a new one that people are put into. */
type Naming = { readonly group: GroupRow } | { readonly group: null; readonly then: ((id: number) => void) | null }

export interface ContactGroups {
  list: ShallowRef<readonly GroupRow[]>
  /** Null shows everybody. */
  chosen: Ref<number | null>
  naming: ShallowRef<Naming | undefined>
  removing: ShallowRef<GroupRow | undefined>
  busy: ComputedRef<boolean>
  load: () => Promise<void>
  create: (then?: (id: number) => void) => void
  save: (name: string) => Promise<void>
  remove: () => Promise<void>
}

export function useContactGroups(): ContactGroups {
  const { t } = useI18n({ useScope: 'global' })
  const { offerUndo } = useUndo()
  const { run } = useLongWork()
  const loading = useAttempt()
  const saving = useAttempt()
  const list = shallowRef<readonly GroupRow[]>([])
  const chosen = ref<number | null>(null)
  const naming = shallowRef<Naming>()
  const removing = shallowRef<GroupRow>()

  return {
    list,
    chosen,
    naming,
    removing,
    busy: computed(() => saving.busy.value),
    async load() {
      await loading.attempt(async () => {
        list.value = await request('groups.list')
        if (!list.value.some(({ id }) => id === chosen.value)) chosen.value = null
      })
    },
    create: (then) => (naming.value = { group: null, then: then ?? null }),
    async save(name) {
      const wish = naming.value
      if (!wish) return
      await saving.attempt(async () => {
        const saved = await request('groups.save', wish.group ? { id: wish.group.id, name } : { name })
        naming.value = undefined
        if (wish.group) return
        list.value = await request('groups.list')
        if (wish.then) wish.then(saved.id)
        else chosen.value = saved.id
      })
    },
    async remove() {
      const group = removing.value
      removing.value = undefined
      if (!group) return
      await saving.attempt(async () => {
        const what = { title: t('contacts.groups.removing'), total: group.members, stoppable: false }
        const removed = await run(what, (jobId) => request('groups.remove', { id: group.id, jobId }))
        offerUndo(removed, t('contacts.groups.removed', { name: group.name }))
      })
    },
  }
}

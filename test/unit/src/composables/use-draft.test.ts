import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { defineComponent } from 'vue'
import { expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { useDraft, type DraftEditor } from '@/composables/use-draft'
import { createInterfaceI18n } from '@/locales/i18n'
import { installBridge } from '../../../helpers/window-bridge'

it('what was typed while core ended is saved once core works again', async () => {
  const saved: unknown[] = []
  let hasEnded = true
  const draft = { id: 7, name: 'Rentrée', template: '', sources: [] }
  const bridge = installBridge({
    'drafts.get': () => draft,
    'drafts.save': ({ patch }: { patch: object }) => {
      if (hasEnded) throw new AppError('core_ended')
      saved.push(patch)
      return { ...draft, ...patch }
    },
  })
  let editor: DraftEditor | undefined
  const Page = defineComponent({
    setup() {
      editor = useDraft()
      return () => null
    },
  })
  const page = mount(Page, { global: { plugins: [createPinia(), createInterfaceI18n('fr')] } })
  await editor!.open(7)
  editor!.change({ template: 'Bonjour' })
  await editor!.flush()
  expect([editor!.saveState.value, editor!.saveError.value?.code]).toEqual(['failed', 'core_ended'])

  hasEnded = false
  bridge.tell('core.restarted', { campaigns: [] })
  await flushPromises()
  expect(editor!.saveState.value).toBe('saved')
  expect(saved).toEqual([{ template: 'Bonjour' }])
  bridge.tell('core.restarted', { campaigns: [] })
  await flushPromises()
  expect(saved).toHaveLength(1)
  page.unmount()
})

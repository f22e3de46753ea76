import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { h, nextTick, ref } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import BaseConfirmDialog from '@/components/base/BaseConfirmDialog.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

const page = new DOMWrapper(document.body)
const button = (label: string) => page.findAll('button').find((one) => one.text() === label)!

async function openDialog(typeNumber?: number) {
  const open = ref(false)
  const confirm = vi.fn()
  wrapper = mountDrawn(() =>
    h(BaseConfirmDialog, {
      open: open.value,
      'onUpdate:open': (next: boolean) => (open.value = next),
      title: 'Envoyer à 10 000 destinataires ?',
      confirmLabel: 'Envoyer',
      typeNumber,
      onConfirm: confirm,
    }),
  )
  open.value = true
  await nextTick()
  await nextTick()
  return { open, confirm }
}

describe('a confirmation', () => {
  it('confirms with the verb and closes with « Annuler »', async () => {
    const { open, confirm } = await openDialog()
    await button('Envoyer').trigger('click')
    expect(confirm).toHaveBeenCalledTimes(1)
    await button('Annuler').trigger('click')
    expect(open.value).toBe(false)
  })

  it('asks for the number: nothing, then a wrong one, do not confirm; the right one does, with any spaces', async () => {
    const { confirm } = await openDialog(10_000)
    expect(button('Envoyer').attributes('aria-disabled')).toBe('true')
    await button('Envoyer').trigger('click')

    const input = page.get('input')
    await input.setValue('1000')
    await button('Envoyer').trigger('click')
    expect(confirm).not.toHaveBeenCalled()
    expect(page.get('[role=alert]').text()).toBe('Ce n’est pas le nombre affiché.')

    await input.setValue('10\u202f000')
    await button('Envoyer').trigger('click')
    expect(confirm).toHaveBeenCalledTimes(1)
  })

  it('confirms with Enter in the field', async () => {
    const { confirm } = await openDialog(12)
    await page.get('input').setValue('12')
    await page.get('form').trigger('submit')
    expect(confirm).toHaveBeenCalledTimes(1)
  })
})

/** The last look before a campaign leaves, and the seconds in which it is taken back. */
import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { h, nextTick, ref } from 'vue'
import type { LastLook, MessagePreview } from '@shared/contract/drafts'
import SendDialog from '@/components/bill/SendDialog.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())
const page = new DOMWrapper(document.body)
const button = (label: string) => page.findAll('button').find((one) => one.text() === label)

function preview(index: number, text: string): MessagePreview {
  return {
    index,
    total: 3,
    recipientId: index + 1,
    line: index + 2,
    phone: `+23767710000${index}`,
    name: null,
    values: [],
    typed: null,
    readings: null,
    today: '2026-11-02',
    joinedLines: [],
    text,
    encoding: 'GSM-7',
    units: text.length,
    remaining: 0,
    segments: 1,
    perSegment: 160,
    parts: [text],
    costly: [],
    missing: [],
  }
}

const all: LastLook = {
  longest: preview(0, 'Bonjour Aminatou'),
  shortest: preview(2, 'Bonjour Al'),
  fallback: preview(1, 'Bonjour cher client'),
}

async function open(given: { looks?: LastLook | null; ready?: boolean; typeNumber?: number } = {}) {
  const state = { isOpen: ref(true), secondsLeft: ref<number | null>(null), confirm: vi.fn() }
  const { looks = all, ready = true, typeNumber } = given
  wrapper = mountDrawn(() =>
    h(SendDialog, {
      open: state.isOpen.value,
      'onUpdate:open': (next: boolean) => (state.isOpen.value = next),
      title: 'Envoyer à 3 destinataires',
      description: '45 FCFA',
      confirmLabel: 'Envoyer',
      looks,
      ready,
      sending: false,
      secondsLeft: state.secondsLeft.value,
      typeNumber,
      onConfirm: state.confirm,
    }),
  )
  await nextTick()
  await nextTick()
  return state
}

it('shows one real text of each kind, and none twice', async () => {
  await open()
  expect(page.findAll('section').map((one) => one.get('h3 span').text())).toEqual([
    'Le plus long',
    'Le plus court',
    'avec un texte de remplacement',
  ])
  wrapper!.unmount()
  await open({ looks: { longest: all.longest, shortest: all.longest, fallback: all.longest } })
  expect(page.findAll('section').map((one) => one.get('h3 span').text())).toEqual([
    'Le texte, avec un texte de remplacement',
  ])
})

it.each([
  ['its texts are still being made', { looks: null }],
  ['the last change is still being saved', { ready: false }],
] as const)('cannot be agreed to while %s', async (_, given) => {
  const { confirm } = await open(given)
  await button('Envoyer')!.trigger('click')
  expect(confirm).not.toHaveBeenCalled()
})

it('asks for the number where there are many', async () => {
  const { confirm } = await open({ typeNumber: 1200 })
  await page.get('input').setValue('1199')
  await button('Envoyer')!.trigger('click')
  expect(confirm).not.toHaveBeenCalled()
  await page.get('input').setValue('1 200')
  await button('Envoyer')!.trigger('click')
  expect(confirm).toHaveBeenCalledTimes(1)
})

it('counts down with the one way out under the finger', async () => {
  const { isOpen, secondsLeft } = await open()
  secondsLeft.value = 5
  await nextTick()
  await nextTick()
  expect(page.get('[role=status]').text()).toContain('Départ dans 5 secondes')
  expect(button('Envoyer')).toBeUndefined()
  expect(document.activeElement).toBe(button('Annuler l’envoi')!.element)
  await button('Annuler l’envoi')!.trigger('click')
  expect(isOpen.value).toBe(false)
})

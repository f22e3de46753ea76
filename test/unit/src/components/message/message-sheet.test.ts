/** What the sheet of one message offers: a doubt is lifted there, and what was refused can be written anew. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import type { MessageDetail } from '@shared/contract/campaigns'
import { wireError } from '@shared/errors'
import MessageSheet from '@/components/message/MessageSheet.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const message: MessageDetail = {
  id: 7,
  campaignId: 3,
  campaign: 'Soldes',
  account: 'Boutique',
  line: 2,
  joinedLines: [],
  phone: '+237677123456',
  name: 'Awa',
  text: 'Bonjour',
  encoding: 'GSM-7',
  segments: 1,
  state: 'accepted',
  attempts: 1,
  gatewayMessageId: null,
  gatewayStatus: null,
  error: null,
  acceptedAt: null,
  updatedAt: 0,
  units: null,
  cost: null,
  costCurrency: null,
  timeline: [],
}

async function show(changed: Partial<MessageDetail>, props: object = {}) {
  const events = { settle: vi.fn(), duplicate: vi.fn() }
  wrapper = mountDrawn(() =>
    h(MessageSheet, {
      open: true,
      message: { ...message, ...changed },
      failure: undefined,
      canSettle: true,
      canDuplicate: true,
      onSettle: events.settle,
      onDuplicate: events.duplicate,
      ...props,
    }),
  )
  await nextTick()
  const button = (name: string) => wrapper!.findAll('button').find((one) => one.text() === name)
  return { events, button, text: wrapper.text() }
}

it('settles a doubtful message from where it is read', async () => {
  const { button, events } = await show({ state: 'unknown', error: wireError('no_answer') })
  await button('Lever le doute')!.trigger('click')
  expect(events.settle).toHaveBeenCalledTimes(1)
  expect((await show({ state: 'accepted' })).button('Lever le doute')).toBeUndefined()
})

it('puts the gateway’s own reason first and offers what can be done from here', async () => {
  const { text, button, events } = await show({
    state: 'rejected',
    gatewayStatus: 'SPAM WORD',
    error: wireError('text_refused'),
  })
  expect(text.indexOf('SPAM WORD')).toBeGreaterThan(-1)
  expect(text.indexOf('SPAM WORD')).toBeLessThan(text.indexOf('La passerelle refuse ce texte'))
  expect(text).not.toContain('Modifiez')
  await button('Corriger dans une nouvelle campagne')!.trigger('click')
  expect(events.duplicate).toHaveBeenCalledTimes(1)
})

it('offers no other text for a number that does not exist', async () => {
  const { button } = await show({ state: 'rejected', error: wireError('invalid_recipient') })
  expect(button('Corriger dans une nouvelle campagne')).toBeUndefined()
})

/** The settings of delivery reports: calls that were refused, a new address, the public name. */
import { DOMWrapper, flushPromises, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { h } from 'vue'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ListenerView, ReceiptLogRow } from '@shared/contract/gateway-side'
import ReceiptsPart from '@/views/settings/ReceiptsPart.vue'
import { mountDrawn } from '../../../../helpers/mount-component'
import { installBridge, type FakeBridge } from '../../../../helpers/window-bridge'

const url = (secret: string) => `http://127.0.0.1:8765/receipts/kingsmspro/${secret}`
let view: ListenerView
let rows: ReceiptLogRow[]
let bridge: FakeBridge
let wrapper: VueWrapper
const page = new DOMWrapper(document.body)

beforeEach(async () => {
  setActivePinia(createPinia())
  view = {
    enabled: true,
    running: true,
    host: '127.0.0.1',
    port: 8765,
    publicHost: '',
    urls: [{ id: 'kingsmspro', gateway: 'KING SMS PRO', url: url('old') }],
    received: 0,
    lastAt: null,
    waiting: 0,
    error: null,
  } as unknown as ListenerView
  rows = []
  bridge = installBridge({
    'receipts.listener': () => view,
    'receipts.log': () => rows,
    'receipts.newAddress': () => {
      view = { ...view, urls: view.urls.map((one) => ({ ...one, url: url('new') })) }
      return { view, accounts: 1 }
    },
    'receipts.publicHost': ({ host }: { host: string }) => (view = { ...view, publicHost: host }),
  })
  wrapper = mountDrawn(() => h(ReceiptsPart))
  await flushPromises()
})
afterEach(() => wrapper.unmount())

const inputWith = (value: string) => page.findAll('input').find(({ element }) => element.value === value)
const asked = (name: string): unknown[] => bridge.asked.filter((one) => one.name === name).map(({ input }) => input)

describe('the log of calls', () => {
  it('is not there while there is nothing in it, and shows a refused call as it came when one comes', async () => {
    expect(page.find('pre').exists()).toBe(false)
    const row = { id: 1, gateway: 'KING SMS PRO', reason: 'unread', body: '<b>status=?</b>', at: Date.now(), times: 2 }
    rows = [row as unknown as ReceiptLogRow]
    bridge.tell('data.changed', { noun: 'receipts' })
    await flushPromises()
    // as text: what a stranger sent is no markup
    expect(page.get('pre').text()).toBe('<b>status=?</b>')
    expect(page.get('li').text()).toContain('2 fois')
    expect(page.get('li').text()).toContain('KING SMS PRO')
  })

  it.each(['unread', 'method', 'too_long', 'foreign'])('has words for the reason %s', async (reason) => {
    rows = [{ id: 1, gateway: 'X', reason, body: '', at: Date.now(), times: 1 } as unknown as ReceiptLogRow]
    bridge.tell('data.changed', { noun: 'receipts' })
    await flushPromises()
    expect(page.get('li').text()).not.toContain('logReasons')
    expect(page.find('pre').exists()).toBe(false)
  })
})

describe('a new address', () => {
  const button = (label: string) =>
    page.findAll('button').find((one) => one.text() === label || one.attributes('aria-label') === label)
  it('is made only after a yes, and shown', async () => {
    expect(inputWith(url('old'))).toBeDefined()
    await button('Nouvelle adresse')?.trigger('click')
    await flushPromises()
    expect(asked('receipts.newAddress')).toEqual([])
    const dialog = page.get('[role="alertdialog"],[role="dialog"]')
    expect(dialog.text()).toContain('KING SMS PRO')
    await dialog
      .findAll('button')
      .find((one) => one.text() === 'Nouvelle adresse')
      ?.trigger('click')
    await flushPromises()
    expect(asked('receipts.newAddress')).toEqual([{ gateway: 'kingsmspro' }])
    expect(inputWith(url('new'))).toBeDefined()
    expect(inputWith(url('old'))).toBeUndefined()
  })
})

describe('the public name', () => {
  it('is saved without the spaces around it, and only where it changed', async () => {
    const field = page.get<HTMLInputElement>('input[placeholder="sms.exemple.com"]')
    const save = () => page.findAll('button').find((one) => one.text() === 'Enregistrer')
    expect(save()).toBeUndefined()
    await field.setValue('  sms.ecole.tg ')
    await save()?.trigger('click')
    await flushPromises()
    expect(asked('receipts.publicHost')).toEqual([{ host: 'sms.ecole.tg' }])
    expect(field.element.value).toBe('sms.ecole.tg')
    expect(save()).toBeUndefined()
  })
})

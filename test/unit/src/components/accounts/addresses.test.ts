/** What the window shows where the address of an account is another than its key or a person knows. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import type { VueWrapper } from '@vue/test-utils'
import AccountDetail from '@/components/accounts/AccountDetail.vue'
import AccountForm from '@/components/accounts/AccountForm.vue'
import type { AccountView } from '@shared/contract/accounts'
import type { GatewayDescription } from '@shared/domain/account'
import { mountDrawn } from '../../../../helpers/mount-component'

const key = (name: string) => ({ key: name, label: { fr: name, en: name }, hint: null, secret: true })
const gateway: GatewayDescription = {
  id: 'king',
  name: 'KING',
  countries: ['TG'],
  website: null,
  defaultBaseUrl: 'https://gateway.example/api',
  credentials: [key('apiKey'), key('clientId')],
  abilities: {
    batchSize: 1,
    flash: false,
    balance: true,
    figures: false,
    archive: false,
    trace: false,
    callback: true,
    callbackPerMessage: false,
    settleFromArchive: false,
    messageId: true,
    senderMaxLength: 11,
  },
  sandbox: false,
}
const account: AccountView = {
  id: 1,
  name: 'Boutique',
  gateway,
  baseUrl: 'https://evil.example/api',
  sender: 'GRIOT',
  country: 'TG',
  currency: 'XOF',
  price: '12.5',
  maxRate: null,
  concurrency: null,
  alertBelow: null,
  callbackUrl: 'https://evil.example/report',
  usesKeychain: true,
  confirmed: false,
  secretsPresent: ['apiKey', 'clientId'],
  lastBalance: null,
  lowBalance: false,
}

let drawn: VueWrapper
afterEach(() => drawn.unmount())

describe('an account from a backup with other addresses', () => {
  const draw = (shown: AccountView, onConfirm = vi.fn()) => {
    drawn = mountDrawn(() =>
      h(AccountDetail, { account: shown, testing: false, refreshing: false, trend: [], now: 0, onConfirm }),
    )
    return onConfirm
  }

  it('shows both, and is used after one press', async () => {
    const confirmed = draw(account)
    expect(drawn.text()).toContain('https://evil.example/api')
    expect(drawn.text()).toContain('https://evil.example/report')
    const button = drawn.findAll('button').find((one) => one.text() === 'Utiliser ces adresses')
    await button?.trigger('click')
    expect(confirmed).toHaveBeenCalledOnce()
  })

  it('shows no banner once it is confirmed', () => {
    draw({ ...account, confirmed: true })
    expect(drawn.text()).not.toContain('Utiliser ces adresses')
  })
})

describe('a key that was typed for another address', () => {
  const draw = (secretRefusal: string | undefined, onSave = vi.fn()) => {
    drawn = mountDrawn(() => h(AccountForm, { gateway, account, country: 'TG', formId: 'form', secretRefusal, onSave }))
    return onSave
  }

  it('marks each field that must be typed again, with why', async () => {
    const saved = draw('La clé a été saisie pour une autre adresse.')
    const fields = drawn.findAll('input[type=password]')
    expect(fields).toHaveLength(2)
    for (const field of fields) expect(field.attributes('aria-invalid')).toBe('true')
    await drawn.find('form').trigger('submit')
    expect(saved).not.toHaveBeenCalled()
    for (const field of fields) await field.setValue('secret')
    for (const field of drawn.findAll('input[type=password]')) expect(field.attributes('aria-invalid')).not.toBe('true')
    await drawn.find('form').trigger('submit')
    expect(saved).toHaveBeenCalledOnce()
  })

  it('marks nothing otherwise', async () => {
    const saved = draw(undefined)
    for (const field of drawn.findAll('input[type=password]')) expect(field.attributes('aria-invalid')).not.toBe('true')
    await drawn.find('form').trigger('submit')
    expect(saved).toHaveBeenCalledOnce()
  })
})

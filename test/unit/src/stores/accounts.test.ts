import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useAccountsStore } from '@/stores/accounts'

let asked: { name: string; answer: (value: unknown) => void }[]

/** Answers the question of that name that was asked at that place among its kind. */
async function answer(name: string, place: number, value: unknown): Promise<void> {
  asked.filter((question) => question.name === name)[place]?.answer({ ok: true, value })
  await flushPromises()
}

beforeEach(() => {
  asked = []
  const bridge = {
    request: (name: string) =>
      name === 'gateways.list'
        ? Promise.resolve({ ok: true, value: [] })
        : new Promise((resolve) => asked.push({ name, answer: resolve })),
    on: () => () => undefined,
  }
  Object.defineProperty(window, 'griot', { value: bridge, configurable: true })
  setActivePinia(createPinia())
})

describe('the accounts as the window knows them', () => {
  it('are those of the latest question, whichever is answered first', async () => {
    const store = useAccountsStore()
    void store.load()
    void store.load()
    await answer('accounts.list', 1, [{ id: 1, name: 'Renommé' }])
    await answer('accounts.list', 0, [{ id: 1, name: 'Boutique' }])
    expect(store.accounts).toMatchObject([{ name: 'Renommé' }])
  })

  it('move with each answer, when they come in the order of the questions', async () => {
    const store = useAccountsStore()
    void store.load()
    void store.load()
    await answer('accounts.list', 0, [{ id: 1, name: 'Boutique' }])
    expect(store.accounts).toMatchObject([{ name: 'Boutique' }])
    await answer('accounts.list', 1, [{ id: 1, name: 'Renommé' }])
    expect(store.accounts).toMatchObject([{ name: 'Renommé' }])
  })

  it('are not set back by a list that balances brought with them', async () => {
    const store = useAccountsStore()
    void store.refreshBalances()
    await answer('accounts.balances', 0, [])
    void store.load()
    await answer('accounts.list', 1, [{ id: 1, name: 'Renommé' }])
    await answer('accounts.list', 0, [{ id: 1, name: 'Boutique' }])
    expect(store.accounts).toMatchObject([{ name: 'Renommé' }])
    expect(store.refreshing).toBe(false)
  })
})

/** The accounts, their last balances and the gateways that there are. Kept up to date by core's events. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AccountBalance, AccountInput, AccountTest, AccountView } from '@shared/contract/accounts'
import type { GatewayDescription } from '@shared/domain/account'
import type { WireError } from '@shared/errors'
import { wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'

export const useAccountsStore = defineStore('accounts', () => {
  /** Null until the first answer. */
  const accounts = shallowRef<readonly AccountView[] | null>(null)
  const gateways = shallowRef<readonly GatewayDescription[]>([])
  const loadError = shallowRef<WireError | null>(null)
  /** Answers of the last `refreshBalances`, errors included, by account. */
  const answers = shallowRef<ReadonlyMap<number, AccountBalance>>(new Map())
  const refreshing = shallowRef(false)

  const byId = computed(() => new Map(accounts.value?.map((account) => [account.id, account])))
  const low = computed(() => accounts.value?.filter(({ lowBalance }) => lowBalance) ?? [])
  /** False once the person has an account of their own beside the sandbox. */
  const onlySandbox = computed(() => accounts.value?.every(({ gateway }) => gateway.sandbox) ?? true)

  async function load(): Promise<void> {
    try {
      const [list, known] = await Promise.all([request('accounts.list'), request('gateways.list')])
      accounts.value = list
      gateways.value = known
      loadError.value = null
    } catch (error) {
      loadError.value = wireErrorOf(error)
    }
  }

  /** Asks the gateways of these accounts (all of them by default). Each account's own error is in `answers`. */
  async function refreshBalances(ids: readonly number[] = []): Promise<void> {
    refreshing.value = true
    try {
      const received = await request('accounts.balances', { ids: [...ids] })
      answers.value = new Map([...answers.value, ...received.map((answer) => [answer.accountId, answer] as const)])
      accounts.value = await request('accounts.list')
    } finally {
      refreshing.value = false
    }
  }

  /** Throws ApiError. */
  async function save(input: AccountInput): Promise<AccountView> {
    const saved = await request('accounts.save', input)
    await load()
    return saved
  }

  /** Throws ApiError `account_in_use` while a campaign needs it. */
  async function remove(id: number): Promise<void> {
    await request('accounts.remove', { id })
    await load()
  }

  function test(id: number): Promise<AccountTest> {
    return request('accounts.test', { id })
  }

  useEvent('data.changed', ({ noun }) => {
    if (noun === 'accounts') void load()
  })

  return {
    accounts,
    gateways,
    loadError,
    answers,
    refreshing,
    byId,
    low,
    onlySandbox,
    load,
    refreshBalances,
    save,
    remove,
    test,
  }
})

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
  /** What each account's gateway answered to its last test in this session. What changes an account makes it void. */
  const tests = shallowRef<ReadonlyMap<number, AccountTest>>(new Map())

  const byId = computed(() => new Map(accounts.value?.map((account) => [account.id, account])))
  const low = computed(() => accounts.value?.filter(({ lowBalance }) => lowBalance) ?? [])
  /** False once the person has an account of their own beside the sandbox. */
  const onlySandbox = computed(() => accounts.value?.every(({ gateway }) => gateway.sandbox) ?? true)

  let asked = 0
  let taken = 0
  /** The list, unless one that was asked for later is there: a slow keychain holds an answer up. Throws ApiError. */
  async function readList(): Promise<void> {
    const mine = ++asked
    const list = await request('accounts.list')
    if (mine < taken) return
    taken = mine
    accounts.value = list
  }

  async function load(): Promise<void> {
    try {
      const [, known] = await Promise.all([readList(), request('gateways.list')])
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
      await readList()
    } finally {
      refreshing.value = false
    }
  }

  /** Throws ApiError. */
  async function save(input: AccountInput): Promise<AccountView> {
    const saved = await request('accounts.save', input)
    forget(saved.id)
    await load()
    return saved
  }

  /** What was heard of an account before it changed is no longer true. */
  function forget(id: number): void {
    answers.value = new Map([...answers.value].filter(([accountId]) => accountId !== id))
    tests.value = new Map([...tests.value].filter(([accountId]) => accountId !== id))
  }

  /** Throws ApiError `account_in_use` while a campaign needs it. */
  async function remove(id: number): Promise<void> {
    await request('accounts.remove', { id })
    await load()
  }

  /** Asks the gateway; the answer is in `tests`. Throws ApiError. */
  async function test(id: number): Promise<void> {
    const answer = await request('accounts.test', { id })
    tests.value = new Map([...tests.value, [id, answer]])
    await load()
  }
  // a campaign that stops now knows better than a test of before
  useEvent('campaign.changed', ({ accountId, state, before }) => {
    if (state === 'paused' && before !== 'paused' && accountId !== null) forget(accountId)
  })

  useEvent('data.changed', ({ noun }) => {
    if (noun === 'accounts') void load()
  })

  return {
    accounts,
    gateways,
    loadError,
    answers,
    refreshing,
    tests,
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

/**
 * Asking gateways for balances, four at a time, and remembering what they answer. A gateway without a balance says
 * `not_offered`; one that fails keeps its last known balance and says why.
 */
import type { AccountBalance, AccountTest, BalanceView } from '@shared/contract/accounts'
import { unreadBalance } from '@shared/domain/account'
import { AppError, toWireError } from '@shared/errors'
import type { CoreContext } from '../context'
import { maskSecrets } from '../redaction/mask-secrets'
import type { Credentials } from '../secrets/secrets'
import { accountById, listAccounts, type StoredAccount } from '../storage/account'
import { balancesSince, insertBalance, lastBalance } from '../storage/balance-snapshot'
import { describeGateway, type Gateways } from './gateways'
import { isLow } from './low-balance'

const askedAtOnce = 4

/** Remembers a balance that came with any answer of the gateway, and tells when it has just fallen under the account's alert. */
export function recordBalance(context: CoreContext, account: StoredAccount, view: BalanceView): void {
  const wasLow = isLow(account.alertBelow, lastBalance(context.db, account.id))
  insertBalance(context.db, account.id, view)
  if (!wasLow && isLow(account.alertBelow, view) && view.balance !== null) {
    context.events.emit('balance.low', {
      accountId: account.id,
      account: account.name,
      balance: view.balance,
      unit: view.unit ?? '',
    })
  }
}

/** Asks one gateway now. Throws AppError (`not_offered` where the gateway has no balance). */
export async function askBalance(
  context: CoreContext,
  gateways: Gateways,
  accountId: number,
  signal?: AbortSignal,
): Promise<BalanceView> {
  const stored = accountById(context.db, accountId)
  const description = describeGateway(gateways, stored.gateway)
  if (!description.abilities.balance) throw new AppError('not_offered', { gateway: description.name })
  const { account, provider, context: providerContext } = await context.gateway(accountId, signal)
  if (provider.balance === undefined) throw new AppError('not_offered', { gateway: description.name })
  const report = await provider.balance(providerContext)
  const view: BalanceView = {
    balance: report.balance,
    unit: report.unit,
    figures: withoutSecrets(report.figures, providerContext.credentials),
    takenAt: context.clock.now(),
  }
  recordBalance(context, account, view)
  return view
}

/** What is shown as the gateway gave it may hold anything. */
function withoutSecrets(figures: BalanceView['figures'], credentials: Credentials): BalanceView['figures'] {
  const unread = figures[unreadBalance]
  return typeof unread === 'string' ? { ...figures, [unreadBalance]: maskSecrets(unread, credentials) } : figures
}

/** In the order of `ids`; all accounts when empty. */
export async function askBalances(
  context: CoreContext,
  gateways: Gateways,
  ids: readonly number[],
): Promise<AccountBalance[]> {
  const accounts =
    ids.length === 0 ? listAccounts(context.db) : [...new Set(ids)].map((id) => accountById(context.db, id))
  const answers: AccountBalance[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < accounts.length; index = next++) {
      const account = accounts[index]
      if (account !== undefined) answers[index] = await answerOf(context, gateways, account)
    }
  }
  await Promise.all(Array.from({ length: Math.min(askedAtOnce, accounts.length) }, worker))
  context.events.emit('data.changed', { noun: 'accounts' })
  return answers
}

async function answerOf(context: CoreContext, gateways: Gateways, account: StoredAccount): Promise<AccountBalance> {
  const who = { accountId: account.id, account: account.name, gateway: account.gateway }
  try {
    return { ...who, ...(await askBalance(context, gateways, account.id)), error: null }
  } catch (error) {
    if (!(error instanceof AppError)) context.log.error('balance failed', { account: account.id, error: String(error) })
    return { ...who, balance: null, unit: null, figures: {}, takenAt: null, error: toWireError(error) }
  }
}

/** Checks address and key by asking for the balance, or today's archive where there is no balance. Never sends an SMS. */
export async function testAccount(context: CoreContext, gateways: Gateways, accountId: number): Promise<AccountTest> {
  accountById(context.db, accountId)
  try {
    const { account, provider, context: providerContext } = await context.gateway(accountId)
    if (provider.description.abilities.balance) {
      return { ok: true, checked: true, balance: await askBalance(context, gateways, accountId), error: null }
    }
    if (provider.archive === undefined)
      return { ok: true, checked: false, balance: lastBalance(context.db, account.id), error: null }
    const today = new Date(context.clock.now()).toISOString().slice(0, 10)
    await provider.archive(providerContext, { from: today, to: today, cursor: null })
    return { ok: true, checked: true, balance: null, error: null }
  } catch (error) {
    if (!(error instanceof AppError))
      context.log.error('account test failed', { account: accountId, error: String(error) })
    return { ok: false, checked: false, balance: null, error: toWireError(error) }
  }
}

export function balanceHistory(context: CoreContext, accountId: number, since: number): BalanceView[] {
  accountById(context.db, accountId)
  return balancesSince(context.db, accountId, { since, now: context.clock.now() })
}

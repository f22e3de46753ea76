/** The balance that a bill is held against: what the gateway says now, else what it said last, and how far that goes. */
import type { BillWarning } from '@shared/contract/drafts'
import type { BalanceView } from '@shared/contract/accounts'
import { AppError, type WireError } from '@shared/errors'
import { recordBalance } from '../accounts/balances'
import type { CoreContext } from '../context'
import { lastBalance } from '../storage/balance-snapshot'
import type { Readiness } from './readiness'

export interface BillBalance {
  readonly balance: BalanceView | null
  readonly warnings: readonly BillWarning[]
  /** A refused key stops the sending; a gateway that does not answer now does not. */
  readonly blockers: readonly WireError[]
}

const oldAfterMs = 3_600_000

export async function billBalance(context: CoreContext, readiness: Readiness, ask: boolean): Promise<BillBalance> {
  const { account, gateway } = readiness
  if (account === null) return { balance: null, warnings: [], blockers: [] }
  const last = lastBalance(context.db, account.id)
  if (!ask || gateway?.provider.balance === undefined) return fromLast(context, last, [])
  try {
    const report = await gateway.provider.balance(gateway.context)
    const balance: BalanceView = { ...report, takenAt: context.clock.now() }
    recordBalance(context, account, balance)
    context.events.emit('data.changed', { noun: 'accounts' })
    const warnings: BillWarning[] = balance.balance === null ? [{ code: 'balance_unknown', params: {} }] : []
    return { balance, warnings, blockers: [] }
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'cancelled') throw error
    const { balance, warnings } = fromLast(context, last, [{ code: 'balance_unknown', params: { code: error.code } }])
    return { balance, warnings, blockers: error.kind === 'auth' ? [error.toWire()] : [] }
  }
}

function fromLast(context: CoreContext, last: BalanceView | null, warnings: readonly BillWarning[]): BillBalance {
  if (last === null || context.clock.now() - last.takenAt <= oldAfterMs)
    return { balance: last, warnings, blockers: [] }
  return {
    balance: last,
    warnings: [...warnings, { code: 'balance_old', params: { takenAt: last.takenAt } }],
    blockers: [],
  }
}

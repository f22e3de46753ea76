/** Whether a balance is under the account's alert: decimal strings compared exactly, never through floats. */
import type { BalanceView } from '@shared/contract/accounts'
import { isDecimal, toScaled } from '@shared/domain/decimal'

export function isLow(alertBelow: string | null, balance: BalanceView | null): boolean {
  const amount = balance?.balance ?? null
  if (alertBelow === null || amount === null || !isDecimal(alertBelow) || !isDecimal(amount)) return false
  const left = toScaled(amount)
  const right = toScaled(alertBelow)
  return left.units * 10n ** BigInt(right.scale) < right.units * 10n ** BigInt(left.scale)
}

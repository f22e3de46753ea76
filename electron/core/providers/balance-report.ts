/** A balance as a report: the number where it is one, else nothing but the gateway's own spelling. */
import { unreadBalance } from '@shared/domain/account'
import type { FigureReading } from './figure'
import type { BalanceReport } from './provider'

/** `unit` counts where the figure itself names none. */
export function balanceOf(
  balance: Exclude<FigureReading, { readonly kind: 'none' }>,
  unit: string | null,
  figures: BalanceReport['figures'],
): BalanceReport {
  return balance.kind === 'read'
    ? { balance: balance.value, unit: unit ?? balance.unit, figures }
    : { balance: null, unit, figures: { [unreadBalance]: balance.text, ...figures } }
}

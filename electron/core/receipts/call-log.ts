/**
 * Keeps what the receiver did not understand or allow, for a person to look at: shortened, on one line, without the
 * credentials of the gateway's accounts or the secret of its address.
 */
import type { ReceiptLogRow } from '@shared/contract/gateway-side'
import { describeGateway, readCredentials, type Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { maskSecrets } from '../redaction/mask-secrets'
import { listAccounts } from '../storage/account'
import { logCall } from '../storage/receipt-log'
import { secretOf } from './addresses'

/** Longest text that is kept of one call, in characters. */
const longest = 2000

export interface CallLog {
  keep(gateway: string, reason: ReceiptLogRow['reason'], texts: readonly string[]): Promise<void>
}

export function createCallLog(context: CoreContext, gateways: Gateways): CallLog {
  const { db, clock, secrets, events } = context
  return {
    async keep(gateway, reason, texts) {
      const description = describeGateway(gateways, gateway)
      const own = listAccounts(db).filter((account) => account.gateway === gateway)
      // a keychain that does not answer gives no key to look for
      const credentials = await Promise.all(
        own.map((account) => readCredentials(secrets, account, description).catch(() => ({}))),
      )
      const secret = { address: secretOf(context.settings().listener, gateway) }
      for (const text of texts) {
        const body = [secret, ...credentials]
          .reduce((masked: string, each) => maskSecrets(masked, each), text.slice(0, 2 * longest))
          .replace(/\s+/g, ' ')
          .trim()
          .slice(0, longest)
        logCall(db, { gateway, reason, body, now: clock.now() })
      }
      events.emit('data.changed', { noun: 'receipts' })
    },
  }
}

/**
 * What every room of core works with. `createCore` (app.ts) builds it once; each room exports
 * `<noun>Handlers(context): Pick<CoreHandlers, …>` and app.ts joins them.
 */
import type { Settings } from '@shared/contract/program'
import type { Language } from '@shared/language'
import type { AuditActor } from '@shared/domain/audit'
import type { CampaignTeller } from './campaign-teller'
import type { Clock } from './clock'
import type { EventBus } from './events'
import type { Jobs } from './jobs'
import type { Log } from './log'
import type { Provider, ProviderContext } from './providers/provider'
import type { SecretStore } from './secrets/secrets'
import type { StoredAccount } from './storage/account'
import type { Db } from './storage/open'

export interface CoreContext {
  readonly db: Db
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
  readonly secrets: SecretStore
  readonly events: EventBus
  /** Every change of a campaign or its messages is told here, after its commit. */
  readonly teller: CampaignTeller
  readonly jobs: Jobs
  /** Who asks: for the audit log. */
  readonly actor: AuditActor
  settings(): Settings
  /**
   * Of words that Griot puts into texts («Awa et Moussa»): the one of the settings. Where they follow the system, the window's; in the
   * command line French, for a server's system says nothing of who reads the texts.
   */
  textLanguage(): Language
  /** The account's adapter and what it needs to talk: throws AppError unknown_account, secret_missing, keychain_*. */
  gateway(
    accountId: number,
    signal?: AbortSignal,
  ): Promise<{ readonly account: StoredAccount; readonly provider: Provider; readonly context: ProviderContext }>
}

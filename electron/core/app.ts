/**
 * The composition root: opens the database, builds the ports where none are given, joins every room's handlers. Window and
 * command line are two front ends of what this returns.
 */
import type { AuditActor } from '@shared/domain/audit'
import type { CoreHandlers } from '@shared/ipc-contract'
import { resolveLanguage, type Language } from '@shared/language'
import { accountHandlers } from './accounts/accounts'
import { createGatewayResolver } from './accounts/gateways'
import { archiveHandlers } from './archives/archives'
import { backupHandlers } from './backup/backup'
import { createFolderCopying } from './backup/copy-handlers'
import { startDailyBackups } from './backup/create-backup'
import { tellRefusedWrites } from './backup/refused-writes'
import { removeLeftCopies } from './backup/temporary-files'
import { campaignWishHandlers } from './campaigns/campaign-handlers'
import { noCheckpoint, type Checkpoint } from './campaigns/checkpoint'
import { createEngine } from './campaigns/engine'
import { createScheduler } from './campaigns/scheduler'
import { settleHandlers } from './campaigns/settle'
import { createTeller } from './campaigns/tell'
import { startWatch } from './campaigns/watch'
import type { Clock } from './clock'
import { contactHandlers } from './contacts/contacts'
import { recoverImports } from './contacts/import-rows'
import { warmContactList } from './contacts/list-contacts'
import { resumeRestores } from './contacts/undo'
import type { CoreContext } from './context'
import { draftHandlers } from './drafts/drafts'
import { sweepLeftovers } from './drafts/remove-draft'
import { draftTexts, type DraftText } from './drafts/draft-texts'
import { createEventBus, paceDataChanges, type EventBus } from './events'
import { fillNewDatabase } from './first-run'
import { historyHandlers } from './history/history'
import { createJobs } from './jobs'
import type { Log } from './log'
import { isProcessAlive } from './process-alive'
import { programHandlers } from './program/program'
import { createHttpClient, type HttpClient } from './providers/http'
import { providers } from './providers/registry'
import { createReceipts } from './receipts/receipts'
import { combineSecrets, createEnvironmentSecrets } from './secrets/environment'
import { createKeychain } from './secrets/keychain'
import type { Credentials, SecretStore } from './secrets/secrets'
import { settingsHandlers } from './settings/settings'
import { accountByName } from './storage/account'
import { closeDatabase, openDatabase, type Db } from './storage/open'
import { dropOldRemoved } from './storage/removed-record'
import { readSettings } from './storage/setting'
import { templateHandlers } from './templates/templates'

export interface CoreOptions {
  readonly dataDir: string
  readonly clock: Clock
  readonly log: Log
  /** Who asks: for the audit log. */
  readonly actor: Extract<AuditActor, 'window' | 'command_line'>
  /** Of what a new database starts with, and in the window of the words in texts where the settings follow the system. */
  readonly language: Language
  /** Griot's own version. */
  readonly version: string
  /** Default: the environment over `keychain`. */
  readonly secrets?: SecretStore
  /** Default: this computer's, asked from this process. */
  readonly keychain?: SecretStore
  readonly http?: HttpClient
  /** The crash tests' named points. */
  readonly checkpoint?: Checkpoint
  /** What is told of campaigns is numbered from here. Default 0; higher for a core that takes the place of another one. */
  readonly firstSequence?: number
}

export interface Core {
  readonly handlers: CoreHandlers
  readonly events: EventBus
  readonly clock: Clock
  /** Begins what goes on by itself: schedules, recovery, delivery reports, campaigns that wait for the network, copies. */
  start(): void
  /**
   * What is due now, once: recovery, schedules (up to an hour late: cron lines are not exact), delivery reports. Resolves with
   * the campaigns that were started or paused, when none of them runs here any more.
   */
  runDue(): Promise<readonly number[]>
  /** Campaigns of dead processes come back paused, their messages in flight doubtful. */
  recover(): void
  /** Claims nothing more anywhere; what is in flight may end; campaigns come back paused (interrupted). */
  stopSending(): Promise<void>
  /** Resolves when this process no longer sends the campaign. */
  campaignEnded(campaignId: number): Promise<void>
  /** The texts that a draft would send, in order, those with an empty field included; page by page. Throws template_*. */
  texts(draftId: number, row?: number | null): AsyncGenerator<readonly DraftText[]>
  /** Long work that a person waits for (readings, imports, bills) ends with `cancelled`. */
  cancelJobs(): void
  close(): Promise<void>
}

/** An hourly cron line, and the time that a busy computer takes to start it. */
const lateByCronMs = 65 * 60_000

/** Throws AppError of the storage kinds. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { dataDir, clock, log, actor, language } = options
  const db = openDatabase({ dataDir, now: clock.now() })
  removeLeftCopies(dataDir)
  const http = options.http ?? createHttpClient({ clock })
  const secrets = options.secrets ?? defaultSecrets(db, options.keychain ?? createKeychain())
  const events = paceDataChanges(createEventBus(log), clock)
  const jobs = createJobs(clock, events)
  const gateways = providers
  const teller = createTeller({ db, clock, events, log, gateways, firstSequence: options.firstSequence ?? 0 })
  const context: CoreContext = {
    db,
    dataDir,
    clock,
    log,
    secrets,
    events,
    teller,
    jobs,
    actor,
    settings: () => readSettings(db),
    textLanguage: () => resolveLanguage(readSettings(db).language, actor === 'window' ? language : 'fr'),
    gateway: createGatewayResolver({ db, gateways, secrets, http, clock }),
  }
  const sandboxGateway = gateways.find(({ description }) => description.sandbox)?.description.id
  try {
    if (sandboxGateway !== undefined) fillNewDatabase(db, { now: clock.now(), language, sandboxGateway })
    // an import that another process could not finish is finished or swept before anybody looks
    await recoverImports(context, isProcessAlive)
    await resumeRestores(context)
  } catch (error) {
    // a backup can then take its place
    db.close()
    throw error
  }

  let started = false
  const engine = createEngine(context, {
    get resumeOffline() {
      return started
    },
    checkpoint: options.checkpoint ?? noCheckpoint,
  })
  const receipts = createReceipts(context, gateways)
  const copying = createFolderCopying(context)
  const wishes = campaignWishHandlers(context, engine)
  const handlers = tellRefusedWrites(context, {
    ...accountHandlers(context, gateways),
    ...settingsHandlers(context),
    ...templateHandlers(context),
    ...draftHandlers(context, engine),
    ...historyHandlers(context, gateways),
    ...wishes,
    ...settleHandlers(context, {
      resume: (id) => wishes['campaigns.resume']({ id }),
      assertFree: (id) => engine.assertFree(id),
    }),
    ...receipts.handlers,
    ...contactHandlers(context),
    ...archiveHandlers(context, gateways),
    ...backupHandlers(context, () =>
      receipts.handlers['receipts.listen']({ ...readSettings(db).listener, enabled: false, persist: false }),
    ),
    ...copying.handlers,
    ...programHandlers(context, { gateways, version: options.version }),
    'jobs.cancel': async ({ jobId }) => {
      jobs.cancel(jobId)
    },
  })

  let stopWatch: () => Promise<void> = () => Promise.resolve()
  let stopBackups: () => void = () => undefined
  let stopCopying: () => void = () => undefined
  let stopWarming: () => void = () => undefined
  return {
    handlers,
    events,
    clock,
    start() {
      started = true
      stopWatch = startWatch(context, engine)
      receipts.start()
      dropOldRemoved(db, clock.now())
      stopBackups = startDailyBackups(context)
      stopCopying = copying.start()
      stopWarming = warmContactList(context)
      sweepLeftovers(context).catch((error: unknown) => log.error('leftovers not removed', { error: String(error) }))
    },
    async runDue() {
      engine.recover()
      const scheduler = createScheduler(context, engine, lateByCronMs)
      stopWatch = () => scheduler.close()
      const moved = await scheduler.look()
      await Promise.all(moved.map((campaignId) => engine.ended(campaignId)))
      await receipts.pollDue()
      return moved
    },
    recover: () => engine.recover(),
    stopSending: () => engine.close(),
    campaignEnded: (campaignId) => engine.ended(campaignId),
    texts: (draftId, row) => draftTexts(context, draftId, row),
    cancelJobs: () => jobs.cancelAll(),
    async close() {
      await stopWatch()
      stopBackups()
      stopCopying()
      stopWarming()
      jobs.cancelAll()
      await engine.close()
      await receipts.close()
      await handlers['backup.forget']()
      teller.close()
      events.close()
      http.close()
      closeDatabase(db, dataDir)
      log.info('core closed')
    },
  }
}

/**
 * The environment's variables win field by field over the keychain, which is not even asked where they give everything a
 * gateway wants: a server without a keychain never meets its errors.
 */
function defaultSecrets(db: Db, keychain: SecretStore): SecretStore {
  const fields = new Set(providers.flatMap(({ description }) => description.credentials.map(({ key }) => key)))
  const isComplete = (accountName: string, given: Credentials): boolean => {
    const account = accountByName(db, accountName)
    const provider = providers.find(({ description }) => description.id === account?.gateway)
    return provider?.description.credentials.every(({ key }) => given[key] !== undefined) ?? false
  }
  return combineSecrets(createEnvironmentSecrets(process.env, [...fields]), keychain, isComplete)
}

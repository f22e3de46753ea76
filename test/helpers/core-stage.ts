/** Griot's core as the window has it, with an account at a fake gateway and a clock that can be put forward. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore, type Core } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import type { SecretStore } from '@core/secrets/secrets'
import { connect, databaseFileName } from '@core/storage/open'
import type { CampaignView } from '@shared/contract/campaigns'
import type { MessageState } from '@shared/domain/message'
import type { FakeGateway } from './gateways/fake-gateway'
import { startFakeGateway, type FakeGatewayOptions } from './gateways/start'

export interface CoreStage {
  readonly core: Core
  /** Null for the sandbox. */
  readonly gateway: FakeGateway
  readonly accountId: number
  readonly dataDir: string
  /** Closes core, whatever it is doing, and opens another one on the same data. */
  restart(): Promise<void>
  /** Puts the clock forward, the gateway's too. */
  later(byMs: number): void
  /** Sends `text` to the numbers and waits for the end. Returns the campaign's id. */
  send(phones: readonly string[], options?: { readonly text?: string; readonly receipts?: boolean }): Promise<number>
  view(campaignId: number): Promise<CampaignView>
  /** State by number. */
  states(campaignId: number): Promise<Readonly<Record<string, MessageState>>>
  /** Actions in the audit log, oldest first. */
  audited(): string[]
  close(): Promise<void>
}

export interface StageOptions extends FakeGatewayOptions {
  /** Where the data folder is made. Default: the system's temporary folder. */
  readonly folder?: string
}

export async function stageCore(id: string, { folder, ...options }: StageOptions = {}): Promise<CoreStage> {
  const isSandbox = id === 'sandbox'
  let aheadMs = 0
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  const gateway = await startFakeGateway(isSandbox ? 'lmtgroup' : id, {
    balance: 1_000_000,
    now: clock.now,
    ...options,
  })
  const dataDir = mkdtempSync(join(folder ?? tmpdir(), 'griot-core-'))
  const secrets: SecretStore = {
    read: () => Promise.resolve(isSandbox ? {} : gateway.credentials),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    probe: () => Promise.resolve('ok'),
  }
  const openCore = (): Promise<Core> =>
    createCore({
      dataDir,
      clock,
      log: silentLog,
      actor: 'window',
      language: 'en',
      version: '0.0.0',
      secrets,
    })
  let core = await openCore()
  const { handlers } = core
  const account = await handlers['accounts.save']({
    name: 'Boutique',
    gateway: id,
    baseUrl: isSandbox ? null : gateway.url,
    sender: 'BOUTIQUE',
    country: 'CM',
    currency: 'XAF',
    price: '15',
    maxRate: null,
    concurrency: null,
    alertBelow: null,
    callbackUrl: null,
    usesKeychain: false,
  })
  const page = { search: '', offset: 0, limit: 200 } as const
  return {
    get core() {
      return core
    },
    async restart() {
      await core.close()
      core = await openCore()
    },
    gateway,
    accountId: account.id,
    dataDir,
    later: (byMs) => void (aheadMs += byMs),
    async send(phones, { text = 'Bonjour', receipts = true } = {}) {
      const { id: draft } = await handlers['drafts.create']({ name: text })
      const patch = {
        accountId: account.id,
        country: 'CM',
        template: text,
        receipts,
        allowRepeats: true,
        concurrency: 1,
      }
      await handlers['drafts.save']({ id: draft, patch })
      await handlers['drafts.addSource']({
        id: draft,
        source: { kind: 'numbers', phones: [...phones] },
        mapping: null,
        jobId: 'stage',
      })
      await handlers['drafts.start']({ id: draft, confirmedRecipients: phones.length })
      await core.campaignEnded(draft)
      return draft
    },
    view: (campaignId) => core.handlers['campaigns.get']({ id: campaignId }),
    async states(campaignId) {
      const { rows } = await handlers['campaigns.messages']({ id: campaignId, states: [], ...page })
      return Object.fromEntries(rows.map(({ phone, state }) => [phone, state]))
    },
    audited() {
      const db = connect(join(dataDir, databaseFileName), { readonly: true })
      const actions = db.prepare('SELECT action FROM audit_entry ORDER BY id').pluck().all() as string[]
      db.close()
      return actions
    },
    async close() {
      await core.close()
      await gateway.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

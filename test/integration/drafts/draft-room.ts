/** A draft room over a real database: handlers, the real engine and the sandbox, and the few files a test writes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { campaignWishHandlers, type WishHandlers } from '@core/campaigns/campaign-handlers'
import { createEngine } from '@core/campaigns/engine'
import { draftHandlers } from '@core/drafts/drafts'
import type { Provider } from '@core/providers/provider'
import { createSandbox } from '@core/providers/sandbox.provider'
import { insertAccount } from '@core/storage/account'
import type { DraftView, Excluded } from '@shared/contract/drafts'
import { automaticReading, type SourceInput } from '@shared/contract/recipients'
import { createTestContext, type TestContext } from '../../helpers/core-context'

export type Handlers = ReturnType<typeof draftHandlers> & WishHandlers

export interface DraftRoom {
  readonly context: TestContext
  readonly handlers: Handlers
  /** Campaigns that were handed to the engine. */
  readonly begun: number[]
  readonly accountId: number
  /** Writes a file into the room's folder and describes it as a source. */
  file(name: string, content: string | Buffer): Extract<SourceInput, { kind: 'file' }>
  /** A new draft with this table as its first source. */
  draft(table: string, template?: string): Promise<DraftView>
  add(id: number, source: SourceInput): Promise<DraftView>
  optOut(phone: string): void
  close(): Promise<void>
}
export const numbers = (...phones: string[]): SourceInput => ({ kind: 'numbers', phones })
export const pasted = (text: string): SourceInput => ({ kind: 'pasted', text, options: automaticReading })

export interface RoomOptions {
  readonly provider?: Provider
  readonly price?: string | null
  /** Run campaigns for real. Default false: they are only written down. */
  readonly runs?: boolean
}

export function openRoom({
  provider = createSandbox({ latencyMs: 0 }),
  price = '15',
  runs = false,
}: RoomOptions = {}): DraftRoom {
  const context = createTestContext({ gateways: [provider] })
  const engine = createEngine(context, { resumeOffline: false })
  const begun: number[] = []
  const begin = (id: number): void => {
    begun.push(id)
    if (runs) engine.begin(id)
  }
  const handlers = {
    ...draftHandlers(context, { begin }),
    ...campaignWishHandlers(context, { ...engine, begin }),
  }
  const accountId = insertAccount(
    context.db,
    {
      name: 'Boutique',
      gateway: provider.description.id,
      baseUrl: null,
      sender: 'BOUTIQUE',
      country: 'CM',
      currency: 'XAF',
      price,
      maxRate: null,
      concurrency: null,
      alertBelow: null,
      callbackUrl: null,
      usesKeychain: false,
    },
    context.clock.now(),
  )
  let jobs = 0
  const add: DraftRoom['add'] = (id, source) =>
    handlers['drafts.addSource']({ id, source, mapping: null, jobId: `job ${++jobs}` })
  return {
    context,
    handlers,
    begun,
    accountId,
    file(name, content) {
      const path = join(context.dataDir, name)
      writeFileSync(path, content)
      return { kind: 'file', path, options: automaticReading }
    },
    async draft(table, template = 'Bonjour {{ Nom }}') {
      const { id } = await handlers['drafts.create']({ name: 'Rappel' })
      await handlers['drafts.save']({ id, patch: { accountId, template, country: 'CM' } })
      return add(id, this.file(`first-${id}.csv`, table))
    },
    add,
    optOut(phone) {
      context.db
        .prepare(`INSERT OR IGNORE INTO opt_out (phone, source, created_at) VALUES (?, 'person', ?)`)
        .run(phone, context.clock.now())
    },
    async close() {
      await engine.close()
      context.close()
    },
  }
}

/** What is stored of a draft, whether it counts or not. */
export function storedRows(room: DraftRoom): {
  sources: number
  recipients: number
  messages: number
  drafts: number
  campaigns: number
  ids: number
} {
  const count = (table: string): number =>
    room.context.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  return {
    sources: count('recipient_source'),
    recipients: count('recipient'),
    messages: count('message'),
    drafts: count('draft'),
    campaigns: count('campaign'),
    ids: count('campaign_key'),
  }
}

export function messagesOf(
  room: DraftRoom,
  campaignId: number,
): { phone: string; text: string; segments: number; encoding: string; line: number }[] {
  return room.context.db
    .prepare('SELECT phone, text, segments, encoding, line FROM message WHERE campaign_id = ? ORDER BY id')
    .all(campaignId) as { phone: string; text: string; segments: number; encoding: string; line: number }[]
}

export function sumOf({ invalid, duplicate, optedOut, emptyField, repeated }: Excluded): number {
  return invalid + duplicate + optedOut + emptyField + repeated
}

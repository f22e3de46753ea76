/**
 * A campaign ready to send in a real database, and a gateway adapter whose answers a test writes down: what the engine
 * promises is about its port, so the port is where the test stands. The adapters face real servers elsewhere.
 */
import type { GatewayAbilities } from '@shared/domain/account'
import type { OutgoingMessage, Provider, SendOutcome, SendResult } from '@core/providers/provider'
import type { CoreContext } from '@core/context'
import type { Db } from '@core/storage/open'
import { insertCampaignRow } from './campaign-row'

export interface SeenRequest {
  readonly phones: readonly string[]
  /** States of the request's messages in the database at the moment it left. */
  readonly states: readonly string[]
}

export interface ScriptedGateway {
  readonly provider: Provider
  readonly requests: SeenRequest[]
  /** Every phone that the gateway accepted, in order. */
  readonly accepted: string[]
  /** Requests that left and were not answered yet. */
  inFlight(): number
  mostInFlight(): number
}

export const accepted: SendOutcome = {
  kind: 'accepted',
  gatewayMessageId: null,
  units: null,
  cost: null,
  currency: null,
  gatewayStatus: null,
  report: null,
}

const noAbilities: GatewayAbilities = {
  batchSize: 1,
  flash: false,
  balance: false,
  figures: false,
  archive: false,
  trace: false,
  callback: false,
  callbackPerMessage: false,
  settleFromArchive: false,
  messageId: false,
  senderMaxLength: 11,
}

/** `answer` decides each message's outcome; it may wait. `db` is asked for the states at the moment of sending. */
export function scriptGateway(
  answer: (message: OutgoingMessage, request: number) => SendOutcome | Promise<SendOutcome>,
  { batchSize = 1, db }: { batchSize?: number; db?: () => Db } = {},
): ScriptedGateway {
  const requests: SeenRequest[] = []
  const acceptedPhones: string[] = []
  let inFlight = 0
  let most = 0
  const provider: Provider = {
    description: {
      id: 'scripted',
      name: 'Scripted',
      countries: [],
      website: null,
      defaultBaseUrl: 'http://127.0.0.1',
      credentials: [],
      abilities: { ...noAbilities, batchSize },
      sandbox: false,
    },
    async send(_context, { messages }): Promise<SendResult> {
      const number = requests.length
      inFlight += 1
      most = Math.max(most, inFlight)
      const read = db?.().prepare('SELECT state FROM message WHERE id = ?').pluck()
      requests.push({
        phones: messages.map(({ phone }) => phone),
        states: read ? messages.map(({ id }) => read.get(id) as string) : [],
      })
      const outcomes = await Promise.all(messages.map(async (message) => answer(message, number)))
      for (const [index, outcome] of outcomes.entries())
        if (outcome.kind === 'accepted') acceptedPhones.push(messages[index]?.phone ?? '')
      inFlight -= 1
      return { outcomes, balance: null }
    },
  }
  return { provider, requests, accepted: acceptedPhones, inFlight: () => inFlight, mostInFlight: () => most }
}

/** Inserts an account at `gateway` and a campaign of `count` pending messages in state `sending`. Returns its id. */
export function insertCampaign(
  context: CoreContext,
  count: number,
  options: { gateway?: string; concurrency?: number; rate?: number } = {},
): number {
  const { db, clock } = context
  const now = clock.now()
  return db
    .transaction(() => {
      const { lastInsertRowid: accountId } = db
        .prepare(
          `INSERT INTO account (name, gateway, sender, country, currency, created_at, updated_at)
           VALUES ('test ' || (SELECT count(*) FROM account), ?, 'GRIOT', 'CM', 'XAF', ?, ?)`,
        )
        .run(options.gateway ?? 'scripted', now, now)
      const campaignId = insertCampaignRow(db, {
        state: 'sending',
        account_id: Number(accountId),
        account_name: 'test',
        sender: 'GRIOT',
        template: 'Bonjour',
        concurrency: options.concurrency ?? 4,
        rate: options.rate ?? null,
        created_at: now,
        updated_at: now,
      })
      const insert = db.prepare(
        `INSERT INTO message (campaign_id, phone, text, encoding, segments, state, updated_at) VALUES (?, ?, ?, 'GSM-7', 1, 'pending', ?)`,
      )
      for (let index = 0; index < count; index += 1) insert.run(campaignId, phoneOf(index), `Bonjour ${index}`, now)
      return campaignId
    })
    .immediate()
}

export const phoneOf = (index: number): string => `+2376${String(70_000_000 + index)}`

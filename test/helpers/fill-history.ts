/**
 * A history as years of use leave it: campaigns of many sizes, every state, French texts with names and amounts, phones of
 * several countries. The same seed gives the same rows.
 */
import { indexMessages } from '@core/storage/message-search'
import type { Db } from '@core/storage/open'
import { insertCampaignRow } from './campaign-row'

export interface FillOptions {
  readonly messages: number
  /** Size of each campaign; the last takes what is left. Default 20,000. */
  readonly perCampaign?: number
  /** The first campaigns' sizes; those after them are of `perCampaign`. */
  readonly sizes?: readonly number[]
  readonly now: number
  readonly accountId?: number
}

const words = (
  'rappel paiement montant frais scolarité réunion parents élève classe promotion remise magasin commande livraison ' +
  'rendez-vous docteur vaccin consultation église prière culte cotisation tontine assemblée marché boutique arrivage facture échéance'
).split(' ')
const firstNames =
  'Awa Kofi Fatou Jean Émilie Moussa Aïcha Thérèse Paul Ibrahim Chantal Kwame Adjoa Blaise Nadège Yao Rokia Serge Mireille Issa'.split(
    ' ',
  )
const lastNames =
  'Mbarga Diallo Traoré Nguema Koné Ouattara Eto’o Sow Ndiaye Abena Lawson Amouzou Kamga Fotso Bello Zongo Dossou Agbeko Mensah Tchoupo'.split(
    ' ',
  )
const prefixes = [
  '+237677',
  '+237699',
  '+237655',
  '+228900',
  '+228991',
  '+2250707',
  '+2250505',
  '+221771',
  '+2290197',
  '+241062',
]
const states = [
  'delivered',
  'delivered',
  'delivered',
  'delivered',
  'delivered',
  'delivered',
  'accepted',
  'undelivered',
  'expired',
  'rejected',
] as const

/** Repeatable pseudo-random numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Returns the ids of the campaigns, oldest first. */
export function fillHistory(db: Db, options: FillOptions): number[] {
  const { messages, perCampaign = 20_000, now, accountId } = options
  const random = seeded(20_261_122)
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item
  const message = db.prepare(
    `INSERT INTO message (campaign_id, line, phone, name, text, encoding, segments, state, attempts, gateway_message_id, gateway_status, units, accepted_at, claimed_at, updated_at, error_code, error_params)
     VALUES (?, ?, ?, ?, ?, 'GSM-7', ?, ?, 1, ?, 'DLV', 1, ?, ?, ?, ?, ?)`,
  )
  const sizes = [...(options.sizes ?? [])]
  for (let left = messages - sizes.reduce((sum, size) => sum + size, 0); left > 0; left -= perCampaign)
    sizes.push(Math.min(perCampaign, left))
  const dayMs = 86_400_000
  const ids: number[] = []
  for (const [index, size] of sizes.entries()) {
    db.transaction(() => {
      const startedAt = now - (sizes.length - index) * dayMs * 3
      const id = insertCampaignRow(db, {
        name: `${pick(words)} ${index + 1}`,
        state: 'finished',
        account_id: accountId ?? null,
        account_name: 'King',
        gateway: 'king',
        sender: 'GRIOT',
        template: 'Bonjour {{ Prénom }}',
        currency: 'XAF',
        price: '15',
        planned_recipients: size,
        created_at: startedAt,
        updated_at: startedAt,
        started_at: startedAt,
        finished_at: startedAt + 3_600_000,
      })
      ids.push(id)
      let from: number | null = null
      let upTo = 0
      for (let line = 1; line <= size; line += 1) {
        const name = `${pick(firstNames)} ${pick(lastNames)}`
        const phone = `${pick(prefixes)}${String(line).padStart(6, '0')}`
        const text = `Bonjour ${name}, ${pick(words)} ${pick(words)} : ${Math.floor(random() * 90_000 + 10_000)} FCFA avant le ${Math.floor(random() * 28) + 1}. ${pick(words)} ${pick(words)}`
        const state = line % 5000 === 0 ? 'unknown' : pick(states)
        const acceptedAt = state === 'rejected' || state === 'unknown' ? null : startedAt + line * 50
        const error = state === 'rejected' ? 'invalid_recipient' : state === 'unknown' ? 'no_answer' : null
        const { lastInsertRowid } = message.run(
          id,
          line,
          phone,
          name,
          text,
          text.length > 160 ? 2 : 1,
          state,
          acceptedAt === null ? null : `${id}-${line}`,
          acceptedAt,
          startedAt + line * 50,
          startedAt + line * 50 + 60_000,
          error,
          error === null ? null : '{}',
        )
        upTo = Number(lastInsertRowid)
        from ??= upTo
      }
      if (from !== null) indexMessages(db, { campaignId: id, from, upTo })
    })()
  }
  return ids
}

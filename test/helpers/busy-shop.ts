/**
 * A shop after some weeks with Griot: accounts at all four gateways (fakes), people in groups, campaigns that ended well and
 * badly, one that waits for its key, one planned, one in preparation and one that is being sent.
 */
import { vi } from 'vitest'
import type { DraftPatch } from '@shared/contract/drafts'
import { automaticReading, type SourceInput } from '@shared/contract/recipients'
import type { Reply } from '@shared/contract/schema'
import { patienceMs } from '../e2e/patience'
import type { FramePage } from '../e2e/pages/frame.page'
import type { GatewayId } from './gateways/fake-gateway'
import type { WindowGateway } from './window-gateway'
import { shopTemplate } from './shop-message'

export const shopAccounts: Readonly<Record<GatewayId, string>> = {
  kingsmspro: 'Boutique Akwa',
  devcodesms: 'Boutique Bonabéri',
  smspresto: 'École Sainte-Marie',
  lmtgroup: 'Clinique du Wouri',
}

export interface BusyShop {
  readonly finished: number
  readonly troubled: number
  readonly refused: number
  readonly running: number
  readonly scheduled: number
  readonly draft: number
}

async function valueOf<Value>(asked: Promise<Reply<Value>>): Promise<Value> {
  const reply = await asked
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}

const firstNames = ['Awa', 'Françoise', 'Jean-Paul', 'Mariam', 'Noël', 'Aïcha', 'Kouamé', 'Thérèse']
const lastNames = ['Ndiaye', 'Mballa', 'Kouassi', 'Traoré', 'Fotso', 'Essomba', 'Tchoumi']

/** A table as it is pasted from Excel. `ending` gives the last two digits, which the sandbox goes by. */
function pastedRows(count: number, ending: (index: number) => number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const number = `6${index % 2 === 0 ? 77 : 99}${String(1000 + index)}${String(ending(index)).padStart(2, '0')}`
    const amount = `${String(2 + (index % 30))} 500`
    return [firstNames[index % 8], lastNames[index % 7], number, amount, '15/12/2026'].join('\t')
  })
  return ['Prénom\tNom\tTéléphone\tMontant dû (€)\tÉchéance', ...rows].join('\n')
}

async function draftOf(
  page: FramePage,
  name: string,
  source: SourceInput,
  patch: DraftPatch,
): Promise<{ id: number; valid: number }> {
  const { id } = await valueOf(page.ask('drafts.create', { name }))
  await valueOf(page.ask('drafts.addSource', { id, source, mapping: null, jobId: `seed ${name}` }))
  const { counts } = await valueOf(
    page.ask('drafts.save', { id, patch: { country: 'CM', allowRepeats: true, ...patch } }),
  )
  return { id, valid: counts.valid }
}

async function start(page: FramePage, draft: { id: number; valid: number }): Promise<number> {
  const bill = await valueOf(page.ask('drafts.bill', { id: draft.id, askBalance: false, jobId: `bill ${draft.id}` }))
  const asked = page.ask('drafts.start', { id: draft.id, confirmedRecipients: bill.recipients })
  return (await valueOf(asked)).campaignId
}

async function reaches(page: FramePage, id: number, state: 'finished' | 'paused'): Promise<void> {
  const isThere = async () => (await valueOf(page.ask('campaigns.get', { id }))).state === state
  await vi.waitUntil(isThere, { timeout: patienceMs, interval: 100 })
}

/** Fills an empty data folder through the window's bridge. @param file a French export of customers. */
export async function fillBusyShop(
  page: FramePage,
  gateways: Readonly<Record<GatewayId, WindowGateway>>,
  file: string,
): Promise<BusyShop> {
  await page.ask('settings.save', { country: 'CM', tourDone: true })
  const ids = new Map<GatewayId, number>()
  for (const id of ['kingsmspro', 'devcodesms', 'smspresto', 'lmtgroup'] as const) {
    const saved = await valueOf(
      page.ask('accounts.save', {
        name: shopAccounts[id],
        gateway: id,
        baseUrl: gateways[id].fake.url,
        sender: id === 'smspresto' ? 'STE MARIE' : 'BOUTIQUE',
        country: id === 'kingsmspro' ? 'TG' : 'CM',
        currency: id === 'kingsmspro' ? 'XOF' : 'XAF',
        price: '15',
        maxRate: null,
        concurrency: null,
        alertBelow: id === 'smspresto' ? '5000' : null,
        callbackUrl: null,
        usesKeychain: false,
      }),
    )
    ids.set(id, saved.id)
  }
  const accounts = await valueOf(page.ask('accounts.list', undefined))
  const sandbox = accounts.find(({ gateway }) => gateway.sandbox)?.id ?? 0
  await page.ask('accounts.balances', { ids: [] })

  const people = {
    kind: 'pasted',
    text: pastedRows(240, (index) => 10 + (index % 80)),
    options: automaticReading,
  } as const
  const import_ = { source: people, country: 'CM', migrate: true, mapping: null, rejectsPath: null, jobId: 'people' }
  await valueOf(page.ask('contacts.import', { ...import_, groupName: 'Clients fidèles' }))
  await page.ask('optOuts.add', {
    phones: ['677100010', '699100111'],
    reason: 'STOP',
    country: 'CM',
    jobId: 'opt-outs',
  })
  await page.ask('templates.save', { name: 'Rappel de paiement', body: shopTemplate })

  const template = shopTemplate
  const presto = ids.get('smspresto') ?? 0
  const customers: SourceInput = {
    kind: 'pasted',
    text: pastedRows(320, (index) => 10 + (index % 80)),
    options: automaticReading,
  }
  const finished = await start(
    page,
    await draftOf(page, 'Rentrée scolaire', customers, { accountId: presto, template }),
  )
  await reaches(page, finished, 'finished')
  await page.ask('accounts.balances', { ids: [] })

  const mixed: SourceInput = { kind: 'pasted', text: pastedRows(48, (index) => index % 12), options: automaticReading }
  const troubled = await start(
    page,
    await draftOf(page, 'Rappel de paiement', mixed, { accountId: sandbox, template, receipts: true }),
  )
  await reaches(page, troubled, 'finished')

  const king = gateways.kingsmspro.fake
  const right = king.credentials
  king.credentials = { ...right, apiKey: 'renouvelée' }
  const refused = await start(
    page,
    await draftOf(page, 'Soldes de décembre', customers, { accountId: ids.get('kingsmspro') ?? 0, template }),
  )
  await reaches(page, refused, 'paused')
  king.credentials = right

  const planned = await draftOf(page, 'Rappel de la tontine', people, { accountId: sandbox, template })
  const { campaignId: scheduled } = await valueOf(
    page.ask('drafts.schedule', {
      id: planned.id,
      confirmedRecipients: (
        await valueOf(page.ask('drafts.bill', { id: planned.id, askBalance: false, jobId: 'plan' }))
      ).recipients,
      at: Date.UTC(2031, 2, 10, 8),
      recurrence: '0 9 * * 1',
      timeZone: 'Africa/Douala',
    }),
  )
  const columns = { phone: 2, name: 1, firstName: 0 }
  const { id: draft } = await valueOf(page.ask('drafts.create', { name: 'Arrivage de pagnes' }))
  const source = { kind: 'pasted', text: file, options: automaticReading } as const
  await valueOf(page.ask('drafts.addSource', { id: draft, source, mapping: columns, jobId: 'draft' }))
  const text = 'Bonjour {{ Prénom }}, l’arrivage est là : ça vaut le détour. À bientôt !'
  await page.ask('drafts.save', { id: draft, patch: { accountId: presto, template: text, country: 'CM' } })

  const slow = await draftOf(page, 'Vœux de fin d’année', people, { accountId: sandbox, template, rate: 1 })
  return { finished, troubled, refused, scheduled, draft, running: await start(page, slow) }
}

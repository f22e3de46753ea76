/**
 * The statement of a time, for who keeps the accounts. A message belongs to the moment at which the gateway took it, else to
 * its last change. Campaigns that were removed are not in it: their messages are gone.
 */
import { sendingCounts, outcomeCounts, emptyMessageCounts, type MessageState } from '@shared/domain/message'
import type { StatementLine } from '@shared/domain/statement'
import type { Language } from '@shared/language'
import { describeGateway, type Gateways } from '../accounts/gateways'
import type { CoreContext } from '../context'
import { exportLanguage, exportTime } from '../exports/export-language'
import { writeCsv } from '../exports/write-csv'
import { appendAudit } from '../storage/audit'
import { findCampaign, type Campaign } from '../storage/campaign'
import { sliceOfPeriod, type PeriodPlace } from '../storage/message-period'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { priceOf } from './campaign-view'

/** Epoch ms; `to` is not included. */
export interface Period {
  readonly from: number
  readonly to: number
}

const sliceSize = 5000

interface Sums {
  readonly messages: Record<MessageState, number>
  readonly segments: Record<MessageState, number>
  first: number
  last: number
}

/** The earliest campaign first; those that were only planned or cancelled in this time have no line. */
export async function statementOf(
  context: CoreContext,
  gateways: Gateways,
  { from, to }: Period,
): Promise<StatementLine[]> {
  const { db } = context
  const campaigns = new Map<number, Sums>()
  for (let after: PeriodPlace | null = { at: from, id: 0 }; after !== null;) {
    const { sums, next } = sliceOfPeriod(db, { after, to, limit: sliceSize })
    for (const { campaignId, state, messages, segments, first, last } of sums) {
      const sum = campaigns.get(campaignId) ?? {
        messages: emptyMessageCounts(),
        segments: emptyMessageCounts(),
        first,
        last,
      }
      sum.messages[state] += messages
      sum.segments[state] += segments
      sum.first = Math.min(sum.first, first)
      sum.last = Math.max(sum.last, last)
      campaigns.set(campaignId, sum)
    }
    after = next
    await yieldToEventLoop()
  }
  return [...campaigns]
    .flatMap(([id, sums]) => {
      const campaign = findCampaign(db, id)
      return campaign === null ? [] : lineOf(campaign, sums, gateways)
    })
    .sort((one, other) => one.first - other.first || one.campaignId - other.campaignId)
}

function lineOf(campaign: Campaign, { messages, segments, first, last }: Sums, gateways: Gateways): StatementLine[] {
  const { sent, doubtful } = sendingCounts(messages)
  const { delivered, failed } = outcomeCounts(messages)
  if (sent + doubtful + failed === 0) return []
  const paid = sendingCounts(segments).sent
  return [
    {
      campaignId: campaign.id,
      campaign: campaign.name,
      account: campaign.account,
      sender: campaign.sender,
      currency: campaign.currency,
      sandbox: campaign.gateway !== null && describeGateway(gateways, campaign.gateway).sandbox,
      test: campaign.test,
      first,
      last,
      sent,
      delivered,
      failed,
      doubtful,
      segments: paid,
      cost: priceOf(paid, campaign.price),
    },
  ]
}

const headings: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'Premier envoi',
    'Dernier envoi',
    'Campagne',
    'Compte',
    'Émetteur',
    'Essai',
    'Envoyés',
    'Livrés',
    'Échecs',
    'Douteux',
    'SMS',
    'Coût',
    'Monnaie',
  ],
  en: [
    'First sent',
    'Last sent',
    'Campaign',
    'Account',
    'Sender',
    'Trial',
    'Sent',
    'Delivered',
    'Failed',
    'Doubtful',
    'SMS',
    'Cost',
    'Currency',
  ],
}
const trials: Readonly<Record<Language, { readonly sandbox: string; readonly test: string }>> = {
  fr: { sandbox: 'bac à sable', test: 'SMS d’essai' },
  en: { sandbox: 'sandbox', test: 'test SMS' },
}

/** One row for each campaign, totals left to the spreadsheet; the number of rows. Throws AppError file_*, disk_full. */
export async function exportStatement(
  context: CoreContext,
  gateways: Gateways,
  { path, ...period }: Period & { readonly path: string },
): Promise<number> {
  const { db, clock, actor } = context
  const language = exportLanguage(context.settings())
  const lines = await statementOf(context, gateways, period)
  const decimal = (cost: string): string => (language === 'fr' ? cost.replace('.', ',') : cost)
  const rows = lines.map((line) => [
    exportTime(line.first),
    exportTime(line.last),
    line.campaign,
    line.account ?? '',
    line.sender ?? '',
    line.sandbox ? trials[language].sandbox : line.test ? trials[language].test : '',
    ...[line.sent, line.delivered, line.failed, line.doubtful, line.segments].map(String),
    line.sandbox || line.cost === null ? '' : decimal(line.cost),
    line.sandbox ? '' : (line.currency ?? ''),
  ])
  const written = await writeCsv(path, { columns: headings[language], rows })
  appendAudit(db, { at: clock.now(), actor, action: 'statement.export', subject: '', detail: { rows: written } })
  return written
}

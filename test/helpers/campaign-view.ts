/** A campaign as core tells and answers it, for tests without a core. */
import type { CampaignChange, CampaignView } from '@shared/contract/campaigns'
import { campaignAbilities } from '@shared/domain/campaign'
import { emptyMessageCounts } from '@shared/domain/message'

/** Being sent by this process, unless `some` says otherwise. */
export function campaignViewOf(some: Partial<CampaignView> = {}): CampaignView {
  const view: Omit<CampaignView, 'can'> = {
    id: 1,
    sequence: 1,
    name: 'Soldes',
    state: 'sending',
    pauseReason: null,
    pauseError: null,
    accountId: 1,
    account: 'Boutique',
    gateway: 'lmtgroup',
    sandbox: false,
    sender: 'BOUTIQUE',
    counts: emptyMessageCounts(),
    recipients: 0,
    segments: 0,
    cost: null,
    currency: null,
    scheduledAt: null,
    recurrence: null,
    timeZone: null,
    personalDates: null,
    createdAt: 1,
    startedAt: 2,
    finishedAt: null,
    template: 'Bonjour',
    flash: false,
    receipts: true,
    transliterate: false,
    rate: null,
    concurrency: null,
    price: null,
    excluded: { invalid: 0, duplicate: 0, optedOut: 0, emptyField: 0, repeated: 0 },
    joined: { rows: 0, messages: 0 },
    ratePerSecond: null,
    remainingMs: null,
    heldByOther: false,
    absent: 0,
    waitsUntil: null,
    ...some,
  }
  return {
    ...view,
    can: { ...campaignAbilities(view), retry: false, resolve: false, settleFromGateway: false, ...some.can },
  }
}

export function campaignChange(some: Partial<CampaignChange> = {}): CampaignChange {
  return { ...campaignViewOf(some), test: some.test ?? false, before: some.before ?? null }
}

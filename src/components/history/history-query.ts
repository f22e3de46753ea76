/** The filters of the history as its fields hold them, and as core takes them. Pure. */
import type { HistoryFilter } from '@shared/contract/campaigns'
import { messageStates, outcomeOf, statesOfOutcome, type MessageState } from '@shared/domain/message'
import { endOfDay, startOfDay } from './day-range'

/** What people ask for, in the order of the choice. */
export const historyOutcomes = ['all', 'delivered', 'sent', 'waiting', 'failed', 'doubtful', 'cancelled'] as const
export type HistoryOutcome = (typeof historyOutcomes)[number]

function statesOf(outcome: HistoryOutcome): MessageState[] {
  return outcome === 'all' ? [] : statesOfOutcome(outcome)
}

export interface HistoryFields {
  search: string
  outcome: HistoryOutcome
  phone: string
  /** `YYYY-MM-DD`, or empty. */
  from: string
  to: string
  accountId: number | null
  campaignId: number | null
}

export const emptyHistoryFields: HistoryFields = {
  search: '',
  outcome: 'all',
  phone: '',
  from: '',
  to: '',
  accountId: null,
  campaignId: null,
}

export function historyFilterOf(fields: HistoryFields): HistoryFilter {
  const phone = fields.phone.trim()
  return {
    states: statesOf(fields.outcome),
    search: fields.search.trim().slice(0, 200),
    phone: phone === '' ? null : phone.slice(0, 40),
    text: null,
    from: startOfDay(fields.from),
    to: endOfDay(fields.to),
    accountId: fields.accountId,
    campaignId: fields.campaignId,
  }
}

/** The outcome that an address names: one of ours, or a single state. */
export function outcomeNamed(name: unknown): HistoryOutcome {
  const outcome = historyOutcomes.find((known) => known === name)
  if (outcome) return outcome
  const state = messageStates.find((known) => known === name)
  return state === undefined ? 'all' : outcomeOf(state)
}

/** History and archive side by side: only what both say, and not alike, is marked. */
import { describe, expect, it } from 'vitest'
import type { MessageDetail } from '@shared/contract/campaigns'
import type { ArchiveRow } from '@shared/contract/gateway-side'
import { bothSides } from '@/components/archives/both-sides'
import { archiveKey } from '@/components/archives/archive-message'

const at = Date.UTC(2026, 10, 22, 9)
const formats = { number: String, dateTime: (moment: number) => new Date(moment).toISOString() }
const message: MessageDetail = {
  id: 1,
  campaignId: 1,
  campaign: 'Rentrée',
  account: 'Boutique',
  joinedLines: [],
  line: 2,
  phone: '+237677123456',
  name: 'Awa',
  text: 'Bonjour  Awa',
  encoding: 'GSM-7',
  segments: 1,
  state: 'accepted',
  attempts: 1,
  gatewayMessageId: '12',
  gatewayStatus: null,
  error: null,
  acceptedAt: at,
  updatedAt: at,
  units: null,
  cost: null,
  costCurrency: null,
  timeline: [],
}
const entry: ArchiveRow = {
  gatewayMessageId: '12',
  phone: '237677123456',
  text: 'Bonjour Awa',
  sender: 'BOUTIQUE',
  status: '1',
  segments: 1,
  createdAt: null,
  sentAt: at + 3_600_000,
  contactName: null,
  messageId: 1,
}
const marked = (there: Partial<ArchiveRow>) =>
  bothSides(message, { ...entry, ...there }, formats)
    .filter(({ differs }) => differs)
    .map(({ id }) => id)

describe('a message on both sides', () => {
  it('is the same although numbers, spaces and clocks are written otherwise', () => {
    expect(marked({})).toEqual([])
  })

  it('differs where it does', () => {
    expect(marked({ text: 'Bonsoir Awa' })).toEqual(['text'])
    expect(marked({ segments: 2 })).toEqual(['segments'])
    expect(marked({ sentAt: at + 72 * 3_600_000 })).toEqual(['sentAt'])
    expect(marked({ gatewayMessageId: '13' })).toEqual(['reference'])
  })

  it('that one of them lacks marks nothing, and says nothing for it', () => {
    const onlyHere = bothSides(message, null, formats)
    expect(onlyHere.every(({ there, differs }) => there === null && !differs)).toBe(true)
    const onlyThere = bothSides(undefined, entry, formats)
    expect(onlyThere.map(({ id }) => id)).toContain('sender')
    expect(onlyThere.every(({ here, differs }) => here === null && !differs)).toBe(true)
  })
})

it('entries without a reference are told apart by number and time', () => {
  expect(archiveKey(entry)).toBe('12')
  expect(archiveKey({ ...entry, gatewayMessageId: null })).toBe(`237677123456-${at + 3_600_000}`)
})

/** Several numbers for one row: what is kept through another country, migration, other options, and to the campaign's end. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportCampaign } from '@core/history/export-messages'
import { automaticReading, type SecondNumbers } from '@shared/contract/recipients'
import type { DraftView } from '@shared/contract/drafts'
import { openRoom, sumOf, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const table =
  'Élève;Père;Mère;Solde\nAwa;677123401;699123401;12 500\nBintou;néant;699123402;3 000\nAli;677123403 / 699123403;;500\nEve;12;;1\n'
const template = '{{ Élève }} : {{ Solde }}'

async function prepared(use: SecondNumbers['use'], rows = table): Promise<DraftView> {
  const { id } = await room.draft(rows, template)
  const mapping = { phone: 1, name: 0, second: { columns: [2], sameCell: true, use } }
  return room.handlers['drafts.rereadSource']({ id, index: 0, options: automaticReading, mapping, jobId: 'map' })
}
const phonesOf = (id: number): unknown =>
  room.context.db
    .prepare("SELECT line || ' ' || coalesce(phone, reason) FROM recipient WHERE campaign_id = ? ORDER BY id")
    .pluck()
    .all(id)
const first = ['2 +237677123401', '3 +237699123402', '4 +237677123403', '5 too_short']
const all = [
  '2 +237677123401',
  '2 +237699123401',
  '3 not_a_number',
  '3 +237699123402',
  '4 +237677123403',
  '4 +237699123403',
  '5 too_short',
]

describe.each([
  ['first', first, { used: 1, added: 0 }],
  ['all', all, { used: 0, added: 3 }],
] as const)('%s', (use, right, second) => {
  it('is read so, and the bill counts each number once', async () => {
    const { id, sources } = await prepared(use)
    expect(phonesOf(id)).toEqual(right)
    expect(sources[0]?.second).toMatchObject(second)
    const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    expect(bill.recipients + bill.joined.rows + sumOf(bill.excluded)).toBe(right.length)
  })

  it('stays so for another country and back, with and without migration', async () => {
    const { id } = await prepared(use)
    await room.handlers['drafts.save']({ id, patch: { country: 'SN' } })
    expect(phonesOf(id)).not.toEqual(right)
    await room.handlers['drafts.save']({ id, patch: { country: 'CM' } })
    await room.handlers['drafts.save']({ id, patch: { migrate: true } })
    await room.handlers['drafts.save']({ id, patch: { migrate: false } })
    expect(phonesOf(id)).toEqual(right)
    const { sources } = await room.handlers['drafts.get']({ id })
    expect(sources[0]?.mapping?.second?.use).toBe(use)
  })

  it('stays so where only the reading changes', async () => {
    const { id } = await prepared(use)
    const options = { ...automaticReading, decimal: 'comma' as const }
    const again = await room.handlers['drafts.rereadSource']({ id, index: 0, options, mapping: null, jobId: 'again' })
    expect(again.sources[0]?.mapping?.second).toEqual({ columns: [2], sameCell: true, use })
    expect(phonesOf(id)).toEqual(right)
  })
})

describe('rows that share a message', () => {
  const siblings =
    'Élève;Père;Mère;Solde\nAwa;677123401;;12 500,50\nMoussa;677123401;;environ 8 000\nZoé;677123402;;5\n'

  it('say which amounts could not be added up', async () => {
    const { id } = await prepared('first', siblings)
    await room.handlers['drafts.save']({ id, patch: { sameNumber: 'join' } })
    const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    expect(bill.joined).toEqual({
      rows: 1,
      messages: 1,
      unsummed: { count: 1, cells: [{ source: 0, line: 3, value: 'environ 8 000' }] },
    })
    // a text without the amount depends on nothing of it
    await room.handlers['drafts.save']({ id, patch: { template: '{{ Élève }}' } })
    const without = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    expect(without.joined.unsummed).toEqual({ count: 0, cells: [] })
  })

  it('are kept with the campaign and in its export', async () => {
    const { id } = await prepared('first', siblings)
    await room.add(id, room.file('cm2.csv', 'Élève;Père;Mère;Solde\nFanta;677123402;;7\n'))
    await room.handlers['drafts.save']({ id, patch: { sameNumber: 'join', template: '{{ Élève }}' } })
    await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
    const stored = room.context.db.prepare('SELECT joined FROM campaign WHERE id = ?').pluck().get(id) as string
    expect(JSON.parse(stored)).toEqual({ rows: 2, messages: 2 })
    const path = join(room.context.dataDir, 'out.csv')
    await exportCampaign(room.context, { id, path, states: [] })
    const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
    expect(lines.map((line) => line.split(';')[2])).toEqual(['2, 3', '4, 2 (cm2.csv)'])
  })
})

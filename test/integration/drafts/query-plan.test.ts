import { afterEach, beforeEach, expect, it } from 'vitest'
import { listDrafts } from '@core/storage/draft'
import { countOptedOut } from '@core/storage/opted-out-recipient'
import { purgeMessages } from '@core/storage/planned-message'
import { recentTexts } from '@core/storage/recent-message'
import {
  handOverNumber,
  handOverNumbers,
  lineOfNumber,
  nextCandidates,
  nextRecipients,
  pageOfSource,
  purgeRecipients,
} from '@core/storage/recipient'
import type { Db } from '@core/storage/open'
import { plansOf } from '../../helpers/query-plan'
import { openRoom, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const hot: [string, (db: Db) => unknown][] = [
  ['the next rows to send to', (db) => nextCandidates(db, { source: 1, after: 0, limit: 10 })],
  [
    'the next rows',
    (db) =>
      [null, 'valid', 'migrated'].map((status) =>
        nextRecipients(db, { source: 1, status: status as null, after: 0, limit: 10 }),
      ),
  ],
  [
    'a page',
    (db) =>
      [null, 'valid'].map((status) => pageOfSource(db, { source: 1, status: status as null, limit: 10, offset: 5 })),
  ],
  ['recent texts', (db) => recentTexts(db, 0)?.of('+237677123401')],
  ['removing rows', (db) => [purgeRecipients(db, 999, 10), purgeMessages(db, 999, 10)]],
]
const sortingAHandful: [string, (db: Db) => unknown][] = [
  ['who has a number', (db) => lineOfNumber(db, { campaignId: 1, phone: '+237677123401' })],
  [
    'handing numbers over',
    (db) => {
      handOverNumbers(db, { campaignId: 1, source: 999, after: 0, limit: 10 })
      handOverNumber(db, 1, { id: 999, phone: '+1' })
    },
  ],
  ['the list of drafts', (db) => listDrafts(db)],
]

const bigTables = /SCAN (?:r|d|recipient|message|m)\b(?! USING (?:COVERING )?INDEX)/

it.each(hot)('%s: walks an index and sorts nothing', async (_, run) => {
  const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123401\n')
  await room.handlers['drafts.start']({ id, confirmedRecipients: 1 })
  const plan = plansOf(room.context.db, run)
  expect(plan.length).toBeGreaterThan(0)
  expect(plan.filter((line) => bigTables.test(line) || line.includes('TEMP B-TREE'))).toEqual([])
})

it.each(sortingAHandful)('%s: searches by number, and sorts the few rows of one number at most', (_, run) => {
  const plan = plansOf(room.context.db, run)
  expect(plan.length).toBeGreaterThan(0)
  expect(plan.filter((line) => bigTables.test(line))).toEqual([])
})

it('counts the opted-out from the smaller side', async () => {
  const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\n')
  for (const optOuts of [1, 40]) {
    for (let index = 0; index < optOuts; index += 1) room.optOut(`+2376771234${String(index + 1).padStart(2, '0')}`)
    const plan = plansOf(room.context.db, (db) => {
      expect([...countOptedOut(db, id, [{ id: 1, valid: 2 }])].flat().reduce((sum, { count }) => sum + count, 0)).toBe(
        Math.min(optOuts, 2),
      )
    })
    expect(plan.filter((line) => bigTables.test(line))).toEqual([])
  }
})

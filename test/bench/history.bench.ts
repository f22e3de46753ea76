/**
 * History of 1,000,000 messages: any page, filter or search, and a campaign of 1,000,000, within 50 ms at p99.
 * Run: npx vitest run --config test/bench/vitest.config.ts history
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { messagesByIds } from '@core/storage/message'
import { pageOfMessages, type MessageQuery } from '@core/storage/message-list'
import { openDatabase, type Db } from '@core/storage/open'
import { messageStates } from '@shared/domain/message'
import { fillHistory, seeded } from '../helpers/fill-history'

const dataDir = process.env.GRIOT_BENCH_DIR ?? mkdtempSync(join(tmpdir(), 'griot-bench-'))
const now = 1_795_334_400_000
const dayMs = 86_400_000
const anything: MessageQuery = {
  states: [],
  search: '',
  phone: null,
  text: null,
  from: null,
  to: null,
  accountId: null,
  campaignId: null,
  order: 'newest',
}
const searches = [
  'bonjour',
  'bonj',
  'awa',
  'mbarga rappel',
  'thérèse',
  'ndiaye facture',
  'reunion parents',
  '45210',
  '677 00 12 34',
  '00237699004321',
  'personne',
  'koné 12',
  'vac',
]
let db: Db

beforeAll(() => {
  db = openDatabase({ dataDir, now })
  if ((db.prepare('SELECT count(*) FROM campaign').pluck().get() as number) === 0) {
    fillHistory(db, { messages: 1_000_000, perCampaign: 20_000, now })
  }
}, 1_200_000)
afterAll(() => {
  db.close()
  if (process.env.GRIOT_BENCH_DIR === undefined) rmSync(dataDir, { recursive: true, force: true })
})

it('answers any page, filter and search', { timeout: 1_200_000 }, () => {
  const random = seeded(7)
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item
  const campaigns = db.prepare('SELECT id FROM campaign').pluck().all() as number[]
  const times: number[] = []
  const slow: { query: MessageQuery; offset: number; ms: number }[] = []
  for (let round = -50; round < 600; round += 1) {
    const from = now - Math.floor(random() * 150) * dayMs
    const query: MessageQuery = {
      ...anything,
      ...(random() < 0.4 ? { search: pick(searches) } : {}),
      ...(random() < 0.4
        ? { states: random() < 0.7 ? [pick(messageStates)] : [pick(messageStates), pick(messageStates)] }
        : {}),
      ...(random() < 0.3 ? { campaignId: pick(campaigns), order: pick(['line', 'newest'] as const) } : {}),
      ...(random() < 0.2 ? { from, to: from + pick([1, 7, 30]) * dayMs } : {}),
    }
    const { total } = pageOfMessages(db, query, { offset: 0, limit: 1 })
    const offset = Math.floor(random() * total)
    const start = performance.now()
    messagesByIds(db, pageOfMessages(db, query, { offset, limit: 100 }).ids)
    const ms = performance.now() - start
    if (round < 0) continue
    times.push(ms)
    slow.push({ query, offset, ms })
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.ceil(times.length * share) - 1] ?? 0
  slow.sort((a, b) => b.ms - a.ms)
  console.log(
    `history 1,000,000: p50 ${at(0.5).toFixed(1)} ms, p90 ${at(0.9).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms, max ${at(1).toFixed(1)} ms`,
  )
  for (const { query, offset, ms } of slow.slice(0, 6)) console.log(ms.toFixed(1), offset, JSON.stringify(query))
  expect(at(0.99)).toBeLessThan(50)
})

/** What the walk over a draft may cost, counted instead of timed: a loaded machine changes nothing. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openRoom, type DraftRoom } from './draft-room'

const rows = 1_000
const step = 200

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await room.close()
})

/** Every tenth number is that of the row before. */
function table(): string {
  const line = (_: unknown, index: number): string =>
    `Élève ${index};${677_123_000 + (index % 10 === 9 ? index - 1 : index)};${1000 + index} FCFA`
  return ['Nom;Tél;Solde', ...Array.from({ length: rows }, line)].join('\n')
}

it('a bill of joined rows reads the cells of each row once, with two queries for each page', async () => {
  const { id } = await room.draft(table(), 'Bonjour {{ Nom }}, solde : {{ Solde }}')
  await room.handlers['drafts.save']({ id, patch: { sameNumber: 'join' } })
  const { db } = room.context
  const stored = db.prepare('SELECT fields FROM recipient').pluck().all() as string[]
  const timesRead = new Map(stored.map((fields) => [fields, 0]))
  const parse = JSON.parse.bind(JSON)
  vi.spyOn(JSON, 'parse').mockImplementation((text, reviver) => {
    const times = timesRead.get(text)
    if (times !== undefined) timesRead.set(text, times + 1)
    return parse(text, reviver) as unknown
  })
  const query = vi.spyOn(Object.getPrototypeOf(db.prepare('SELECT 1')) as { all: () => unknown[] }, 'all')

  const bill = await room.handlers['drafts.bill']({ id, jobId: 'bill', askBalance: false })

  expect(bill).toMatchObject({ recipients: rows * 0.9, joined: { rows: rows / 10 } })
  expect(timesRead.size).toBe(rows)
  expect([...timesRead].filter(([, times]) => times !== 1)).toEqual([])
  const pages = Math.ceil((rows * 0.9) / step) + 1
  // besides the pages: accounts, sources, settings
  expect(query.mock.calls.length).toBeLessThan(2 * pages + 10)
})

/** The one pager of archives: it always ends, gives each entry once, and says whether it saw everything. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { openReading, readWhole, type ReadingOptions } from '@core/archives/read-archive'
import type { ArchiveEntry, ArchivePage } from '@core/providers/provider'
import { AppError } from '@shared/errors'
import { pageOf, type ArchiveLies } from '../../../helpers/gateways/archive-lies'

const entryOf = (number: number, id: string | null = String(number)): ArchiveEntry => ({
  gatewayMessageId: id,
  phone: `+22507${10_000_000 + number}`,
  text: `Bonjour ${number}`,
  sender: 'GRIOT',
  status: '1',
  segments: 1,
  createdAt: number * 1000,
  sentAt: null,
  contactName: null,
})
const entriesOf = (count: number, named = true): ArchiveEntry[] =>
  Array.from({ length: count }, (_, index) => entryOf(index, named ? String(index) : null))

/** What a row becomes of which nothing is recognised. */
const blank: ArchiveEntry = {
  gatewayMessageId: null,
  phone: '',
  text: null,
  sender: null,
  status: null,
  segments: null,
  createdAt: null,
  sentAt: null,
  contactName: null,
}

/** An archive whose pages begin with the last entry of the page before, as SMS Presto's are read. */
function overlapping(entries: readonly ArchiveEntry[], lies: ArchiveLies = {}) {
  return (cursor: string | null): Promise<ArchivePage> => {
    const [from = 0, repeated = 0] = (cursor ?? '0:0').split(':').map(Number)
    const page = pageOf(entries, from, from + 50, lies)
    const repeats = page.length > 1 ? 1 : 0
    const nextCursor = page.length <= repeated ? null : `${from + page.length - repeats}:${repeats}`
    return Promise.resolve({ entries: page, nextCursor, repeats })
  }
}

const clock = { monotonic: () => 0 }
const readAll = (read: (cursor: string | null) => Promise<ArchivePage>, options: Partial<ReadingOptions> = {}) =>
  readWhole(openReading(read, { clock, ...options }))
/** Pages without a means to check them, one after the other. */
const plainPages = (pages: readonly (readonly ArchiveEntry[])[], total: number | null = null) => {
  return (cursor: string | null): Promise<ArchivePage> => {
    const place = Number(cursor ?? 0)
    const nextCursor = place + 1 < pages.length ? String(place + 1) : null
    return Promise.resolve({ entries: pages[place] ?? [], nextCursor, repeats: null, total })
  }
}

describe('reading an archive', () => {
  test.prop([fc.nat({ max: 300 }), fc.integer({ min: 2, max: 60 }), fc.boolean()])(
    'of any length, in pages of any size, gives every entry once and is complete',
    async (count, cap, named) => {
      const entries = entriesOf(count, named)
      const read = await readAll(overlapping(entries, { cap }))
      expect(read).toEqual({ entries, end: { complete: true, why: null, counted: false, entries: count } })
    },
  )

  test.prop([fc.integer({ min: 1, max: 300 }), fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 299 })])(
    'that lost an entry between two pages, or was moved by a new one, is not complete or holds all that it was shown',
    async (count, cap, at) => {
      const entries = entriesOf(count)
      let asked = 0
      const read = overlapping(entries, { cap })
      const shifting = (cursor: string | null): Promise<ArchivePage> => {
        asked += 1
        if (asked === 2) entries.splice(Math.min(at, count - 1), 1)
        return read(cursor)
      }
      const { entries: seen, end } = await readAll(shifting)
      if (end.complete) for (const entry of entries) expect(seen).toContainEqual(entry)
    },
  )

  it.each([
    ['the first page again and again', overlapping(entriesOf(120), { ignoresOffsets: true }), 'repeated', 50],
    ['one entry again and again', overlapping(entriesOf(120), { ignoresOffsets: true, cap: 1 }), 'repeated', 1],
    ['nothing beyond a depth inside a page', overlapping(entriesOf(120), { depth: 0 }), null, 0],
    ['pages that do not overlap', plainPages([entriesOf(50), [entryOf(60)]]), 'unchecked', 51],
    ['the same page twice', plainPages([entriesOf(50), entriesOf(50)]), 'repeated', 50],
    ['fewer entries than it counts', plainPages([entriesOf(50)], 51), 'gap', 50],
    ['as many entries as it counts', plainPages([entriesOf(50), [entryOf(60)]], 51), null, 51],
    [
      'pages of nothing readable',
      plainPages([
        [blank, blank, blank],
        [blank, blank, blank],
      ]),
      'unreadable',
      0,
    ],
    ['a row of nothing among others', plainPages([[...entriesOf(3), blank], [entryOf(60)]]), 'unreadable', 4],
    [
      'a row of nothing where pages join',
      overlapping([...entriesOf(9), blank, entryOf(10), entryOf(11)], { cap: 5 }),
      'unreadable',
      11,
    ],
    [
      'the same cursor for ever',
      () => Promise.resolve({ entries: [entryOf(Math.random())], nextCursor: 'a', repeats: null }),
      'repeated',
      2,
    ],
    [
      'empty pages for ever',
      (cursor: string | null) => Promise.resolve({ entries: [], nextCursor: `${cursor}x`, repeats: null }),
      'repeated',
      0,
    ],
  ] as const)('of a gateway that gives %s ends and says so', async (_, read, why, count) => {
    const { entries, end } = await readAll(read)
    expect(end).toMatchObject({ why, complete: why === null })
    expect(entries).toHaveLength(count)
  })

  it('without an end stops at the most entries, the most text, or the most time', async () => {
    let at = 0
    const endless = (cursor: string | null): Promise<ArchivePage> => {
      at += 1000
      const from = Number(cursor ?? 0)
      const entries = Array.from({ length: 51 }, (_, index) => entryOf(from + index))
      return Promise.resolve({ entries, nextCursor: String(from + 50), repeats: 1 })
    }
    expect((await readAll(endless)).end).toMatchObject({ why: 'limit', entries: 100_000 })
    expect((await readAll(endless, { mostEntries: 120 })).end).toMatchObject({ why: 'limit', entries: 120 })
    expect((await readAll(endless, { mostCharacters: 600 })).end).toMatchObject({ why: 'limit', entries: 101 })
    const slow = { monotonic: () => at }
    expect((await readAll(endless, { clock: slow, mostMs: 3000 })).end).toMatchObject({ why: 'time', entries: 151 })
  })

  it('an entry with an id that comes twice counts once; without ids equal entries are all kept', async () => {
    const twice = [entryOf(1), entryOf(2), entryOf(1), entryOf(3)]
    expect((await readAll(overlapping(twice))).entries).toEqual([entryOf(1), entryOf(2), entryOf(3)])
    const nameless = [entryOf(1, null), entryOf(1, null), entryOf(2, null)]
    expect((await readAll(overlapping(nameless))).entries).toEqual(nameless)
  })

  it('ends with cancelled at once, and asks for the same page again after a failure', async () => {
    const controller = new AbortController()
    const asked: (string | null)[] = []
    const read = overlapping(entriesOf(120))
    const reading = openReading(
      (cursor) => {
        asked.push(cursor)
        return asked.length === 2 ? Promise.reject(new AppError('no_answer')) : read(cursor)
      },
      { clock, signal: controller.signal },
    )
    expect(await reading.next()).toHaveLength(50)
    await expect(reading.next()).rejects.toMatchObject({ code: 'no_answer' })
    expect(await reading.next()).toHaveLength(49)
    expect(asked).toEqual([null, '49:1', '49:1'])
    controller.abort()
    await expect(reading.next()).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked).toHaveLength(3)
  })
})

/** Whatever is added, read again, corrected, removed or opted out: the counts add up, and what is shown is what is sent. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messagesOf, numbers, openRoom, pasted, sumOf, type DraftRoom } from './draft-room'
import { automaticReading } from '@shared/contract/recipients'

// few numbers, so that they often meet; some bad, some old
const cell = fc.constantFrom(
  '677123410',
  '+237 677 12 34 10',
  '677123411',
  '699123412',
  '00237699123413',
  '12',
  '',
  '2.37E+11',
  '+22507123456',
  '+2250707123456',
)
const name = fc.constantFrom('Awa', '', 'Bola', 'Çelik', '{{ Nom }}')
const table = fc
  .array(fc.tuple(name, cell), { minLength: 1, maxLength: 8 })
  .map((rows) => `Nom;Tél\n${rows.map((row) => row.join(';')).join('\n')}\nFin;677123419\n`)
const phones = fc.constantFrom('+237677123410', '+237677123411', '+237699123412', '+2250707123456')
const template = fc.constantFrom(
  'Bonjour {{ Nom }}',
  'Bonjour {{ Nom | default: "vous" }}',
  'Bonjour',
  '{% if Nom == "Awa" %}Awa{% else %}ç{{ Nom }}{% endif %}',
)

const step = fc.oneof(
  fc.record({ do: fc.constant('paste' as const), table }),
  fc.record({ do: fc.constant('numbers' as const), cells: fc.array(cell, { minLength: 1, maxLength: 5 }) }),
  fc.record({ do: fc.constant('change' as const), index: fc.nat(3), table }),
  fc.record({ do: fc.constant('remove' as const), index: fc.nat(3) }),
  fc.record({ do: fc.constant('fix' as const), row: fc.nat(20), phone: cell }),
  fc.record({ do: fc.constant('optOut' as const), phone: phones }),
  fc.record({ do: fc.constant('optIn' as const), phone: phones }),
  fc.record({ do: fc.constant('migrate' as const), migrate: fc.boolean() }),
  fc.record({ do: fc.constant('template' as const), template, transliterate: fc.boolean() }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const found = { ...automaticReading, hasHeader: true }

/** A step that this draft cannot take (no such source, a number that is none) is refused and changes nothing. */
async function take(room: DraftRoom, id: number, wanted: Step): Promise<void> {
  const { handlers, context } = room
  switch (wanted.do) {
    case 'paste':
      await room.add(id, { kind: 'pasted', text: wanted.table, options: found })
      break
    case 'numbers':
      await room.add(id, numbers(...wanted.cells)).catch(refused)
      break
    case 'change': {
      const request = { id, index: wanted.index, source: pasted(wanted.table), mapping: null, jobId: 'change' }
      await handlers['drafts.changeSource'](request).catch(refused)
      break
    }
    case 'remove':
      await handlers['drafts.removeSource']({ id, index: wanted.index }).catch(refused)
      break
    case 'fix': {
      const page = { id, status: null, search: '', offset: wanted.row, limit: 1 }
      const [row] = (await handlers['drafts.recipients'](page)).rows
      if (row) await handlers['drafts.fixRecipient']({ id, recipientId: row.id, phone: wanted.phone }).catch(refused)
      break
    }
    case 'optOut':
      room.optOut(wanted.phone)
      break
    case 'optIn':
      context.db.prepare('DELETE FROM opt_out WHERE phone = ?').run(wanted.phone)
      break
    case 'migrate':
      await handlers['drafts.save']({ id, patch: { migrate: wanted.migrate } })
      break
    case 'template': {
      const { template: text, transliterate } = wanted
      await handlers['drafts.save']({ id, patch: { template: text, transliterate } })
      break
    }
  }
}

function refused(error: unknown): void {
  expect((error as { kind?: string }).kind).toBe('config')
}

async function checkCounts(room: DraftRoom, id: number): Promise<void> {
  const { db } = room.context
  const draft = await room.handlers['drafts.get']({ id })
  for (const counted of [...draft.sources, draft.counts])
    expect(counted.rows).toBe(counted.valid + counted.invalid + counted.duplicate)
  const list = async (status: 'valid' | 'invalid' | 'duplicate' | 'opted_out' | null) =>
    room.handlers['drafts.recipients']({ id, status, search: '', offset: 0, limit: 200 })
  const all = await list(null)
  const valid = await list('valid')
  expect([all.total, all.rows.length]).toEqual([draft.counts.rows, draft.counts.rows])
  expect(valid.rows).toHaveLength(draft.counts.valid)
  expect((await list('invalid')).rows).toHaveLength(draft.counts.invalid)
  expect((await list('duplicate')).rows).toHaveLength(draft.counts.duplicate)
  const { rows: optedOut, total } = await list('opted_out')
  expect(total).toBe(draft.counts.optedOut)
  for (const { index, optedOut: counted } of draft.sources)
    expect(optedOut.filter(({ source }) => source === index)).toHaveLength(counted)
  // every number is valid once, and no duplicate is without its valid row
  const numbersOf = (rows: typeof all.rows): string[] => rows.map(({ phone }) => phone ?? '')
  expect(new Set(numbersOf(valid.rows)).size).toBe(valid.rows.length)
  const callable = all.rows.filter(({ status }) => status !== 'invalid')
  expect(new Set(numbersOf(valid.rows))).toEqual(new Set(numbersOf(callable)))
  // the rows are all there is: nothing half-read or half-removed
  expect(db.prepare('SELECT count(*) FROM recipient').pluck().get()).toBe(draft.counts.rows)
  expect(db.prepare(`SELECT count(*) FROM recipient_source WHERE state <> 'ready'`).pluck().get()).toBe(0)
}

/** Found here: a new source with the id and the revision of a removed one was shown with the old one's opt-outs. */
const idReused: Step[] = [
  { do: 'optOut', phone: '+237677123410' },
  { do: 'remove', index: 0 },
  { do: 'paste', table: 'Nom;Tél\nAwa;677123411\nFin;677123419\n' },
  { do: 'template', template: 'Bonjour {{ Nom }}', transliterate: false },
]

describe('a draft under any sequence of changes', () => {
  it('keeps its counts, bills everybody once, and sends what it showed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        const room = openRoom()
        try {
          const { id } = await room.draft('Nom;Tél\nAwa;677123410\nBola;699123412\n')
          for (const wanted of steps) {
            await take(room, id, wanted)
            await checkCounts(room, id)
          }
          const draft = await room.handlers['drafts.get']({ id })
          const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
          expect(bill.recipients + sumOf(bill.excluded)).toBe(draft.counts.rows)
          if (bill.blockers.length > 0) return
          const { template: text, transliterate } = draft
          const previews = []
          for (let index = 0; index < bill.recipients; index += 1) {
            const preview = await room.handlers['drafts.preview']({
              id,
              template: text,
              transliterate,
              target: { kind: 'index', index },
            })
            expect(preview?.total).toBe(bill.recipients)
            previews.push(
              preview && {
                phone: preview.phone,
                text: preview.text,
                segments: preview.segments,
                encoding: preview.encoding,
                line: preview.line,
              },
            )
          }
          await room.handlers['drafts.start']({ id, confirmedRecipients: bill.recipients })
          const messages = messagesOf(room, id)
          expect(messages).toEqual(previews)
          expect(messages.reduce((sum, { segments }) => sum + segments, 0)).toBe(bill.segments)
        } finally {
          await room.close()
        }
      }),
      { numRuns: 100, examples: [[idReused]] },
    )
  })
})

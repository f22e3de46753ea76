/** Whatever is corrected and however the list changes: each correction is on a row that is certainly its own, or told. */
import { statSync, utimesSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { automaticReading } from '@shared/contract/recipients'
import { openRoom, type DraftRoom } from './draft-room'

// few cells, so that rows are often alike; one number that can be used keeps the column of numbers
const row = fc.record({
  name: fc.constantFrom('Awa', 'Bola'),
  phone: fc.constantFrom('12', '13', '', '677123401'),
  debt: fc.constantFrom('1', '2'),
})
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never
const rows = fc.array(row, { minLength: 1, maxLength: 5 })
const last = { name: 'Fin', phone: '699123400', debt: '0' }

const change = fc.oneof(
  fc.record({ do: fc.constant('edit' as const), rows }),
  fc.record({ do: fc.constant('keep' as const), dropped: fc.nat(5), added: row, at: fc.nat(5) }),
  fc.record({ do: fc.constant('filter' as const), where: fc.constantFrom([], ['Dette > 1'], ['Nom = "Awa"']) }),
  fc.record({ do: fc.constant('country' as const), country: fc.constantFrom('CM', 'SN') }),
  fc.record({ do: fc.constant('headings' as const), hasHeader: fc.boolean() }),
)
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never

const textOf = (list: readonly Row[]): string =>
  ['Nom;Portable;Dette', ...[...list, last].map(({ name, phone, debt }) => `${name};${phone};${debt}`)].join('\n')
const mapping = { phone: 1, name: 0 }
const cellsOf = ({ name, phone, debt }: Row): string => [name, phone, debt].join(';')

class List {
  readonly #room: DraftRoom
  readonly #id: number
  rows: readonly Row[]
  where: readonly string[] = []
  #edits = 0

  constructor(room: DraftRoom, id: number, list: readonly Row[]) {
    this.#room = room
    this.#id = id
    this.rows = list
  }

  /** Returns how many corrections are told as lost. */
  async take(wanted: Change): Promise<number> {
    const { handlers } = this.#room
    const asked = { id: this.#id, index: 0, mapping, jobId: 'change' }
    switch (wanted.do) {
      case 'edit':
        return this.#edit(wanted.rows)
      case 'keep': {
        const kept = this.rows.filter((_, index) => index !== wanted.dropped)
        return this.#edit([...kept.slice(0, wanted.at), wanted.added, ...kept.slice(wanted.at)])
      }
      case 'filter':
        this.where = wanted.where
        await handlers['drafts.rereadSource']({ ...asked, options: automaticReading, where: [...wanted.where] })
        break
      case 'headings': {
        const options = { ...automaticReading, hasHeader: wanted.hasHeader }
        this.where = []
        await handlers['drafts.rereadSource']({ ...asked, options, where: [] })
        break
      }
      case 'country':
        await handlers['drafts.save']({ id: this.#id, patch: { country: wanted.country } })
        await handlers['drafts.save']({ id: this.#id, patch: { country: 'CM' } })
        return 0
    }
    return this.#lost()
  }

  async #edit(list: readonly Row[]): Promise<number> {
    this.rows = list
    this.where = []
    const source = { ...this.#room.file(`first-${this.#id}.csv`, textOf(list)), where: [] }
    const at = statSync(source.path).mtimeMs / 1000 + ++this.#edits * 5
    utimesSync(source.path, at, at)
    await this.#room.handlers['drafts.changeSource']({ id: this.#id, index: 0, source, mapping, jobId: 'edit' })
    return this.#lost()
  }

  async #lost(): Promise<number> {
    const { sources } = await this.#room.handlers['drafts.get']({ id: this.#id })
    return sources[0]?.notices.find(({ code }) => code === 'corrections_lost')?.count ?? 0
  }

  /** Of the rows that count: line, cells and number as it was typed. */
  async shown(): Promise<{ id: number; line: number; cells: string; phone: string }[]> {
    const page = { id: this.#id, status: null, search: '', offset: 0, limit: 50 }
    const { rows: found } = await this.#room.handlers['drafts.recipients'](page)
    return found.map(({ id, line, values, rawPhone }) => ({
      id,
      line,
      cells: values.slice(0, 3).join(';'),
      phone: rawPhone,
    }))
  }
}

const alike: Row = { name: 'Awa', phone: '12', debt: '1' }
const other: Row = { name: 'Bola', phone: '13', debt: '2' }
const oneOfTwoGone: [Row[], number[], Change[]] = [
  [alike, alike],
  [0],
  [{ do: 'keep', dropped: 0, added: other, at: 1 }],
]

describe('numbers corrected by hand', () => {
  it('are on their own row or told, whatever becomes of the list', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (list, corrected, changes) => {
          const room = openRoom()
          try {
            const { id } = await room.draft(textOf(list))
            const state = new List(room, id, list)
            await state.take({ do: 'headings', hasHeader: true })
            // by the number that a person wrote: the cells of its row
            const alive = new Map<string, string>()
            for (const [index, at] of [...new Set(corrected)].entries()) {
              const target = (await state.shown()).find(({ line }) => line === at + 2 && at < list.length)
              if (target === undefined) continue
              const phone = `67799000${index}`
              await room.handlers['drafts.fixRecipient']({ id, recipientId: target.id, phone })
              alive.set(phone, target.cells)
            }
            for (const wanted of changes) {
              const lost = await state.take(wanted)
              const shown = await state.shown()
              const placed = [...alive].filter(([phone, cells]) => {
                const own = shown.filter((one) => one.phone === phone)
                expect(own.length).toBeLessThanOrEqual(1)
                for (const one of own) expect(one.cells).toBe(cells)
                return own.length === 1
              })
              // their rows are in the list, and left out by a condition
              const waiting = [...alive].filter(
                ([phone, cells]) =>
                  !placed.some(([known]) => known === phone) &&
                  state.where.length > 0 &&
                  state.rows.some((one) => cellsOf(one) === cells) &&
                  !shown.some((one) => one.cells === cells),
              )
              expect(placed.length + waiting.length + lost).toBeGreaterThanOrEqual(alive.size)
              // an edited list forgets what was lost
              if (wanted.do === 'edit' || wanted.do === 'keep')
                for (const phone of [...alive.keys()])
                  if (![...placed, ...waiting].some(([known]) => known === phone)) alive.delete(phone)
            }
          } finally {
            await room.close()
          }
        },
      ),
      { numRuns: 40, examples: [oneOfTwoGone] },
    )
  })
})

/** The row that a notice names, in a list of any length; and conditions whose cells can be read in two ways, wherever the proof stands. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { automaticReading } from '@shared/contract/recipients'
import { openRoom, pasted, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

describe('the rows of a line', () => {
  it('are found in their source, good, bad and twice', async () => {
    const people = Array.from(
      { length: 700 },
      (_, index) => `Nom ${index};${index === 300 ? '12' : 677_100_000 + index}`,
    )
    const { id } = await room.draft(`Nom;Tel\n${people.join('\n')}\n`)
    await room.add(id, pasted('Nom;Tel\n\nAwa;699123410\n'))
    const at = async (source: number, line: number): Promise<(string | null)[]> => {
      const query = { id, status: null, search: '', offset: 0, limit: 50, place: { source, line } }
      const page = await room.handlers['drafts.recipients'](query)
      expect(page.rows.every((row) => row.line === line && row.source === source)).toBe(true)
      expect(page.total).toBe(page.rows.length)
      return page.rows.map(({ name }) => name)
    }
    expect(await at(0, 2)).toEqual(['Nom 0'])
    expect(await at(0, 302)).toEqual(['Nom 300'])
    expect(await at(0, 701)).toEqual(['Nom 699'])
    expect(await at(1, 3)).toEqual(['Awa'])
    // the headings, a blank line, a line beyond the end, a source that is not there
    for (const [source, line] of [
      [0, 1],
      [1, 2],
      [0, 702],
      [2, 1],
    ] as const) {
      expect(await at(source, line)).toEqual([])
    }
  })
})

describe('a condition on cells that can be read in two ways', () => {
  const chosen = async (cells: readonly string[], where: string): Promise<(string | null)[]> => {
    const text = `Tel;Nom;Solde\n${cells.map((cell, index) => `6771234${10 + index};N${index};${cell}`).join('\n')}\n`
    const { id } = await room.draft('Tel;Nom;Solde\n677000000;X;1\n')
    await room.handlers['drafts.removeSource']({ id, index: 0 })
    await room.add(id, { kind: 'pasted', text, options: automaticReading, where: [where] })
    const page = await room.handlers['drafts.recipients']({ id, status: 'valid', search: '', offset: 0, limit: 50 })
    return page.rows.map(({ name }) => name)
  }

  it.each([
    ['before them', ['12,25', '1.250', '9,875'], 'Solde > 100', ['N1']],
    ['behind them', ['1.250', '9,875', '12,25'], 'Solde > 100', ['N0']],
    ['behind them, the other way', ['1.250', '9,875', '12.25'], 'Solde > 100', ['N1']],
    ['nowhere, where it makes no difference', ['1.250', '2,500'], 'Solde > 0', ['N0', 'N1']],
    ['in a date behind them', ['05/03/2026', '06/03/2026', '25/12/2026'], 'Solde >= 2026-05-01', ['N2']],
  ] as const)('is decided by the whole column: the proof stands %s', async (_where, cells, where, names) => {
    expect(await chosen(cells, where)).toEqual(names)
  })

  it('refuses what nothing decides', async () => {
    await expect(chosen(['1.250', '2,500'], 'Solde > 100')).rejects.toMatchObject({ code: 'numbers_ambiguous' })
  })
})

/**
 * Whatever rows share numbers, in one list or two: a message holds cells of its own number's rows only, nobody gets one twice
 * who was not to, and nobody is forgotten.
 */
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { SameNumber } from '@shared/contract/drafts'
import { automaticReading, type SecondNumbers } from '@shared/contract/recipients'
import { messagesOf, openRoom, sumOf } from './draft-room'

const phones = ['677123401', '677123402', '677123403', '12', ''] as const
const isUsable = (phone: string): boolean => phone.length === 9
const row = fc.record({ father: fc.constantFrom(...phones), mother: fc.constantFrom(...phones) })
type Row = { readonly father: string; readonly mother: string; readonly name: string }

/** Which numbers of a row count. */
function numbersOf({ father, mother }: Row, use: SecondNumbers['use']): readonly string[] {
  const usable = [...new Set([father, mother])].filter(isUsable)
  return use === 'all' ? usable : usable.slice(0, 1)
}

/** Texts by number: each message's names, in order. */
function right(rows: readonly Row[], use: SecondNumbers['use'], sameNumber: SameNumber): Record<string, string[]> {
  const texts: Record<string, string[]> = {}
  for (const { name, phone } of rows.flatMap((each) =>
    numbersOf(each, use).map((phone) => ({ name: each.name, phone: `+237${phone}` })),
  )) {
    const before = texts[phone]
    if (before === undefined) texts[phone] = [name]
    else if (sameNumber === 'each') before.push(name)
    else if (sameNumber === 'join') before[0] = `${before[0] ?? ''} ${name}`
  }
  return texts
}

const words = (text: string): string => text.split(/, | et /).join(' ')

describe.each(['first', 'join', 'each'] as const)('%s', (sameNumber) => {
  test.prop(
    [
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.array(row, { maxLength: 4 }),
      fc.constantFrom<SecondNumbers['use']>('first', 'all'),
    ],
    { numRuns: 25 },
  )('every row is in the messages of its numbers', async (one, two, use) => {
    const room = openRoom()
    try {
      const named = [...one, ...two].map((each, index) => ({ ...each, name: `E${index}` }))
      const table = (rows: readonly Row[]): string =>
        ['Élève;Père;Mère', ...rows.map(({ name, father, mother }) => `${name};${father};${mother}`), ''].join('\n')
      const mapping = { phone: 1, name: 0, second: { columns: [2], sameCell: true, use } }
      const { id } = await room.handlers['drafts.create']({ name: 'Rappel' })
      const patch = { accountId: room.accountId, template: '{{ Élève }}', country: 'CM', sameNumber }
      await room.handlers['drafts.save']({ id, patch })
      const lists = [named.slice(0, one.length), named.slice(one.length)].filter((list) => list.length > 0)
      for (const [index, list] of lists.entries()) {
        const source = {
          ...room.file(`classe-${index}.csv`, table(list)),
          options: { ...automaticReading, hasHeader: true },
        }
        await room.handlers['drafts.addSource']({ id, source, mapping, jobId: `read ${index}` })
      }
      const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
      const { counts } = await room.handlers['drafts.get']({ id })
      expect(bill.recipients + bill.joined.rows + sumOf(bill.excluded)).toBe(counts.rows)
      const expected = right(named, use, sameNumber)
      expect(bill.recipients).toBe(Object.values(expected).flat().length)
      if (bill.recipients === 0) return
      await room.handlers['drafts.start']({ id, confirmedRecipients: bill.recipients })
      const sent: Record<string, string[]> = {}
      for (const { phone, text } of messagesOf(room, id)) (sent[phone] ??= []).push(words(text))
      expect(sent).toEqual(expected)
    } finally {
      await room.close()
    }
  })
})

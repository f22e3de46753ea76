/** On which side of a text's conditions recipients fall, before anything is billed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openRoom, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const table = 'Nom;Tél;Solde\nAwa;677123401;12 500\nBintou;677123402;aucun\nMoussa;677123401;8 000\n'
const other = 'Nom;Tél;Solde\nZoé;677123403;à voir\nEve;12;99 000\n'
const template = '{% if Solde > 15000 %}Passez{% else %}Merci{% endif %}'

describe('conditions of a text', () => {
  it.each([
    ['first', { yes: 0, no: 3 }],
    // what children owe together decides
    ['join', { yes: 1, no: 2 }],
    // Moussa's text is Awa's: it goes out once
    ['each', { yes: 0, no: 3 }],
  ] as const)(
    '%s: count those who are sent to, and name what cannot be read with its list',
    async (sameNumber, sides) => {
      const { id } = await room.draft(table, template)
      await room.add(id, room.file('cm2.csv', other))
      await room.handlers['drafts.save']({ id, patch: { sameNumber } })
      const counts = await room.handlers['drafts.conditions']({ id, template })
      expect(counts).toMatchObject([
        {
          condition: 'Solde > 15000',
          ...sides,
          unread: {
            count: 2,
            cells: [
              { source: 0, line: 3, value: 'aucun' },
              { source: 1, line: 2, value: 'à voir' },
            ],
          },
        },
      ])
      const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
      expect(bill.conditions).toEqual(counts)
    },
  )

  it('names the list of a text that is too long', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n', '{{ Nom }}')
    await room.add(id, room.file('cm2.csv', `Nom;Tél\n${'é'.repeat(2_000)};677123402\n`))
    const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    expect(bill.blockers).toMatchObject([{ code: 'message_too_long', params: { line: 2, file: 'cm2.csv' } }])
    await expect(room.handlers['drafts.start']({ id, confirmedRecipients: 2 })).rejects.toMatchObject({
      code: 'message_too_long',
      params: { line: 2, file: 'cm2.csv' },
    })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bill, SameNumber } from '@shared/contract/drafts'
import { automaticReading } from '@shared/contract/recipients'
import { openRoom, pasted, sumOf, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const table =
  'Élève;Parent;Solde\nAwa;677123401;12 500\nBintou;677123402;3 000\nMoussa;+237 677 12 34 01;8 000\nAli;677123401;500\nEve;12;1\n'
const template = 'Solde de {{ Élève }} : {{ Solde }}'

async function prepared(sameNumber: SameNumber, text = template, rows = table): Promise<{ id: number; bill: Bill }> {
  const { id } = await room.draft(rows, text)
  await room.handlers['drafts.save']({ id, patch: { sameNumber } })
  return { id, bill: await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' }) }
}

async function textsOf(id: number, recipients: number): Promise<string[]> {
  await room.handlers['drafts.start']({ id, confirmedRecipients: recipients })
  return room.context.db.prepare("SELECT phone || ' ' || text FROM message ORDER BY id").pluck().all() as string[]
}

describe('siblings at one parent', () => {
  it('are counted, and shown as one message would have them', async () => {
    const { id } = await room.draft(table)
    await room.add(id, pasted('Élève;Parent;Solde\nFanta;677123402;700\n'))
    expect(await room.handlers['drafts.sameNumbers']({ id })).toEqual({
      numbers: 2,
      rows: 5,
      examples: [
        {
          phone: '+237677123401',
          rows: [
            { source: 0, line: 2, name: 'Awa' },
            { source: 0, line: 4, name: 'Moussa' },
            { source: 0, line: 5, name: 'Ali' },
          ],
          joined: [
            { heading: 'Élève', text: 'Awa, Moussa et Ali' },
            { heading: 'Solde', text: '21 000' },
          ],
        },
        {
          phone: '+237677123402',
          rows: [
            { source: 0, line: 3, name: 'Bintou' },
            { source: 1, line: 2, name: 'Fanta' },
          ],
          joined: [
            { heading: 'Élève', text: 'Bintou et Fanta' },
            { heading: 'Solde', text: '3 700' },
          ],
        },
      ],
    })
  })

  it('first: the first row alone, the others are said to be duplicates', async () => {
    const { id, bill } = await prepared('first')
    expect(bill).toMatchObject({
      recipients: 2,
      joined: { rows: 0, messages: 0 },
      excluded: { invalid: 1, duplicate: 2 },
    })
    expect(await textsOf(id, 2)).toEqual([
      '+237677123401 Solde de Awa : 12 500',
      '+237677123402 Solde de Bintou : 3 000',
    ])
  })

  it('join: one message with all children and the sum', async () => {
    const { id, bill } = await prepared('join')
    expect(bill).toMatchObject({
      recipients: 2,
      joined: { rows: 2, messages: 1 },
      excluded: { invalid: 1, duplicate: 0 },
    })
    expect(await textsOf(id, 2)).toEqual([
      '+237677123401 Solde de Awa, Moussa et Ali : 21 000',
      '+237677123402 Solde de Bintou : 3 000',
    ])
  })

  it('each: one message for each row', async () => {
    const { id, bill } = await prepared('each')
    expect(bill).toMatchObject({
      recipients: 4,
      joined: { rows: 0, messages: 0 },
      excluded: { invalid: 1, duplicate: 0 },
    })
    expect(await textsOf(id, 4)).toEqual([
      '+237677123401 Solde de Awa : 12 500',
      '+237677123402 Solde de Bintou : 3 000',
      '+237677123401 Solde de Moussa : 8 000',
      '+237677123401 Solde de Ali : 500',
    ])
  })

  it('each: the same text goes to a number once', async () => {
    const { id, bill } = await prepared('each', 'Réunion demain')
    expect(bill).toMatchObject({ recipients: 2, excluded: { repeated: 2 } })
    expect(await textsOf(id, 2)).toHaveLength(2)
  })

  it.each(['first', 'join', 'each'] as const)(
    '%s: every row is counted once, and the preview is what is sent',
    async (choice) => {
      const { id, bill } = await prepared(choice)
      expect(bill.recipients + bill.joined.rows + sumOf(bill.excluded)).toBe(5)
      const shown: string[] = []
      for (let index = 0; index < bill.recipients; index++) {
        const preview = await room.handlers['drafts.preview']({
          id,
          template,
          transliterate: false,
          target: { kind: 'index', index },
        })
        shown.push(`${preview?.phone} ${preview?.text}`)
      }
      expect(await textsOf(id, bill.recipients)).toEqual(shown)
    },
  )

  it('finds siblings in other files', async () => {
    const { id } = await room.draft(table, template)
    await room.add(id, room.file('cm2.csv', 'Élève;Parent;Solde\nZoé;677123402;4 000\n'))
    await room.handlers['drafts.save']({ id, patch: { sameNumber: 'join' } })
    const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    expect(bill).toMatchObject({ recipients: 2, joined: { rows: 3 } })
    expect(await textsOf(id, 2)).toContain('+237677123402 Solde de Bintou et Zoé : 7 000')
  })

  it('joins rows in the order of the files, also where a file was read again', async () => {
    const { id } = await room.draft(table, template)
    await room.add(id, room.file('cm2.csv', 'Élève;Parent;Solde\nZoé;677123402;4 000\n'))
    await room.handlers['drafts.save']({ id, patch: { sameNumber: 'join' } })
    const again = { id, index: 0, options: automaticReading, mapping: null, where: [] }
    await room.handlers['drafts.rereadSource']({ ...again, jobId: 'again' })
    const { examples } = await room.handlers['drafts.sameNumbers']({ id })
    expect(examples.flatMap(({ joined }) => joined.map(({ text }) => text))).toContain('Bintou et Zoé')
    expect(await textsOf(id, 2)).toContain('+237677123402 Solde de Bintou et Zoé : 7 000')
  })

  it('names the other file of a duplicate', async () => {
    const { id } = await room.draft(table, template)
    await room.add(id, room.file('cm2.csv', 'Élève;Parent;Solde\nZoé;677123402;4 000\n'))
    const { rows } = await room.handlers['drafts.recipients']({
      id,
      status: 'duplicate',
      search: '',
      offset: 0,
      limit: 10,
    })
    const label = (await room.handlers['drafts.get']({ id })).sources[0]?.label
    expect(rows.map(({ duplicateOf, duplicateIn }) => [duplicateOf, duplicateIn])).toEqual([
      [2, null],
      [2, null],
      [3, label],
    ])
  })

  it('a second message to a number cannot be planned where it was not chosen', async () => {
    const { db } = room.context
    for (const choice of ['first', 'join'] as const) {
      const { id } = await prepared(choice)
      const insert = (ordinal: number) => (): unknown =>
        db
          .prepare(
            `INSERT INTO message (campaign_id, phone, ordinal, text, encoding, segments, state, updated_at)
             VALUES (?, '+237677123401', ?, 'x', 'GSM-7', 1, 'pending', 0)`,
          )
          .run(id, ordinal)
      insert(0)()
      expect(insert(0)).toThrow('UNIQUE')
      expect(insert(1)).toThrow('not chosen')
    }
  })
})

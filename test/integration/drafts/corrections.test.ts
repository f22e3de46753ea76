/** Numbers corrected by hand: whatever has the list read again, each stays on its row, or is told as lost. */
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { erasePerson } from '@core/contacts/erase'
import { draftHandlers } from '@core/drafts/drafts'
import type { DraftView } from '@shared/contract/drafts'
import { automaticReading, type ColumnMapping, type ReadOptions } from '@shared/contract/recipients'
import { numbers, openRoom, pasted, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const headings = 'Nom;Portable;Solde;Autre'
const people = ['Awa;677123401;1.250;', 'Bola;12;2.500;699123402', 'Che;;3.000;', 'Dan;13;1.000;13']
const table = (rows: readonly string[] = people, top = headings): string => `${[top, ...rows].join('\n')}\n`
/** What stands on a line, and the number that counts there. */
const wanted: Readonly<Record<string, string>> = { Bola: '677123402', Che: '677123403' }

async function fix(id: number, name: string, phone: string): Promise<void> {
  const { rows } = await room.handlers['drafts.recipients']({ id, status: null, search: '', offset: 0, limit: 200 })
  const row = rows.find(({ values, status }) => values.includes(name) && status === 'invalid')
  if (row === undefined) throw new Error(`no bad row of ${name}`)
  await room.handlers['drafts.fixRecipient']({ id, recipientId: row.id, phone })
}

async function corrected(rows = people): Promise<number> {
  const { id } = await room.draft(table(rows))
  for (const [name, phone] of Object.entries(wanted)) await fix(id, name, phone)
  return id
}

/** `line number` of every row. */
async function phonesOf(id: number): Promise<string[]> {
  const { rows } = await room.handlers['drafts.recipients']({ id, status: null, search: '', offset: 0, limit: 200 })
  return rows.map(({ line, phone, reason }) => `${line} ${phone ?? reason}`)
}
const right = ['2 +237677123401', '3 +237677123402', '4 +237677123403', '5 too_short']

/** Through handlers of another start: nothing is remembered but what is stored. */
function reread(
  id: number,
  asked: { options?: Partial<ReadOptions>; mapping?: ColumnMapping; where?: string[] } = {},
): Promise<DraftView> {
  const { mapping = null, where } = asked
  const options = { ...automaticReading, ...asked.options }
  const afterRestart = draftHandlers(room.context, { begin: () => undefined })
  return afterRestart['drafts.rereadSource']({ id, index: 0, options, mapping, where, jobId: 'reread' })
}

/** The same file, edited and chosen again. */
function edited(id: number, content: string, mapping: ColumnMapping | null = null): Promise<DraftView> {
  const source = room.file(`first-${id}.csv`, content)
  const at = statSync(source.path).mtimeMs / 1000 + 5
  utimesSync(source.path, at, at)
  return room.handlers['drafts.changeSource']({ id, index: 0, source, mapping, jobId: 'edited' })
}
const lost = ({ sources }: DraftView): unknown =>
  sources.flatMap(({ notices }) => notices.filter(({ code }) => code === 'corrections_lost'))
const told = (count: number, ...lines: number[]): unknown => [{ code: 'corrections_lost', count, lines }]

describe('a list that is read again in another way', () => {
  const phone = { phone: 1, name: 0 }
  it.each<[string, (id: number) => Promise<unknown>]>([
    ['as it was', (id) => reread(id)],
    ['twice', (id) => reread(id).then(() => reread(id))],
    ['with another decimal sign', (id) => reread(id, { options: { decimal: 'comma' } })],
    ['with a named encoding', (id) => reread(id, { options: { encoding: 'windows-1252' } })],
    ['with a named heading row', (id) => reread(id, { options: { headerRow: 1 } })],
    ['with the columns of the person', (id) => reread(id, { mapping: { phone: 1, name: 2 } })],
    [
      'with second numbers',
      (id) => reread(id, { mapping: { ...phone, second: { columns: [3], sameCell: true, use: 'first' } } }),
    ],
    [
      'with a condition, and without it',
      (id) => reread(id, { where: ['Nom = "Awa"'] }).then(() => reread(id, { where: [] })),
    ],
    [
      'without its numbers, and with them',
      (id) => reread(id, { mapping: { phone: 3, name: 0 } }).then(() => reread(id, { mapping: phone })),
    ],
    [
      'without its headings, and with them',
      (id) =>
        reread(id, { options: { hasHeader: false }, mapping: phone }).then(() =>
          reread(id, { options: { hasHeader: true }, mapping: phone }),
        ),
    ],
    ['for another country, and back', (id) => save(id, { country: 'SN' }).then(() => save(id, { country: 'CM' }))],
    ['with old numbers brought to today’s', (id) => save(id, { migrate: true })],
    ['with another choice for equal numbers', (id) => save(id, { sameNumber: 'each' }).then(() => reread(id))],
    ['saved again without a change', (id) => edited(id, table())],
  ])('%s', async (_, change) => {
    const id = await corrected()
    await change(id)
    expect(await phonesOf(id)).toEqual(right)
    expect(lost(await room.handlers['drafts.get']({ id }))).toEqual([])
  })
  const save = (id: number, patch: { country?: string; migrate?: boolean; sameNumber?: 'each' }): Promise<DraftView> =>
    room.handlers['drafts.save']({ id, patch })

  it('keeps them on the rows that a condition leaves, and tells nothing of the others', async () => {
    const id = await corrected()
    const chosen = await reread(id, { where: ['Nom = "Che"'] })
    expect([await phonesOf(id), lost(chosen)]).toEqual([['4 +237677123403'], []])
    await reread(id, { where: ['Nom = "Bola"'] })
    expect(await phonesOf(id)).toEqual(['3 +237677123402'])
  })

  it('tells them where another column has the numbers, again and again until they are back', async () => {
    const id = await corrected()
    const other = { phone: 3, name: 0 }
    expect(lost(await reread(id, { mapping: other }))).toEqual(told(2, 3, 4))
    expect(lost(await reread(id, { mapping: other, options: { decimal: 'comma' } }))).toEqual(told(2, 3, 4))
    expect(await phonesOf(id)).toEqual(['2 empty', '3 +237699123402', '4 empty', '5 too_short'])
    // done again on one line, the other is still told
    await fix(id, 'Che', '677123409')
    expect(lost(await room.handlers['drafts.get']({ id }))).toEqual(told(1, 3))
    expect(lost(await reread(id, { mapping: other }))).toEqual(told(1, 3))
    expect((await phonesOf(id))[2]).toBe('4 +237677123409')
  })

  it('keeps each number of a row apart', async () => {
    const rows = ['Awa;11 / 22;1;33', 'Bola;11 / 22;1;33']
    const { id } = await room.draft(table(rows))
    const mapping = { phone: 1, name: 0, second: { columns: [3], sameCell: true, use: 'all' as const } }
    await reread(id, { mapping })
    const before = await phonesOf(id)
    await fix(id, 'Bola', '677123402')
    const now = await phonesOf(id)
    expect(now.filter((row, index) => row !== before[index])).toEqual(['3 +237677123402'])
    await reread(id, { mapping, options: { decimal: 'comma' } })
    expect(await phonesOf(id)).toEqual(now)
    expect(lost(await edited(id, table([...rows, 'Che;44;1;'], headings), mapping))).toEqual([])
    expect((await phonesOf(id)).slice(0, now.length)).toEqual(now)
  })

  it('counts each lost number of a row: one done again is done for all of its row', async () => {
    const { id } = await room.draft(table(['Awa;677123401 / 677123402;1;33', 'Bola;677123403;1;55']))
    const mapping = { phone: 1, name: 0, second: { columns: [], sameCell: true, use: 'all' as const } }
    await reread(id, { mapping })
    const { rows } = await room.handlers['drafts.recipients']({ id, status: null, search: '', offset: 0, limit: 9 })
    for (const [index, { id: recipientId }] of rows.entries())
      await room.handlers['drafts.fixRecipient']({ id, recipientId, phone: `69912340${index}` })
    const other = { phone: 3, name: 0 }
    expect(lost(await reread(id, { mapping: other }))).toEqual(told(3, 2, 3))
    await fix(id, 'Awa', '677123409')
    expect(lost(await room.handlers['drafts.get']({ id }))).toEqual(told(1, 3))
    expect(lost(await reread(id, { mapping: other, options: { decimal: 'comma' } }))).toEqual(told(1, 3))
  })

  it('keeps a number that was corrected twice, and one that is another row’s', async () => {
    const id = await corrected()
    const bola = async () => {
      const page = { id, status: null, search: 'Bola', offset: 0, limit: 1 }
      return (await room.handlers['drafts.recipients'](page)).rows[0]
    }
    await room.handlers['drafts.fixRecipient']({ id, recipientId: (await bola())!.id, phone: '677123408' })
    await reread(id)
    expect((await phonesOf(id))[1]).toBe('3 +237677123408')
    await room.handlers['drafts.fixRecipient']({ id, recipientId: (await bola())!.id, phone: '677123401' })
    await reread(id)
    expect(await bola()).toMatchObject({ status: 'duplicate', duplicateOf: 2, rawPhone: '677123401' })
  })
})

describe('a list that was edited and is chosen again', () => {
  const [awa = '', bola = '', che = '', dan = ''] = people
  it.each<[string, string, string[], unknown]>([
    [
      'rows moved',
      table([dan, che, awa, bola]),
      ['2 too_short', '3 +237677123403', '4 +237677123401', '5 +237677123402'],
      [],
    ],
    [
      'columns moved and added',
      'Ville;Autre;Portable;Nom;Solde\nX;;677123401;Awa;1.250\nX;699123402;12;Bola;2.500\nX;;;Che;3.000\nX;13;13;Dan;1.000\n',
      right,
      [],
    ],
    ['another row changed', table(['Awa;677123409;1;', bola, che, dan]), ['2 +237677123409', ...right.slice(1)], []],
    ['its row gone', table([awa, che]), ['2 +237677123401', '3 +237677123403'], told(1)],
    [
      'its cells changed',
      table([awa, 'Bola;12;0;699123402', che, dan]),
      ['2 +237677123401', '3 too_short', '4 +237677123403', '5 too_short'],
      told(1, 3),
    ],
    [
      'its number mended',
      table([awa, 'Bola;677123405;2.500;699123402', che]),
      ['2 +237677123401', '3 +237677123405', '4 +237677123403'],
      told(1),
    ],
    [
      'a row more that is like it',
      table([awa, bola, che, dan, bola]),
      ['2 +237677123401', '3 too_short', '4 +237677123403', '5 too_short', '6 too_short'],
      told(1, 3, 6),
    ],
    [
      'a column gone',
      table([awa, bola, che, dan], 'Nom;Portable;Solde;Reste'),
      ['2 +237677123401', '3 too_short', '4 empty', '5 too_short'],
      told(2, 3, 4),
    ],
  ])('with %s', async (_, content, phones, notices) => {
    const id = await corrected()
    const view = await edited(id, content, content.startsWith('Ville') ? { phone: 2, name: 3 } : { phone: 1, name: 0 })
    expect(await phonesOf(id)).toEqual(phones)
    expect(lost(view)).toEqual(notices)
    // told once: it is another list now
    if (content !== table()) expect(lost(await reread(id))).toEqual([])
  })

  it('does not guess which of two rows that were alike is left', async () => {
    const id = await corrected([awa, bola, che, bola])
    await reread(id, { where: ['Nom = "Awa"'] })
    await reread(id, { where: [] })
    expect(lost(await edited(id, table([awa, bola, che])))).toEqual(told(1, 3))
    expect(await phonesOf(id)).toEqual(['2 +237677123401', '3 too_short', '4 +237677123403'])
  })

  it('remembers a row that a condition left out meanwhile', async () => {
    const id = await corrected()
    await reread(id, { where: ['Nom = "Awa"'] })
    expect(lost(await edited(id, table(['Eve;15;1;', ...people])))).toEqual([])
    await reread(id, { where: [] })
    expect(await phonesOf(id)).toEqual([
      '2 too_short',
      '3 +237677123401',
      '4 +237677123402',
      '5 +237677123403',
      '6 too_short',
    ])
  })

  it('is another list under another name: nothing is carried over', async () => {
    const id = await corrected()
    const source = room.file('other.csv', table())
    const view = await room.handlers['drafts.changeSource']({ id, index: 0, source, mapping: null, jobId: 'other' })
    expect(lost(view)).toEqual(told(2))
    expect(await phonesOf(id)).toEqual(['2 +237677123401', '3 too_short', '4 empty', '5 too_short'])
  })
})

describe('other sources', () => {
  it('pasted text keeps them, also with lines more; two equal numbers on one line are not told apart', async () => {
    const { id } = await room.draft(table())
    const text = '699123405\n699123406\n699123407\n67712340\n67712341; 67712341\n'
    await room.add(id, pasted(text))
    const page = { id, status: 'invalid' as const, search: '', offset: 0, limit: 20 }
    const bad = (await room.handlers['drafts.recipients'](page)).rows.filter(({ source }) => source === 1)
    expect(bad.map(({ line, rawPhone }) => `${line} ${rawPhone}`)).toEqual(['4 67712340', '5 67712341', '5 67712341'])
    await room.handlers['drafts.fixRecipient']({ id, recipientId: bad[0]!.id, phone: '677123406' })
    await room.handlers['drafts.fixRecipient']({ id, recipientId: bad[1]!.id, phone: '677123407' })
    const again = { id, index: 1, mapping: null, jobId: 'again' }
    const same = await room.handlers['drafts.rereadSource']({ ...again, options: automaticReading, where: undefined })
    expect(lost(same)).toEqual(told(1, 5))
    const more = await room.handlers['drafts.changeSource']({ ...again, source: pasted(`${text}14\n`) })
    expect(lost(more)).toEqual(told(1, 5))
    expect((await phonesOf(id)).slice(4)).toEqual([
      '1 +237699123405',
      '2 +237699123406',
      '3 +237699123407',
      '4 +237677123406',
      '5 lost_digits',
      '5 lost_digits',
      '6 too_short',
    ])
  })

  it('typed numbers keep them, where they name somebody', async () => {
    const { id } = await room.handlers['drafts.create']({ name: 'Rappel' })
    await room.handlers['drafts.save']({ id, patch: { country: 'CM' } })
    await room.add(id, numbers('677123401', '6771234', '12'))
    await fix(id, '6771234', '677123402')
    await fix(id, '12', '677123403')
    const more = numbers('699123400', '677123401', '6771234', '12')
    const view = await room.handlers['drafts.changeSource']({
      id,
      index: 0,
      source: more,
      mapping: null,
      jobId: 'more',
    })
    const phones = ['1 +237699123400', '2 +237677123401', '3 +237677123402', '4 too_short']
    expect([await phonesOf(id), lost(view)]).toEqual([phones, told(1, 4)])
  })

  it('a copy of the campaign has them, and keeps them when it is read again', async () => {
    const id = await corrected()
    await reread(id, { where: ['Nom <> "Che"'] })
    const { recipients } = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    await room.handlers['drafts.start']({ id, confirmedRecipients: recipients })
    const { draftId } = await room.handlers['campaigns.duplicate']({ id })
    await reread(draftId, { where: [] })
    expect(await phonesOf(draftId)).toEqual(right)
  })

  it('nothing of a correction is left of a person who is erased, or of a source that is removed', async () => {
    const id = await corrected()
    const kept = (): unknown =>
      room.context.db.prepare('SELECT phone FROM recipient_correction ORDER BY 1').pluck().all()
    expect(kept()).toEqual(['677123402', '677123403'])
    await erasePerson(room.context, '+237677123402')
    expect(kept()).toEqual(['677123403'])
    await room.handlers['drafts.removeSource']({ id, index: 0 })
    expect(kept()).toEqual([])
  })

  it('a reading that fails leaves them as they were', async () => {
    const id = await corrected()
    const { path } = room.file(`first-${id}.csv`, table())
    writeFileSync(path, 'x')
    await expect(reread(id)).rejects.toMatchObject({ code: 'file_changed_since' })
    rmSync(path)
    await expect(reread(id)).rejects.toMatchObject({ code: 'file_not_found' })
    expect(await phonesOf(id)).toEqual(right)
    expect(room.context.db.prepare('SELECT count(*) FROM recipient_correction').pluck().get()).toBe(2)
  })
})

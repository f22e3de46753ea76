/** A source read again from where it came, long after the window that gave it is gone. */
import { rmSync, writeFileSync } from 'node:fs'
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
const table = 'Nom;Domicile;Portable\nAwa;677123401;699123401\nBola;677123402;699123402\n'

/** Through handlers of another start: nothing is remembered but what is stored. */
function reread(
  id: number,
  index: number,
  asked: { options?: Partial<ReadOptions>; mapping?: ColumnMapping; where?: string[] } = {},
): Promise<DraftView> {
  const afterRestart = draftHandlers(room.context, { begin: () => undefined })
  const options = { ...automaticReading, ...asked.options }
  const { mapping = null, where } = asked
  return afterRestart['drafts.rereadSource']({ id, index, options, mapping, where, jobId: 'reread' })
}
const kept = (): number => room.context.db.prepare('SELECT count(*) FROM recipient_origin').pluck().get() as number

describe('a file', () => {
  it('is read again with other columns and another heading line, and the window never learns its place', async () => {
    const { id, sources } = await room.draft(table)
    expect(sources[0]?.options).toEqual(automaticReading)
    const mapped = await reread(id, 0, { mapping: { phone: 2, name: 0 } })
    expect(mapped.sources[0]).toMatchObject({ index: 0, mappedBy: 'person', mapping: { phone: 2 }, valid: 2 })
    const bare = await reread(id, 0, { options: { hasHeader: false }, mapping: { phone: 1, name: 0 } })
    expect(bare.sources[0]).toMatchObject({ hasHeader: false, options: { hasHeader: false }, rows: 3, invalid: 1 })
    expect(JSON.stringify(bare)).not.toContain(room.context.dataDir)
    expect(kept()).toBe(1)
  })

  it('that is gone or has changed is refused by name, and what was read stays', async () => {
    const { id } = await room.draft(table)
    const { path } = room.file(`first-${id}.csv`, table)
    writeFileSync(path, `${table}Che;677123403;699123403\n`)
    await expect(reread(id, 0)).rejects.toMatchObject({
      code: 'file_changed_since',
      params: { file: `first-${id}.csv` },
    })
    rmSync(path)
    await expect(reread(id, 0)).rejects.toMatchObject({ code: 'file_not_found', params: { file: `first-${id}.csv` } })
    expect((await room.handlers['drafts.get']({ id })).counts).toMatchObject({ rows: 2, valid: 2 })
    // chosen again it can be read otherwise as before
    const source = room.file('again.csv', table)
    await room.handlers['drafts.changeSource']({ id, index: 0, source, mapping: null, jobId: 'again' })
    expect((await reread(id, 0, { mapping: { phone: 2, name: null } })).sources[0]?.mapping?.phone).toBe(2)
  })

  it('is known to a duplicate of the campaign, and after its numbers were read for another country', async () => {
    const { id } = await room.draft(table)
    await room.handlers['drafts.save']({ id, patch: { country: 'CI' } })
    expect((await reread(id, 0, { mapping: { phone: 2, name: 0 } })).sources[0]?.mapping?.phone).toBe(2)
    await room.handlers['drafts.save']({ id, patch: { template: 'Bonjour' } })
    const { recipients } = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    await room.handlers['drafts.start']({ id, confirmedRecipients: recipients })
    const { draftId } = await room.handlers['campaigns.duplicate']({ id })
    expect((await reread(draftId, 0, { mapping: { phone: 1, name: 0 } })).sources[0]?.mapping?.phone).toBe(1)
  })
})

describe('the conditions of a list', () => {
  const owing = 'Nom;Tél;Solde\nAwa;677123401;0\nBola;677123402;500\n'
  const next = 'Nom;Tél;Solde\nChe;677123403;0\nDia;677123404;0\nEma;677123405;900\n'
  const mapping = { phone: 1, name: 0 }

  it('are remembered for the next draft with the same columns, which says so', async () => {
    const { id } = await room.draft(owing)
    await reread(id, 0, { mapping, where: ['Solde > 0'] })
    const draft = await room.draft(next)
    expect(draft.sources[0]).toMatchObject({
      whereRemembered: true,
      where: [{ condition: 'Solde > 0', yes: 1, no: 2 }],
      filtered: 2,
      rows: 1,
      valid: 1,
    })
    // as it stands after another start, and after the person changed something else
    expect((await room.handlers['drafts.get']({ id: draft.id })).sources[0]).toMatchObject({ whereRemembered: true })
    const other = await room.draft('Nom;Tél;Reste\nAwa;677123401;0\n')
    expect(other.sources[0]).toMatchObject({ whereRemembered: false, where: [], filtered: 0 })
  })

  it('are forgotten once a person took all rows of such a list', async () => {
    const { id } = await room.draft(owing)
    await reread(id, 0, { mapping, where: ['Solde > 0'] })
    const draft = await room.draft(next)
    const all = await reread(draft.id, 0, { mapping, where: [] })
    expect(all.sources[0]).toMatchObject({ whereRemembered: false, where: [], filtered: 0, rows: 3 })
    expect((await room.draft(owing)).sources[0]).toMatchObject({ whereRemembered: false, where: [], rows: 2 })
  })
})

describe('pasted text', () => {
  it('is read again in its place, beside other sources', async () => {
    const { id } = await room.draft('Nom;Tél\nZoé;677123409\n')
    await room.add(id, pasted('Nom,Domicile,Portable\nAwa,677123401,699123401\n'))
    await room.add(id, numbers('677123405'))
    const draft = await reread(id, 1, { options: { delimiter: ',' }, mapping: { phone: 2, name: 0 } })
    expect(draft.sources.map(({ kind, index, valid }) => [kind, index, valid])).toEqual([
      ['file', 0, 1],
      ['pasted', 1, 1],
      ['numbers', 2, 1],
    ])
    expect(draft.sources[1]).toMatchObject({ options: { delimiter: ',' }, mapping: { phone: 2 } })
    expect(draft.sources[2]?.options).toBeNull()
    await expect(reread(id, 2)).rejects.toMatchObject({ code: 'source_forgotten' })
  })

  it('goes with its source, and with its draft', async () => {
    const { id } = await room.draft(table)
    await room.add(id, pasted(table))
    expect(kept()).toBe(2)
    await room.handlers['drafts.removeSource']({ id, index: 1 })
    expect(kept()).toBe(1)
    await room.handlers['drafts.discard']({ id })
    expect(kept()).toBe(0)
  })

  it.each([
    ['as it was read', 'Nom;Tél\nAwa;677123401\nBola;677123402\n'],
    ['in a row that could not be read', 'Nom;Tél\nBola;677123402\nAwa;x 6 (77) 12\u00a034-01\n'],
  ])('is dropped when somebody in it is erased, %s', async (_, text) => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n')
    await room.add(id, pasted(text))
    await room.add(id, pasted('Nom;Tél\nChe;677123403\n'))
    await erasePerson(room.context, '+237677123401')
    const draft = await room.handlers['drafts.get']({ id })
    expect(draft.sources.map(({ options }) => options !== null)).toEqual([true, false, true])
    const stored = room.context.db.prepare('SELECT origin FROM recipient_origin').pluck().all().join()
    expect(stored).not.toContain('Awa')
    await expect(reread(id, 1)).rejects.toMatchObject({ code: 'source_forgotten' })
  })

  it('is dropped also where the row was corrected to another number', async () => {
    const { id } = await room.draft('Nom;Tél\nChe;677123403\n')
    await room.add(id, pasted('Nom;Tél\nAwa;677 12 34 01\n'))
    const [, row] = (await room.handlers['drafts.recipients']({ id, status: null, search: '', offset: 0, limit: 9 }))
      .rows
    await room.handlers['drafts.fixRecipient']({ id, recipientId: row!.id, phone: '699123400' })
    await erasePerson(room.context, '+237677123401')
    expect((await room.handlers['drafts.get']({ id })).sources[1]?.options).toBeNull()
  })
})

describe('conditions', () => {
  const owed = 'Nom;Portable;Solde\nAwa;699123401;12 500\nBola;699123402;0\nChe;699123403;\n'

  it('choose the rows, are kept by the next reading, and list who is left out with what was compared', async () => {
    const { id } = await room.draft(owed)
    const chosen = await reread(id, 0, { where: ['Solde > 0'] })
    expect(chosen.sources[0]).toMatchObject({
      rows: 1,
      filtered: 2,
      filteredRows: {
        columns: [1, 0, 2],
        rows: [
          { line: 3, values: ['699123402', 'Bola', '0'] },
          { line: 4, values: ['699123403', 'Che', ''] },
        ],
      },
    })
    expect((await reread(id, 0)).sources[0]).toMatchObject({ rows: 1, filtered: 2 })
    const all = await reread(id, 0, { where: [] })
    expect(all.sources[0]).toMatchObject({ rows: 3, filtered: 0, filteredRows: { columns: [1, 0], rows: [] } })
  })

  it('list the first hundred left out, and count all', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => `P${index};6991${10_000 + index};0`)
    const { id } = await room.draft(['Nom;Portable;Solde', ...rows, 'Awa;677123401;1'].join('\n'))
    const [source] = (await reread(id, 0, { where: ['Solde > 0'] })).sources
    expect(source?.filtered).toBe(250)
    expect(source?.filteredRows.rows.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, i) => i + 2))
  })

  it('choose among the people of a group, which is read again as it is now', async () => {
    const { db, clock } = room.context
    db.prepare(`INSERT INTO contact_group (id, name, created_at) VALUES (1, 'Parents', ?)`).run(clock.now())
    for (const [contact, name] of ['Awa', 'Bola'].entries()) {
      db.prepare(
        `INSERT INTO contact (id, phone, name, fields, created_at, updated_at) VALUES (?, ?, ?, '{}', ?, ?)`,
      ).run(contact + 1, `+23769912340${contact}`, name, clock.now(), clock.now())
      db.prepare('INSERT INTO group_member VALUES (1, ?)').run(contact + 1)
    }
    const { id } = await room.handlers['drafts.create']({ name: 'Rappel' })
    await room.handlers['drafts.save']({ id, patch: { country: 'CM' } })
    await room.add(id, { kind: 'group', groupId: 1 })
    const chosen = await reread(id, 0, { where: ['Nom contient Bol'] })
    expect(chosen.sources[0]).toMatchObject({ kind: 'group', label: 'Parents', rows: 1, filtered: 1 })
    await expect(reread(id, 0, { where: ['Ville = Douala'] })).rejects.toMatchObject({ code: 'where_column_unknown' })
  })
})

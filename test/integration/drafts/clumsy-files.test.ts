/** Files as they really come: nothing in them, a folder, an old workbook, hundreds of columns, nothing but mistakes. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { numbers, openRoom, type DraftRoom } from './draft-room'
import { automaticReading } from '@shared/contract/recipients'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

describe('what cannot be read', () => {
  it.each([
    ['vide.csv', '', 'file_empty'],
    ['blanc.csv', ' \n\n \n', 'file_empty'],
    // what every workbook of Excel 97 begins with
    ['ancien.xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2048)]), 'file_old_excel'],
    ['photo.jpg', Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.alloc(600)]), 'file_binary'],
    ['sans-numero.csv', 'Nom;Ville\nAwa;Douala\nYao;Abidjan\n', 'file_no_phone_column'],
  ])('%s is refused by name, and the draft stays as it was', async (name, content, code) => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n')
    await expect(room.add(id, room.file(name, content))).rejects.toMatchObject({ code, params: { file: name } })
    expect((await room.handlers['drafts.get']({ id })).counts).toMatchObject({ rows: 1, valid: 1 })
  })

  it('a folder is one', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n')
    const path = join(room.context.dataDir, 'Listes')
    mkdirSync(path)
    const folder = room.add(id, { kind: 'file', path, options: automaticReading })
    await expect(folder).rejects.toMatchObject({ code: 'file_is_folder', params: { file: 'Listes' } })
  })
})

describe('what can be read', () => {
  it('may have 300 columns, the last of them in the message', async () => {
    const headings = ['Tél', ...Array.from({ length: 299 }, (_, index) => `Colonne ${index + 2}`)]
    const cells = ['677123401', ...Array.from({ length: 299 }, (_, index) => String(index + 2))]
    const draft = await room.draft(`${headings.join(';')}\n${cells.join(';')}\n`, 'Reste {{ Colonne 300 }}')
    expect(draft.columns).toHaveLength(300)
    const preview = await room.handlers['drafts.preview']({
      id: draft.id,
      template: 'Reste {{ Colonne 300 }}',
      transliterate: false,
      target: { kind: 'index', index: 0 },
    })
    expect(preview?.text).toBe('Reste 300')
  })

  it('may be one number in one cell, or rows of nothing but mistakes', async () => {
    const one = await room.draft('677123401')
    expect(one.counts).toMatchObject({ rows: 1, valid: 1 })
    const { id } = await room.handlers['drafts.create']({ name: 'Erreurs' })
    const source = room.file('erreurs.csv', 'Nom;Téléphone\nAwa;12\nYao;6 77\n')
    const bad = await room.handlers['drafts.addSource']({
      id,
      source,
      mapping: { phone: 1, name: 0 },
      jobId: 'bad',
    })
    expect(bad.counts).toMatchObject({ rows: 2, valid: 0, invalid: 2 })
    const bill = await room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    expect(bill.blockers.map(({ code }) => code)).toContain('no_recipients')
  })
})

describe('a source taken out of the middle', () => {
  it('leaves its neighbours, and a message that names its column says so', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n', 'À {{ Ville }}')
    await room.add(id, room.file('villes.csv', 'Ville;Tél\nDouala;677123402\n'))
    await room.add(id, numbers('677123403'))
    const bills = () => room.handlers['drafts.bill']({ id, askBalance: false, jobId: 'bill' })
    expect((await bills()).blockers).toEqual([])
    const draft = await room.handlers['drafts.removeSource']({ id, index: 1 })
    expect(draft.sources.map(({ index, kind }) => [index, kind])).toEqual([
      [0, 'file'],
      [2, 'numbers'],
    ])
    expect(draft.columns).not.toContain('Ville')
    expect((await bills()).blockers).toMatchObject([{ code: 'template_column_unknown', params: { heading: 'Ville' } }])
    const check = await room.handlers['drafts.checkTemplate']({ id, template: 'À {{ Ville }}' })
    expect(check).toMatchObject({ ok: false, line: 1, column: 3 })
  })
})

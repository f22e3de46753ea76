import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sweepLeftovers } from '@core/drafts/remove-draft'
import { noSecondNumbers } from '@shared/contract/recipients'
import { insertSource } from '@core/storage/recipient-source'
import { insertRecipients } from '@core/storage/recipient'
import { makeZip, workbookParts } from '../../helpers/make-workbook'
import { numbers, openRoom, pasted, storedRows, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

const rows = async (
  id: number,
  status: 'valid' | 'invalid' | 'duplicate' | 'opted_out' | 'migrated' | null = null,
  search = '',
) => room.handlers['drafts.recipients']({ id, status, search, offset: 0, limit: 200 })

describe('reading sources', () => {
  it('keeps every row of a file: valid, invalid with its reason, duplicate in any spelling', async () => {
    const draft = await room.draft('Nom;Tél\nAwa;677123401\nBola;00237 6 77 12 34 01\nChe;12\nDia;+237699123402\n')
    expect(draft.counts).toEqual({ rows: 4, valid: 2, invalid: 1, duplicate: 1, optedOut: 0 })
    expect(draft.columns).toEqual(['Nom', 'Tél'])
    expect(draft.sources[0]).toMatchObject({
      kind: 'file',
      label: `first-${draft.id}.csv`,
      delimiter: ';',
      mappedBy: 'guessed',
      rows: 4,
    })
    expect(draft.sources[0]?.problems).toEqual([
      { line: 4, column: 'Tél', value: '12', reason: 'too_short', suggestion: null, readings: [] },
    ])
    const duplicates = await rows(draft.id, 'duplicate')
    expect(duplicates.rows).toMatchObject([
      { line: 3, duplicateOf: 2, phone: '+237677123401', name: 'Bola', values: ['Bola', '00237 6 77 12 34 01'] },
    ])
  })

  it('keeps the names of hidden columns with the draft', async () => {
    const [head, ...people] = [
      ['Nom', 'Tél', 'Note'],
      ['Awa', '677123401', '12'],
    ]
    const parts = workbookParts([{ name: 'Élèves', rows: [head, ...people] }]).map((part) =>
      part.name === 'xl/worksheets/sheet1.xml'
        ? {
            ...part,
            content: String(part.content).replace(
              '<sheetData>',
              '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>',
            ),
          }
        : part,
    )
    const { id } = await room.draft('Nom;Tél\nBola;677123402\n')
    await room.add(id, room.file('classe.xlsx', makeZip(parts)))
    const kept = await room.handlers['drafts.get']({ id })
    expect(kept.sources[1]?.notices).toEqual([{ code: 'hidden_columns', count: 1, lines: [], names: ['Note'] }])
  })

  it('unites the columns of several sources and finds duplicates between them', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\n')
    await room.add(id, room.file('second.csv', 'Ville;NOM ;Portable\nDouala;Awa;677123401\nKribi;Che;677123403\n'))
    const draft = await room.add(id, numbers('677123403', '677123404'))
    expect(draft.columns.slice(0, 4)).toEqual(['Nom', 'Tél', 'Ville', 'Portable'])
    expect(draft.counts).toMatchObject({ rows: 6, valid: 4, duplicate: 2 })
    const listed = await rows(id, 'valid')
    expect(listed.rows.map(({ phone, source, values }) => [phone, source, values.slice(0, 3)])).toEqual([
      ['+237677123401', 0, ['Awa', '677123401', '']],
      ['+237677123402', 0, ['Bola', '677123402', '']],
      ['+237677123403', 1, ['Che', '', 'Kribi']],
      ['+237677123404', 2, ['', '', '']],
    ])
  })

  it('reads a group with its contacts’ own fields', async () => {
    const { db, clock } = room.context
    const now = clock.now()
    db.prepare(`INSERT INTO contact_group (id, name, created_at) VALUES (1, 'Parents', ?)`).run(now)
    db.prepare(
      `INSERT INTO contact (id, phone, name, fields, created_at, updated_at) VALUES (1, '+237677123401', 'Awa', '{"Classe":"CM2"}', ?, ?)`,
    ).run(now, now)
    db.prepare(
      `INSERT INTO contact (id, phone, name, fields, created_at, updated_at) VALUES (2, '+237677123402', 'Bola', '{}', ?, ?)`,
    ).run(now, now)
    db.prepare('INSERT INTO group_member VALUES (1, 1), (1, 2)').run()
    const { id } = await room.handlers['drafts.create']({ name: null })
    const draft = await room.add(id, { kind: 'group', groupId: 1 })
    expect(draft.sources[0]).toMatchObject({
      kind: 'group',
      label: 'Parents',
      columns: ['Nom', 'Numéro', 'Classe'],
      valid: 2,
    })
    expect((await rows(id)).rows.map(({ name, values }) => [name, values])).toEqual([
      ['Awa', ['Awa', '+237677123401', 'CM2']],
      ['Bola', ['Bola', '+237677123402', '']],
    ])
    await expect(room.add(id, { kind: 'group', groupId: 9 })).rejects.toMatchObject({ code: 'unknown_group' })
  })

  it('leaves nothing behind when reading fails or is cancelled', async () => {
    const before = await room.draft('Nom;Tél\nAwa;677123401\n')
    const stored = storedRows(room)
    const many = Array.from({ length: 3000 }, (_, index) => `Nom ${index};6771${String(index).padStart(5, '0')}`).join(
      '\n',
    )
    await expect(
      room.add(before.id, room.file('open.csv', `Nom;Tél\n${many}\n${';x'.repeat(16_385)}\n`)),
    ).rejects.toMatchObject({ code: 'file_too_many_columns' })
    expect(storedRows(room)).toEqual(stored)

    const stop = room.context.events.on('job.progress', ({ jobId }) => room.context.jobs.cancel(jobId))
    const source = room.file('many.csv', `Nom;Tél\n${many}\n`)
    await expect(
      room.handlers['drafts.addSource']({ id: before.id, source, mapping: null, jobId: 'cancelled' }),
    ).rejects.toMatchObject({ code: 'cancelled' })
    stop()
    expect(storedRows(room)).toEqual(stored)
    expect((await room.handlers['drafts.get']({ id: before.id })).counts).toEqual(before.counts)
  })

  it('shows nothing of a source while it is being read, and sweeps what a crash left', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n')
    const { db, clock } = room.context
    const reading = {
      label: '',
      encoding: null,
      delimiter: null,
      hasHeader: true,
      sheets: [],
      sheet: null,
      columns: [],
      sample: [],
      mapping: null,
      mappedBy: 'guessed' as const,
      positions: [],
      headerRow: null,
      phoneColumns: [],
      notices: [],
      readings: [],
      where: [],
      dated: null,
      whereRemembered: false,
      filtered: 0,
      filteredRows: { columns: [], rows: [] },
      second: noSecondNumbers,
    }
    const source = insertSource(db, { campaignId: id, kind: 'file', reading, origin: null, now: clock.now() })
    const recipient = {
      line: 1,
      status: 'valid' as const,
      phone: '+237677123409',
      rawPhone: '',
      name: null,
      values: [],
      reason: null,
      duplicateOf: null,
      migratedFrom: null,
      written: null,
      suggestion: null,
      readings: [],
    }
    insertRecipients(db, { source, campaignId: id }, [recipient])
    expect((await room.handlers['drafts.get']({ id })).counts.rows).toBe(1)
    expect((await rows(id)).total).toBe(1)
    await sweepLeftovers(room.context)
    expect(storedRows(room).recipients).toBe(2)
    clock.set(clock.now() + 2 * 3_600_000)
    await sweepLeftovers(room.context)
    expect(storedRows(room)).toMatchObject({ recipients: 1, sources: 1 })
  })

  it('makes the duplicates of a removed source valid again', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\n')
    await room.add(id, pasted('Nom;Tél\nAwa bis;677123401\nChe;677123403\nAwa ter;677123401'))
    const draft = await room.handlers['drafts.removeSource']({ id, index: 0 })
    expect(draft.counts).toEqual({ rows: 3, valid: 2, invalid: 0, duplicate: 1, optedOut: 0 })
    expect(draft.sources.map(({ index }) => index)).toEqual([1])
    expect((await rows(id, 'valid')).rows.map(({ name }) => name)).toEqual(['Awa bis', 'Che'])
    expect((await rows(id, 'duplicate')).rows).toMatchObject([{ name: 'Awa ter', duplicateOf: 2 }])
    expect(storedRows(room).recipients).toBe(3)
  })

  it('reads a source again with another mapping, in its place, and remembers the mapping for the shape', async () => {
    const table = 'Nom;Domicile;Portable\nAwa;677123401;699123401\n'
    const { id } = await room.draft(table)
    await room.add(id, numbers('677123401', '699123401'))
    const source = room.file('again.csv', table)
    const draft = await room.handlers['drafts.changeSource']({
      id,
      index: 0,
      source,
      mapping: { phone: 1, name: 0 },
      jobId: 'again',
    })
    expect(draft.sources.map(({ index, mapping, mappedBy }) => [index, mapping?.phone, mappedBy])).toEqual([
      [0, 1, 'person'],
      [1, 0, 'guessed'],
    ])
    expect(draft.counts).toMatchObject({ rows: 3, valid: 2, duplicate: 1 })
    const next = await room.draft('Nom;Domicile;Portable\nBola;677123411;699123411\n')
    expect(next.sources[0]).toMatchObject({ mappedBy: 'remembered', mapping: { phone: 1 } })
    await expect(
      room.handlers['drafts.changeSource']({ id, index: 7, source, mapping: null, jobId: 'none' }),
    ).rejects.toMatchObject({ code: 'usage' })
  })

  it('treats headings such as __proto__ and constructor like any other', async () => {
    const draft = await room.draft('__proto__;Tél;constructor\nx;677123401;y\n', '{{ __proto__ }} {{ constructor }}')
    expect(draft.columns).toEqual(['__proto__', 'Tél', 'constructor'])
    const preview = await room.handlers['drafts.preview']({
      id: draft.id,
      template: '{{ __proto__ }} {{ constructor }}',
      transliterate: false,
      target: { kind: 'index', index: 0 },
    })
    expect(preview?.text).toBe('x y')
  })
})

describe('correcting recipients', () => {
  it('turns a bad number into a valid one, or into a duplicate', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;12\nChe;13\n')
    const [first, second] = (await rows(id, 'invalid')).rows
    const fixed = await room.handlers['drafts.fixRecipient']({ id, recipientId: first!.id, phone: '677 12 34 02' })
    expect(fixed.counts).toMatchObject({ rows: 3, valid: 2, invalid: 1, duplicate: 0 })
    const again = await room.handlers['drafts.fixRecipient']({ id, recipientId: second!.id, phone: '+237677123401' })
    expect(again.counts).toMatchObject({ rows: 3, valid: 2, invalid: 0, duplicate: 1 })
    expect(again.sources[0]?.problems).toEqual([])
    await expect(
      room.handlers['drafts.fixRecipient']({ id, recipientId: second!.id, phone: '99' }),
    ).rejects.toMatchObject({
      code: 'phone_invalid',
      params: { phone: '99', reason: 'too_short' },
    })
    await expect(
      room.handlers['drafts.fixRecipient']({ id, recipientId: 99_999, phone: '677123409' }),
    ).rejects.toMatchObject({ code: 'usage' })
  })

  it('gives a valid row another number, and its duplicate takes its place', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nAwa bis;677123401\n')
    const [awa] = (await rows(id, 'valid')).rows
    const draft = await room.handlers['drafts.fixRecipient']({ id, recipientId: awa!.id, phone: '677123402' })
    expect(draft.counts).toMatchObject({ valid: 2, duplicate: 0 })
  })

  it('offers what a cell with several numbers may mean; each of them corrects the row', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;+225 07 07 12 36 / 37\nBola;12\nChe;677123403 / 699123403\n')
    const { rows: bad } = await rows(id, 'invalid')
    expect(bad.map(({ line, reason, readings }) => [line, reason, readings])).toEqual([
      [2, 'several_numbers', ['+2250707071236', '+2250707071237']],
      [3, 'too_short', []],
      [4, 'several_numbers', ['+237677123403', '+237699123403']],
    ])
    for (const phone of bad[0]!.readings)
      await room.handlers['drafts.fixRecipient']({ id, recipientId: bad[0]!.id, phone })
    const fixed = (await rows(id, 'valid')).rows
    expect(fixed.map(({ phone, readings }) => [phone, readings])).toEqual([['+2250707071237', []]])
  })

  it('migrates old numbers and back, keeping what was corrected by hand', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;+22507123456\nBola;+22507 12 34 56\nChe;12\n')
    let draft = await room.handlers['drafts.get']({ id })
    expect(draft.sources[0]).toMatchObject({ valid: 0, invalid: 3, migratable: 2 })
    const bad = (await rows(id, 'invalid', '12')).rows.find(({ name }) => name === 'Che')
    expect((await rows(id, 'invalid')).rows[0]?.suggestion).toBe('+2250707123456')
    await room.handlers['drafts.fixRecipient']({ id, recipientId: bad!.id, phone: '677123401' })
    draft = await room.handlers['drafts.save']({ id, patch: { migrate: true } })
    expect(draft).toMatchObject({ migrate: true, counts: { rows: 3, valid: 2, invalid: 0, duplicate: 1 } })
    expect(draft.sources[0]).toMatchObject({ migrated: 1, migratable: 0 })
    expect((await rows(id, 'migrated')).total).toBe(2)
    draft = await room.handlers['drafts.save']({ id, patch: { migrate: false } })
    expect(draft.counts).toMatchObject({ rows: 3, valid: 1, invalid: 2, duplicate: 0 })
  })

  it('reads the numbers again when the country changes', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;90 12 34 56\n')
    expect((await room.handlers['drafts.get']({ id })).counts).toMatchObject({ valid: 0, invalid: 1 })
    expect(await room.handlers['drafts.save']({ id, patch: { country: 'tg' } })).toMatchObject({
      country: 'TG',
      counts: { valid: 1, invalid: 0 },
    })
    await expect(room.handlers['drafts.save']({ id, patch: { country: 'ZZ' } })).rejects.toMatchObject({
      code: 'country_unknown',
    })
  })
})

describe('looking at recipients', () => {
  it('pages across sources and finds by number, name and cell, whatever accents and spaces', async () => {
    const many = Array.from(
      { length: 300 },
      (_, index) => `Élève ${index};6771${String(index).padStart(5, '0')};Yaoundé`,
    ).join('\n')
    const { id } = await room.draft(`Nom;Tél;Ville\n${many}\n`)
    await room.add(id, numbers(...Array.from({ length: 50 }, (_, index) => `6772${String(index).padStart(5, '0')}`)))
    const page = await room.handlers['drafts.recipients']({ id, status: 'valid', search: '', offset: 295, limit: 10 })
    expect(page.total).toBe(350)
    expect(page.rows.map(({ source, phone }) => `${source} ${phone}`)).toEqual([
      ...[295, 296, 297, 298, 299].map((index) => `0 +2376771${String(index).padStart(5, '0')}`),
      ...[0, 1, 2, 3, 4].map((index) => `1 +2376772${String(index).padStart(5, '0')}`),
    ])
    expect((await rows(id, null, 'eleve 29')).total).toBe(11)
    expect((await rows(id, null, '6 77 10 02 99')).rows).toMatchObject([{ phone: '+237677100299' }])
    expect((await rows(id, 'valid', 'yaounde')).total).toBe(300)
  })

  it.each([1, 40])('says of each list who of it opted out, with %d opt-outs', async (strangers) => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\nChi;677123403\n')
    await room.add(id, room.file('second.csv', 'Nom;Tél\nDia;677123404\nEwa;677123405\nAwa;677123401\n'))
    for (const last of ['01', '03', '05']) room.optOut(`+2376771234${last}`)
    for (let index = 0; index < strangers; index += 1) room.optOut(`+23769900${String(index).padStart(4, '0')}`)
    const { sources, counts } = await room.handlers['drafts.get']({ id })
    expect(sources.map(({ optedOut }) => optedOut)).toEqual([2, 1])
    expect(counts.optedOut).toBe(3)
  })

  it('joins opt-outs live', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\nBola;677123402\n')
    expect((await room.handlers['drafts.get']({ id })).counts.optedOut).toBe(0)
    room.optOut('+237677123402')
    expect((await room.handlers['drafts.get']({ id })).counts.optedOut).toBe(1)
    expect((await rows(id, 'opted_out')).rows).toMatchObject([{ name: 'Bola', optedOut: true, status: 'valid' }])
    room.context.db.prepare('DELETE FROM opt_out').run()
    expect((await room.handlers['drafts.get']({ id })).counts.optedOut).toBe(0)
  })

  it('exports what cannot be used, with the reason', async () => {
    const { id } = await room.draft('Nom;Tél\nAwa;677123401\n=1+1;12\nAwa;677123401\n')
    const path = join(room.context.dataDir, 'problems.csv')
    expect(await room.handlers['drafts.exportProblems']({ id, path })).toBe(2)
    const lines = readFileSync(path, 'utf8').split('\r\n')
    expect(lines[0]).toBe('\uFEFFNom;Tél;Source;Ligne;Numéro lu;Raison')
    expect(lines[1]).toContain("'=1+1;12")
    expect(lines[2]).toContain('doublon (ligne 2)')
  })
})

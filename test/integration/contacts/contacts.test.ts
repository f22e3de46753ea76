import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contactHandlers } from '@core/contacts/contacts'
import { recoverImports } from '@core/contacts/import-rows'
import { indexMessages } from '@core/storage/message-search'
import { beginImport, commitImport } from '@core/storage/contact-import'
import { ImportStage, newStageName, waitingRows, type WaitingRow } from '@core/storage/import-stage'
import type { ContactFilter } from '@shared/contract/contacts'
import { automaticReading, type SourceInput } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, type TestContext } from '../../helpers/core-context'

let context: TestContext
let folder: string
const handlers = () => contactHandlers(context)
const everyone: ContactFilter = { search: '', groupId: null, optedOut: null, sort: 'name', descending: false }
const whole = { offset: 0, limit: 200 }
const newest = { ...whole, sort: 'date', descending: true } as const
const jobId = 'job'
const contact = (phone: string, name: string, fields: Record<string, string> = {}) => ({
  phone,
  name,
  fields,
  groupIds: [],
  country: 'CM',
})
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )
const found = async (search: string): Promise<string[]> =>
  (await handlers()['contacts.page']({ ...everyone, search, ...whole })).rows.map(({ name }) => name)

function file(text: string): SourceInput {
  const path = join(folder, `${Math.abs(text.length)}-${String(text.charCodeAt(5))}.csv`)
  writeFileSync(path, text)
  return { kind: 'file', path, options: automaticReading }
}
const importInput = (source: SourceInput) => ({
  source,
  country: 'CM',
  migrate: true,
  mapping: null,
  groupName: null,
  rejectsPath: null,
  jobId: 'import',
})

beforeEach(() => {
  context = createTestContext()
  folder = mkdtempSync(join(tmpdir(), 'griot-contacts-'))
})
afterEach(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a contact', () => {
  it('is one number, in whatever spelling it was typed', async () => {
    const saved = await handlers()['contacts.save'](contact('677 12 34 56', ' Awa ', { Ville: 'Douala', Vide: '' }))
    expect(saved).toMatchObject({
      phone: '+237677123456',
      name: 'Awa',
      fields: { Ville: 'Douala' },
      optedOut: false,
      messages: 0,
    })
    expect(await code(handlers()['contacts.save'](contact('00237677123456', 'Other')))).toBe('contact_exists')
    expect(await code(handlers()['contacts.save'](contact('12', 'Bad')))).toBe('phone_invalid')
    const again = await handlers()['contacts.save']({ ...contact('+237677123456', 'Awa D.'), id: saved.id })
    expect(again).toMatchObject({ id: saved.id, name: 'Awa D.', fields: {} })
    expect((await handlers()['contacts.find']({ phone: '00237 677 12 34 56', country: 'CM' }))?.id).toBe(saved.id)
  })

  it('keeps a field called __proto__ as any other', async () => {
    const fields = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>
    const { id } = await handlers()['contacts.save'](contact('677123456', 'Awa', fields))
    const stored = context.db.prepare('SELECT fields FROM contact WHERE id = ?').pluck().get(id)
    expect(stored).toBe('{"__proto__":"x","constructor":"y"}')
  })
})

describe('searching', () => {
  beforeEach(async () => {
    await handlers()['contacts.save'](contact('677 12 34 56', 'Émilie Traoré', { Classe: '6e B' }))
    await handlers()['contacts.save'](contact('+2250707070707', "Jean N'Guessan"))
    await handlers()['contacts.save'](contact('+22890443679', 'Œuvre Saint-Léon'))
  })

  it.each([
    ['emilie', ['Émilie Traoré']],
    ['TRAO', ['Émilie Traoré']],
    ['traore emi', ['Émilie Traoré']],
    ['6e b', ['Émilie Traoré']],
    ['n’guessan', ["Jean N'Guessan"]],
    ['oeuvre leon', ['Œuvre Saint-Léon']],
    ['677 12 34 56', ['Émilie Traoré']],
    ['0677123456', ['Émilie Traoré']],
    ['+237 6 77', ['Émilie Traoré']],
    ['00237677', ['Émilie Traoré']],
    ['3456', ['Émilie Traoré']],
    ['07 07 07 07 07', ["Jean N'Guessan"]],
    ['443', ['Œuvre Saint-Léon']],
    ['nobody', []],
  ])('%s finds %j', async (search, names) => {
    expect(await found(search)).toEqual(names)
  })

  it('is never an error, whatever is typed', async () => {
    for (const search of [
      '"',
      '*',
      'a*',
      'NEAR(a b)',
      'AND',
      "'; DROP TABLE contact",
      '%',
      '_',
      '😀',
      '\0',
      '(',
      '-a',
      'name:x',
      '+',
    ]) {
      await expect(found(search)).resolves.toBeInstanceOf(Array)
      await expect(handlers()['optOuts.page']({ search, ...newest })).resolves.toBeTruthy()
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (search) => {
        await found(search)
      }),
      { numRuns: 200 },
    )
  })

  it('sorts É with E and gives any page in either direction', async () => {
    const names = async (descending: boolean, offset: number) =>
      (await handlers()['contacts.page']({ ...everyone, descending, offset, limit: 1 })).rows.map(({ name }) => name)
    expect([await names(false, 0), await names(false, 1), await names(false, 2)]).toEqual([
      ['Émilie Traoré'],
      ["Jean N'Guessan"],
      ['Œuvre Saint-Léon'],
    ])
    expect([await names(true, 0), await names(true, 2), await names(true, 3)]).toEqual([
      ['Œuvre Saint-Léon'],
      ['Émilie Traoré'],
      [],
    ])
  })
})

describe('removing', () => {
  it('can be undone with groups, dates and all, and keeps opt-outs', async () => {
    const group = await handlers()['groups.save']({ name: 'Clients' })
    const saved = await handlers()['contacts.save']({
      ...contact('677123456', 'Awa', { Ville: 'Douala' }),
      groupIds: [group.id],
    })
    await handlers()['optOuts.add']({ phones: ['677 123 456'], reason: 'STOP', country: 'CM', jobId })
    context.clock.set(context.clock.now() + 60_000)
    const { count, undoId } = await handlers()['contacts.remove']({ selection: { ids: [saved.id, 999] }, jobId })
    expect(count).toBe(1)
    expect(await found('')).toEqual([])
    expect((await handlers()['optOuts.page']({ search: '', ...newest })).total).toBe(1)
    expect(await handlers()['undo.restore']({ undoId: undoId!, jobId })).toBe(1)
    const [back] = (await handlers()['contacts.page']({ ...everyone, ...whole })).rows
    expect(back).toMatchObject({
      name: 'Awa',
      fields: { Ville: 'Douala' },
      groups: ['Clients'],
      optedOut: true,
      createdAt: saved.createdAt,
    })
    expect(await code(handlers()['undo.restore']({ undoId: undoId!, jobId }))).toBe('undo_expired')
  })

  it('by filter removes exactly what the filter shows', async () => {
    for (let n = 0; n < 30; n += 1)
      await handlers()['contacts.save'](contact(`6771234${10 + n}`, n % 3 === 0 ? `Awa ${n}` : `Paul ${n}`))
    const removed = await handlers()['contacts.remove']({
      selection: { filter: { ...everyone, search: 'awa' }, except: [] },
      jobId,
    })
    expect(removed.count).toBe(10)
    expect((await handlers()['contacts.page']({ ...everyone, ...whole })).total).toBe(20)
  })

  it('is forgotten after a day', async () => {
    const { id } = await handlers()['contacts.save'](contact('677123456', 'Awa'))
    const { undoId } = await handlers()['contacts.remove']({ selection: { ids: [id] }, jobId })
    context.clock.set(context.clock.now() + 25 * 3_600_000)
    const other = await handlers()['contacts.save'](contact('677123457', 'Paul'))
    await handlers()['contacts.remove']({ selection: { ids: [other.id] }, jobId })
    expect(await code(handlers()['undo.restore']({ undoId: undoId!, jobId }))).toBe('undo_expired')
  })

  it('groups, opt-outs and merges come back too', async () => {
    const group = await handlers()['groups.save']({ name: 'Clients' })
    const a = await handlers()['contacts.save']({
      ...contact('677123456', 'Awa', { Ville: 'Douala' }),
      groupIds: [group.id],
    })
    const b = await handlers()['contacts.save'](contact('699123456', 'Awa', { Ville: 'Yaoundé', Classe: 'CM2' }))
    expect((await handlers()['contacts.duplicates']({ offset: 0, limit: 10 })).rows).toMatchObject([
      { name: 'Awa', contacts: [{ id: a.id }, { id: b.id }] },
    ])
    const merged = await handlers()['contacts.merge']({ keepId: b.id, mergeIds: [a.id] })
    expect(await handlers()['contacts.get']({ id: b.id })).toMatchObject({
      fields: { Ville: 'Yaoundé', Classe: 'CM2' },
      groups: ['Clients'],
    })
    expect((await handlers()['contacts.duplicates']({ offset: 0, limit: 10 })).total).toBe(0)
    expect(await handlers()['undo.restore']({ undoId: merged.undoId!, jobId })).toBe(1)
    expect(await handlers()['contacts.get']({ id: b.id })).toMatchObject({ groups: [] })
    const gone = await handlers()['groups.remove']({ id: group.id, jobId })
    await handlers()['undo.restore']({ undoId: gone.undoId!, jobId })
    expect(await handlers()['groups.list']()).toMatchObject([{ name: 'Clients', members: 1 }])
    expect(await code(handlers()['groups.save']({ name: 'CLIENTS' }))).toBe('group_exists')
  })
})

describe('an import', () => {
  const text =
    'Nom;Téléphone;Ville\nAwa;677123456;Douala\nPaul;699 12 34 56;\nBad;12;Kribi\nAwa 2;+237677123456;Limbé\n'

  it('brings in valid rows, counts the others, and writes them to a file with their reason', async () => {
    const rejectsPath = join(folder, 'rejects.csv')
    await handlers()['optOuts.add']({ phones: ['699123456'], reason: '', country: 'CM', jobId })
    const result = await handlers()['contacts.import']({
      ...importInput(file(text)),
      groupName: 'Clients',
      rejectsPath,
    })
    expect(result).toMatchObject({
      rows: 4,
      valid: 2,
      invalid: 1,
      duplicate: 1,
      added: 2,
      updated: 0,
      unchanged: 0,
      optedOut: 1,
    })
    expect(result.source.problems).toMatchObject([{ line: 4, column: 'Téléphone', value: '12' }])
    const rejects = readFileSync(rejectsPath, 'utf8')
    expect(rejects).toMatch(/^4;[^;\n]+;Bad;12;Kribi\r$/m)
    expect(rejects).toMatch(/^5;[^;\n]+;Awa 2;\+237677123456;Limbé\r$/m)
    expect(await handlers()['groups.list']()).toMatchObject([{ name: 'Clients', members: 2 }])
    const [awa] = (await handlers()['contacts.page']({ ...everyone, search: 'douala', ...whole })).rows
    expect(awa).toMatchObject({ name: 'Awa', fields: { Ville: 'Douala' } })
  })

  it('again updates names and fields, keeps what the file lacks, and never touches opt-outs', async () => {
    await handlers()['contacts.import'](importInput(file(text)))
    await handlers()['optOuts.add']({ phones: ['677123456'], reason: 'STOP', country: 'CM', jobId })
    const again = await handlers()['contacts.import'](
      importInput(file('Nom;Téléphone;Classe\nAwa Diallo;677123456;CM2\nPaul;699123456;\n')),
    )
    expect(again).toMatchObject({ valid: 2, added: 0, updated: 1, unchanged: 1, optedOut: 1 })
    const [awa] = (await handlers()['contacts.page']({ ...everyone, search: 'diallo douala cm2', ...whole })).rows
    expect(awa).toMatchObject({ name: 'Awa Diallo', fields: { Ville: 'Douala', Classe: 'CM2' }, optedOut: true })
  })

  it('cancelled or failed leaves nothing behind', async () => {
    const rejectsPath = join(folder, 'rejects.csv')
    const rows = Array.from({ length: 5000 }, (_, n) => `N${n};67${String(1000000 + n)}`).join('\n')
    const running = handlers()['contacts.import']({ ...importInput(file(`Nom;Téléphone\n${rows}\n`)), rejectsPath })
    context.jobs.cancel('import')
    expect(await code(running)).toBe('cancelled')
    expect(
      await code(handlers()['contacts.import'](importInput(file(`Nom;Téléphone\n${rows}\n${';x'.repeat(16_385)}\n`)))),
    ).toBe('file_too_many_columns')
    for (const table of ['contact', 'contact_import']) {
      expect(context.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0)
    }
    expect(stages()).toEqual([])
    expect(existsSync(rejectsPath)).toBe(false)
  })

  const stages = (): string[] => readdirSync(context.dataDir).filter((name) => name.endsWith('.rows'))
  const target = { target: 'contacts', groupName: 'Clients', reason: '' } as const
  const row = (n: number): WaitingRow => ({
    phone: `+23767${String(7_000_000 + n)}`,
    name: `Noël 😀 ${n}`,
    fields: n % 3 === 0 ? '{}' : `{"Ville":"Yaoundé, ${n}"}`,
  })
  const leave = async (rows: readonly WaitingRow[], processId: number): Promise<{ id: number; file: string }> => {
    const file = newStageName()
    const id = beginImport(context.db, { ...target, file }, { processId, now: 1 })
    const stage = await ImportStage.create(join(context.dataDir, file))
    for (const each of rows) stage.add(each)
    await stage.keep()
    return { id, file }
  }

  it('that a crash interrupted is finished when it was committed and swept when it was not', async () => {
    commitImport(context.db, (await leave([row(1)], 1_000_001)).id)
    await leave([row(2)], 1_000_001)
    const alive = await leave([row(3)], 1_000_002)
    // a file whose import ended just before the crash
    writeFileSync(join(context.dataDir, newStageName()), 'half')
    await recoverImports(context, (processId) => processId === 1_000_002)
    expect(await found('')).toEqual(['Noël 😀 1'])
    expect(await found('noel')).toEqual(['Noël 😀 1'])
    expect(await handlers()['groups.list']()).toMatchObject([{ name: 'Clients', members: 1 }])
    expect(context.db.prepare('SELECT file FROM contact_import').pluck().all()).toEqual([alive.file])
    expect(stages()).toEqual([alive.file])
  })

  it('goes on where the crash stopped it: what a person removed since does not come back', async () => {
    const { id } = await leave([row(5), row(1), row(4), row(2), row(3)], 1_000_001)
    commitImport(context.db, id)
    // two rows were moved, and one of the two was removed
    context.db.prepare('UPDATE contact_import SET moved = 2').run()
    await recoverImports(context, () => false)
    expect(await found('')).toEqual(['Noël 😀 3', 'Noël 😀 4', 'Noël 😀 5'])
  })

  it('whose rows are gone or damaged is ended, and says so', async () => {
    const gone = await leave([row(1)], 1_000_001)
    const damaged = await leave([row(2)], 1_000_001)
    for (const { id } of [gone, damaged]) commitImport(context.db, id)
    rmSync(join(context.dataDir, gone.file))
    writeFileSync(join(context.dataDir, damaged.file), 'no rows at all')
    await recoverImports(context, () => false)
    expect(context.db.prepare('SELECT count(*) FROM contact_import').pluck().get()).toBe(0)
    expect(stages()).toEqual([])
  })

  it('passes over who was erased while it was on its way', async () => {
    const { id } = await leave([row(1), row(2)], 1_000_001)
    commitImport(context.db, id)
    await handlers()['contacts.erase']({ phone: row(1).phone })
    await recoverImports(context, () => false)
    expect(await found('')).toEqual(['Noël 😀 2'])
    expect(context.db.prepare('SELECT count(*) FROM contact_import_erased').pluck().get()).toBe(0)
  })

  it('of many rows keeps every one, whatever their order', async () => {
    for (const order of [1, -1, 7919]) {
      const total = 6000
      const rows = Array.from({ length: total }, (_, n) => row(order > 0 ? (n * order) % total : total - 1 - n))
      const path = join(context.dataDir, newStageName())
      const stage = await ImportStage.create(path)
      for (const each of rows) {
        stage.add(each)
        await stage.written()
      }
      await stage.keep()
      const read: WaitingRow[] = []
      for await (const part of waitingRows(path, 0)) {
        expect(part.map(({ phone }) => phone)).toEqual(part.map(({ phone }) => phone).sort())
        read.push(...part)
      }
      const byPhone = (a: WaitingRow, b: WaitingRow): number => (a.phone < b.phone ? -1 : 1)
      expect([...read].sort(byPhone)).toEqual([...rows].sort(byPhone))
      const rest: WaitingRow[] = []
      for await (const part of waitingRows(path, 3333)) rest.push(...part)
      expect(rest).toEqual(read.slice(3333))
    }
  })

  it('of opt-outs keeps the first reason and date', async () => {
    await handlers()['optOuts.add']({ phones: ['677123456'], reason: 'STOP', country: 'CM', jobId })
    const result = await handlers()['optOuts.import']({
      source: file(text),
      country: 'CM',
      reason: 'Liste 2025',
      rejectsPath: null,
      jobId,
    })
    expect(result).toMatchObject({ valid: 2, added: 1, unchanged: 1 })
    const { rows } = await handlers()['optOuts.page']({ search: '', ...newest })
    expect(rows.map(({ phone, reason, source }) => [phone, reason, source]).sort()).toEqual([
      ['+237677123456', 'STOP', 'person'],
      ['+237699123456', 'Liste 2025', 'import'],
    ])
    const { undoId } = await handlers()['optOuts.remove']({
      selection: { phones: ['677 12 34 56'], country: 'CM' },
      jobId,
    })
    expect((await handlers()['optOuts.page']({ search: '677', ...newest })).total).toBe(0)
    await handlers()['undo.restore']({ undoId: undoId!, jobId })
    expect((await handlers()['optOuts.page']({ search: '677', ...newest })).total).toBe(1)
  })

  it('reads back what the export wrote', async () => {
    await handlers()['contacts.import'](importInput(file(text)))
    await handlers()['contacts.save'](contact('655123456', '=cmd|calc', { Note: '@x' }))
    const path = join(folder, 'export.csv')
    expect(await handlers()['contacts.export']({ selection: { filter: everyone, except: [] }, path, jobId })).toBe(3)
    expect(readFileSync(path, 'utf8')).toContain("'=cmd|calc")
    const again = await handlers()['contacts.import'](importInput({ kind: 'file', path, options: automaticReading }))
    expect(again).toMatchObject({ rows: 3, valid: 3, added: 0 })
  })
})

describe('erasing a person', () => {
  it('leaves no trace of name, number or text, true counts, and the number as an opt-out', async () => {
    const { db } = context
    await handlers()['contacts.save'](contact('677123456', 'Zénobie Unique', { Note: 'secretfield' }))
    const gone = await handlers()['contacts.save'](contact('699000001', 'Other'))
    await handlers()['contacts.remove']({ selection: { ids: [gone.id] }, jobId })
    for (const id of [1, 2]) expect(insertCampaignRow(db, { state: 'paused' })).toBe(id)
    db.exec(`INSERT INTO message (id, campaign_id, phone, name, text, encoding, segments, state, updated_at, gateway_message_id) VALUES
        (1, 1, '+237677123456', 'Zénobie Unique', 'Bonjour Zénobie secrettext', 'GSM-7', 1, 'delivered', 1, 'gw-77'),
        (2, 1, '+237699123456', 'Paul', 'Bonjour Paul', 'GSM-7', 1, 'pending', 1, NULL);
      INSERT INTO message (id, campaign_id, phone, name, text, encoding, segments, state, updated_at) VALUES
        (3, 2, '+237677123456', 'Zénobie Unique', 'Bonjour Zénobie secrettext', 'GSM-7', 2, 'pending', 1);
      INSERT INTO message_event (message_id, at, kind, state, detail) VALUES (1, 1, 'report', 'delivered', '{"to":"237677123456"}')`)
    for (const campaignId of [1, 2]) indexMessages(db, { campaignId, from: 1, upTo: 3 })
    expect(await found('secretfield')).toEqual(['Zénobie Unique'])
    expect(await handlers()['contacts.erase']({ phone: '677 12 34 56' })).toEqual({ messages: 2 })
    expect(await found('secretfield')).toEqual([])

    expect(
      db
        .prepare('SELECT state, messages, segments FROM message_count WHERE messages > 0 ORDER BY campaign_id, state')
        .all(),
    ).toEqual([
      { state: 'delivered', messages: 1, segments: 1 },
      { state: 'pending', messages: 1, segments: 1 },
      { state: 'cancelled', messages: 1, segments: 2 },
    ])
    expect(db.prepare('SELECT phone, source FROM opt_out').all()).toEqual([{ phone: '+237677123456', source: 'erase' }])
    expect(db.prepare("SELECT count(*) FROM message_search WHERE message_search MATCH 'zenobie'").pluck().get()).toBe(0)
    expect(
      db.prepare("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)").run().changes,
    ).toBe(1)
    db.exec('DELETE FROM opt_out')
    db.pragma('wal_checkpoint(TRUNCATE)')
    const bytes = readFileSync(join(context.dataDir, 'griot.sqlite')).toString('latin1').toLowerCase()
    for (const trace of ['nobie', 'secrettext', 'secretfield', 'gw-77'])
      expect(bytes.includes(trace), trace).toBe(false)
  })
})

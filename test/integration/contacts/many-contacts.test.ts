/** What is done to many contacts at once: exactly those chosen, in short pieces, and back again by undo. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contactHandlers } from '@core/contacts/contacts'
import { resumeRestores } from '@core/contacts/undo'
import { insertContact } from '@core/storage/contact'
import { openRemoved, takeRemovedPart } from '@core/storage/removed-record'
import type { ContactFilter, ContactSelection } from '@shared/contract/contacts'
import { createTestContext, type TestContext } from '../../helpers/core-context'
import { automaticReading } from '@shared/contract/recipients'

let context: TestContext
let folder: string
const handlers = () => contactHandlers(context)
const jobId = 'job'
const everyone: ContactFilter = { search: '', groupId: null, optedOut: null, sort: 'name', descending: false }
const all = (except: number[] = [], filter: Partial<ContactFilter> = {}): ContactSelection => ({
  filter: { ...everyone, ...filter },
  except,
})
const phone = (index: number): string => `+23767${String(1_000_000 + index)}`

/** Contacts 1…count by id; every third is an Awa. */
function fill(count: number): void {
  context.db
    .transaction(() => {
      for (let index = 1; index <= count; index += 1) {
        const name = index % 3 === 0 ? `Awa ${index}` : `Paul ${index}`
        insertContact(context.db, { phone: phone(index), name, fields: { Ville: `Ville ${index}` } }, { now: index })
      }
    })
    .immediate()
}
/** Everything about people, in an order and without what a return may change: ids and the date of the change. */
const people = (): unknown => [
  context.db
    .prepare(
      `SELECT phone, name, fields, created_at, (SELECT json_group_array(contact_group.name ORDER BY contact_group.name)
         FROM group_member JOIN contact_group ON contact_group.id = group_id WHERE contact_id = contact.id)
       FROM contact ORDER BY phone`,
    )
    .all(),
  context.db.prepare('SELECT name FROM contact_group ORDER BY name').all(),
  context.db.prepare('SELECT * FROM opt_out ORDER BY phone').all(),
]
const count = (table: string): number => context.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number

beforeEach(() => {
  context = createTestContext()
  folder = mkdtempSync(join(tmpdir(), 'griot-many-'))
})
afterEach(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a selection', () => {
  it('of everything but some is what the window counts, for each thing that can be done', async () => {
    fill(1203)
    const { id: groupId } = await handlers()['groups.save']({ name: 'Clients' })
    const joined = await handlers()['contacts.addToGroup']({ groupId, selection: all([1, 2, 3]), jobId })
    expect(joined.count).toBe(1200)
    const left = await handlers()['contacts.removeFromGroup']({
      groupId,
      selection: all([6], { groupId, search: 'awa' }),
      jobId,
    })
    expect(left.count).toBe(399)
    const out = await handlers()['optOuts.add']({ selection: all([], { groupId }), reason: 'A répondu STOP', jobId })
    expect(out.count).toBe(801)
    const path = join(folder, 'some.csv')
    expect(await handlers()['contacts.export']({ selection: all([6], { search: 'awa' }), path, jobId })).toBe(400)
    expect(readFileSync(path, 'utf8')).not.toContain('Awa 6;')
    const removed = await handlers()['contacts.remove']({ selection: all([7]), jobId })
    expect(removed.count).toBe(1202)
    expect(context.db.prepare('SELECT id FROM contact').pluck().all()).toEqual([7])
  })

  it('by hand takes each contact once, and passes over who is gone', async () => {
    fill(10)
    const { count: removed } = await handlers()['contacts.remove']({ selection: { ids: [3, 3, 4, 99] }, jobId })
    expect(removed).toBe(2)
    expect(count('contact')).toBe(8)
  })

  it('leaves alone who is added while it is walked', async () => {
    fill(1500)
    await handlers()['contacts.page']({ ...everyone, offset: 0, limit: 1 })
    const running = handlers()['contacts.remove']({ selection: all(), jobId })
    setImmediate(() => insertContact(context.db, { phone: phone(9999), name: 'New', fields: {} }, { now: 1 }))
    expect((await running).count).toBe(1500)
    expect(context.db.prepare('SELECT name FROM contact').pluck().all()).toEqual(['New'])
  })

  it('stopped half-way counts what was done and can be undone', async () => {
    fill(3000)
    const before = people()
    const running = handlers()['contacts.remove']({ selection: all(), jobId })
    setImmediate(() => context.jobs.cancel(jobId))
    const { count: removed, undoId } = await running
    expect(removed).toBeGreaterThan(0)
    expect(removed).toBeLessThan(3000)
    expect(count('contact')).toBe(3000 - removed)
    expect(await handlers()['undo.restore']({ undoId: undoId!, jobId })).toBe(removed)
    expect(people()).toEqual(before)
  })
})

describe('undo', () => {
  it('brings everything back as it was, whatever was done to whom', async () => {
    const act = fc.constantFrom('remove', 'join', 'leave', 'optOut', 'optIn', 'removeGroup', 'merge')
    const chosen = fc.record({
      act,
      ids: fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { minLength: 1 }),
      but: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(chosen, async ({ act: action, ids, but }) => {
        context.close()
        context = createTestContext()
        fill(24)
        const { id: groupId } = await handlers()['groups.save']({ name: 'Clients' })
        const half = { ids: Array.from({ length: 12 }, (_, index) => index * 2 + 1) }
        await handlers()['contacts.addToGroup']({ groupId, selection: half, jobId })
        await handlers()['optOuts.add']({ selection: { ids: [1, 2, 3, 4, 5] }, reason: 'avant', jobId })
        context.clock.set(context.clock.now() + 60_000)
        const before = people()
        const selection: ContactSelection = but ? all(ids) : { ids }
        const [keepId = 1, ...mergeIds] = ids
        const work = {
          remove: () => handlers()['contacts.remove']({ selection, jobId }),
          join: () => handlers()['contacts.addToGroup']({ groupId, selection, jobId }),
          leave: () => handlers()['contacts.removeFromGroup']({ groupId, selection, jobId }),
          optOut: () => handlers()['optOuts.add']({ selection, reason: 'STOP', jobId }),
          optIn: () =>
            handlers()['optOuts.remove']({
              selection: but ? { search: '', except: ids.map(phone) } : { phones: ids.map(phone), country: 'CM' },
              jobId,
            }),
          removeGroup: () => handlers()['groups.remove']({ id: groupId, jobId }),
          merge: () =>
            handlers()['contacts.merge']({ keepId, mergeIds: mergeIds.length === 0 ? [(keepId % 24) + 1] : mergeIds }),
        }
        const { undoId, count: done } = await work[action]()
        expect(undoId === null).toBe(done === 0)
        if (undoId === null) return
        await handlers()['undo.restore']({ undoId, jobId })
        expect(people()).toEqual(before)
        const left = context.db.prepare('SELECT count(*) FROM removed_part WHERE removed_id = ?').pluck().get(undoId)
        expect(left).toBe(0)
        await expect(handlers()['undo.restore']({ undoId, jobId })).rejects.toMatchObject({ code: 'undo_expired' })
      }),
      { numRuns: 25 },
    )
  })

  it('never brings back a person erased meanwhile, nor lets their opt-out go; everybody else comes back', async () => {
    fill(5)
    const { id: groupId } = await handlers()['groups.save']({ name: 'Clients' })
    await handlers()['contacts.addToGroup']({ groupId, selection: all(), jobId })
    const out = await handlers()['optOuts.add']({ selection: all(), reason: 'STOP', jobId })
    const group = await handlers()['groups.remove']({ id: groupId, jobId })
    const removed = await handlers()['contacts.remove']({ selection: all(), jobId })
    await handlers()['contacts.erase']({ phone: phone(2) })
    for (const table of ['removed_record', 'removed_part'])
      expect(context.db.prepare(`SELECT payload FROM ${table}`).pluck().all().join()).not.toContain(phone(2))
    expect(await handlers()['undo.restore']({ undoId: removed.undoId!, jobId })).toBe(4)
    await handlers()['undo.restore']({ undoId: group.undoId!, jobId })
    expect(await handlers()['undo.restore']({ undoId: out.undoId!, jobId })).toBe(4)
    expect(context.db.prepare('SELECT phone, reason, source FROM opt_out').all()).toEqual([
      { phone: phone(2), reason: '', source: 'erase' },
    ])
    expect(await handlers()['groups.list']()).toMatchObject([{ name: 'Clients', members: 4 }])
  })

  it('that a crash stopped goes on at the next start', async () => {
    fill(1200)
    const before = people()
    const { undoId } = await handlers()['contacts.remove']({ selection: all(), jobId })
    // one part was taken, its contacts are back, and then the power went
    const { kind } = openRemoved(context.db, undoId!)
    expect(kind).toBe('contacts')
    const part = takeRemovedPart(context.db, undoId!) as {
      phone: string
      name: string
      fields: Record<string, string>
      createdAt: number
    }[]
    for (const contact of part) insertContact(context.db, contact, { now: 1, createdAt: contact.createdAt })
    await resumeRestores(context)
    expect(people()).toEqual(before)
    expect(count('removed_record')).toBe(0)
  })

  it('of an opt-out leaves opt-outs that were there before', async () => {
    fill(3)
    await handlers()['optOuts.add']({ phones: [phone(1)], reason: 'avant', country: 'CM', jobId })
    context.clock.set(context.clock.now() + 1000)
    const { count: added, undoId } = await handlers()['optOuts.add']({
      phones: [phone(1), phone(2)],
      reason: 'après',
      country: 'CM',
      jobId,
    })
    expect(added).toBe(1)
    expect(await handlers()['undo.restore']({ undoId: undoId!, jobId })).toBe(1)
    expect(context.db.prepare('SELECT phone, reason FROM opt_out').all()).toEqual([
      { phone: phone(1), reason: 'avant' },
    ])
  })
})

describe('merging', () => {
  const save = (number: string, name: string, fields: Record<string, string>) =>
    handlers()['contacts.save']({ phone: number, name, fields, groupIds: [], country: 'CM' })

  it('keeps of each field what the person chose, and of the rest what there is', async () => {
    const a = await save('677123456', 'AWA', { Ville: 'Douala', Solde: '1' })
    const b = await save('699123456', 'Awa', { Ville: 'Yaoundé', Classe: 'CM2', Solde: '2' })
    await handlers()['contacts.merge']({
      keepId: a.id,
      mergeIds: [b.id],
      nameFrom: b.id,
      take: [{ heading: 'Ville', from: b.id }],
    })
    expect(await handlers()['contacts.get']({ id: a.id })).toMatchObject({
      phone: '+237677123456',
      name: 'Awa',
      fields: { Ville: 'Yaoundé', Classe: 'CM2', Solde: '1' },
    })
  })

  it('with somebody opted out opts the kept number out too, until it is undone', async () => {
    const a = await save('677123456', 'Awa', {})
    const b = await save('699123456', 'Awa', {})
    await handlers()['optOuts.add']({ phones: [b.phone], reason: 'STOP', country: 'CM', jobId })
    context.clock.set(context.clock.now() + 1000)
    const { undoId } = await handlers()['contacts.merge']({ keepId: a.id, mergeIds: [b.id] })
    expect(await handlers()['contacts.get']({ id: a.id })).toMatchObject({ optedOut: true, optOut: { reason: 'STOP' } })
    await handlers()['undo.restore']({ undoId: undoId!, jobId })
    expect((await handlers()['contacts.get']({ id: a.id })).optedOut).toBe(false)
    expect((await handlers()['contacts.find']({ phone: b.phone, country: 'CM' }))?.optedOut).toBe(true)
  })

  it('shows at most twenty contacts of one name, and how many more there are', async () => {
    for (let index = 0; index < 25; index += 1)
      insertContact(context.db, { phone: phone(index), name: 'Client', fields: {} }, { now: 1 })
    const { rows } = await handlers()['contacts.duplicates']({ offset: 0, limit: 10 })
    expect(rows.map(({ contacts, more }) => [contacts.length, more])).toEqual([[20, 5]])
  })
})

describe('opt-outs', () => {
  it('are found by reason whatever its accents, and sorted by date or number', async () => {
    await handlers()['optOuts.add']({ phones: [phone(2)], reason: 'À sa demande', country: 'CM', jobId })
    context.clock.set(context.clock.now() + 1000)
    await handlers()['optOuts.add']({ phones: [phone(1)], reason: 'A répondu STOP', country: 'CM', jobId })
    const page = async (search: string, sort: 'date' | 'phone', descending: boolean) =>
      (await handlers()['optOuts.page']({ search, sort, descending, offset: 0, limit: 10 })).rows.map(
        (row) => row.phone,
      )
    expect(await page('a sa demande', 'date', true)).toEqual([phone(2)])
    expect(await page('', 'date', true)).toEqual([phone(1), phone(2)])
    expect(await page('', 'phone', true)).toEqual([phone(2), phone(1)])
    expect(await page('repondu', 'phone', false)).toEqual([phone(1)])
  })

  it('go into a file that another computer imports: rows add up, and nobody is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 999_999 }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.constantFrom('12', 'douze', '', '2,37651E+11'), { maxLength: 5 }),
        async (numbers, bad) => {
          context.close()
          context = createTestContext()
          const phones = numbers.map(phone)
          await handlers()['optOuts.add']({ phones, reason: '=STOP', country: 'CM', jobId })
          const path = join(folder, 'opt-outs.csv')
          expect(await handlers()['optOuts.export']({ selection: { search: '', except: [] }, path, jobId })).toBe(
            phones.length,
          )
          const both = [readFileSync(path, 'utf8'), ...bad.map((cell) => `${cell};Personne;;;\r\n`)].join('')
          writeFileSync(path, both)
          context.close()
          context = createTestContext()
          const rejectsPath = join(folder, 'rejects.csv')
          const result = await handlers()['optOuts.import']({
            source: { kind: 'file', path, options: automaticReading },
            country: 'CM',
            reason: 'Autre ordinateur',
            rejectsPath,
            jobId,
          })
          expect(result.rows).toBe(phones.length + bad.length)
          expect(result.rows).toBe(result.valid + result.invalid + result.duplicate)
          expect([result.added, result.invalid]).toEqual([phones.length, bad.length])
          const rejected = readFileSync(rejectsPath, 'utf8').trimEnd().split('\r\n').slice(1)
          expect(rejected).toHaveLength(bad.length)
          expect(context.db.prepare('SELECT phone FROM opt_out ORDER BY phone').pluck().all()).toEqual(
            [...phones].sort(),
          )
        },
      ),
      { numRuns: 12 },
    )
  })

  it('of an import that is stopped are none', async () => {
    const path = join(folder, 'many.csv')
    writeFileSync(path, ['Téléphone', ...Array.from({ length: 5000 }, (_, index) => phone(index))].join('\n'))
    const running = handlers()['optOuts.import']({
      source: { kind: 'file', path, options: automaticReading },
      country: 'CM',
      reason: '',
      rejectsPath: null,
      jobId,
    })
    context.jobs.cancel(jobId)
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(count('opt_out')).toBe(0)
  })
})

/** Lists and searches of contacts against the plainest way to find them, while contacts change from every side. */
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listContacts, warmContactList } from '@core/contacts/list-contacts'
import { deleteContacts, insertContact, updateContact } from '@core/storage/contact'
import { contactIndex } from '@core/storage/contact-index'
import { duplicateNames, idsOfContacts, pageOfContacts, prepareContactList } from '@core/storage/contact-list'
import { addMembers, saveGroup } from '@core/storage/contact-group'
import { foldText } from '@core/storage/fold-text'
import { connect, databaseFileName, type Db } from '@core/storage/open'
import { addOptOut, pageOfOptOuts } from '@core/storage/opt-out'
import type { ContactFilter } from '@shared/contract/contacts'
import { createTestContext, type TestContext } from '../../helpers/core-context'
import { createManualClock } from '../../helpers/manual-clock'
import { plansOf } from '../../helpers/query-plan'

let context: TestContext
/** Another process, as far as SQLite can tell. */
let other: Db
const everyone: ContactFilter = { search: '', groupId: null, optedOut: null, sort: 'name', descending: false }
const phoneOf = (n: number): string => `+23767${String(1_000_000 + n)}`
const add = (db: Db, n: number, name: string, fields: Record<string, string> = {}): number =>
  insertContact(db, { phone: phoneOf(n), name, fields }, { now: 1000 + n })
const found = (search: string): string[] =>
  pageOfContacts(context.db, { ...everyone, search }, { offset: 0, limit: 200 }).rows.map(({ name }) => name)

beforeEach(() => {
  context = createTestContext()
  other = connect(join(context.dataDir, databaseFileName))
})
afterEach(() => {
  other.close()
  context.close()
})

interface Row {
  readonly id: number
  readonly phone: string
  readonly name: string
  readonly fields: string
  readonly updated_at: number
}

/** Half a character is stored as the sign for one that is unknown. */
const folded = (text: string): string => Buffer.from(foldText(text)).toString()

/** What the filter shows, found without any index. */
function bruteForce(db: Db, { search, groupId, optedOut, sort, descending }: ContactFilter): number[] {
  const words = folded(search.replaceAll('\0', ''))
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8)
  const key = ({ name, phone, updated_at }: Row): Buffer =>
    Buffer.from(sort === 'name' ? foldText(name) : sort === 'phone' ? phone : String(updated_at).padStart(20, '0'))
  const rows = (db.prepare('SELECT * FROM contact').all() as Row[]).filter((row) => {
    const lines = [row.name, row.phone.slice(1), ...Object.values(JSON.parse(row.fields) as Record<string, string>)]
    if (!words.every((word) => lines.some((line) => folded(line).includes(word)))) return false
    const isMember = db.prepare('SELECT 1 FROM group_member WHERE group_id = ? AND contact_id = ?').get(groupId, row.id)
    if (groupId !== null && isMember === undefined) return false
    return (
      optedOut === null ||
      (db.prepare('SELECT 1 FROM opt_out WHERE phone = ?').get(row.phone) !== undefined) === optedOut
    )
  })
  const ids = rows.sort((a, b) => Buffer.compare(key(a), key(b)) || a.id - b.id).map(({ id }) => id)
  return descending ? ids.reverse() : ids
}

// few letters, so that searches find something; every kind of character that can stand in a name
const letters = fc.constantFrom(
  ...Array.from('aAbBéÉœ’ -.1\n"\\\t\u00a0\u202f中😀한Σσςßİ\u0301\u0000\u001fد'),
  '\ud800',
)
const text = fc.oneof(fc.string({ unit: letters, maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 }))
const fields = fc.dictionary(fc.constantFrom('Ville', '__proto__', 'a"b', 'é\\'), text, { maxKeys: 3 })
const filters = fc.record({
  search: text,
  groupId: fc.constantFrom(null, null, 1),
  optedOut: fc.constantFrom(null, null, true, false),
  sort: fc.constantFrom('name' as const, 'phone' as const, 'updated' as const),
  descending: fc.boolean(),
})
const changes = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), n: fc.nat(300), name: text, fields }),
  fc.record({ kind: fc.constant('edit' as const), n: fc.nat(300), name: text, fields }),
  fc.record({ kind: fc.constant('remove' as const), n: fc.nat(300), name: text, fields }),
  fc.record({ kind: fc.constant('optOut' as const), n: fc.nat(300), name: text, fields }),
  fc.record({ kind: fc.constant('join' as const), n: fc.nat(300), name: text, fields }),
)
type Change = typeof changes extends fc.Arbitrary<infer Value> ? Value : never

function apply(db: Db, { kind, n, name, fields: own }: Change): void {
  const phone = phoneOf(n)
  const id = db.prepare('SELECT id FROM contact WHERE phone = ?').pluck().get(phone) as number | undefined
  if (kind === 'optOut') addOptOut(db, { phone, reason: '', source: 'person', createdAt: 1 })
  else if (id === undefined) add(db, n, name, own)
  else if (kind === 'remove') deleteContacts(db, [id])
  else if (kind === 'join') addMembers(db, 1, [id])
  else updateContact(db, id, { phone, name, fields: own }, 5000 + n)
}

describe('a list', () => {
  it('shows what a look at every contact shows, whoever changed what in between', () => {
    saveGroup(context.db, { name: 'Clients' }, 1)
    // two slices and the beginning of a third
    context.db.transaction(() => {
      for (let n = 1000; n < 3200; n += 1) add(context.db, n, n % 7 === 0 ? 'Bé' : '', { Ville: `b${n}` })
    })()
    const step = fc.record({
      change: changes,
      by: fc.constantFrom('us' as const, 'other' as const, 'undone' as const),
      filter: filters,
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        for (const { change, by, filter } of steps) {
          if (by === 'undone') {
            expect(() =>
              context.db.transaction(() => {
                apply(context.db, change)
                expect(idsOfContacts(context.db, filter)).toEqual(bruteForce(context.db, filter))
                throw new Error('undone')
              })(),
            ).toThrow('undone')
          } else apply(by === 'us' ? context.db : other, change)
          const ids = bruteForce(context.db, filter)
          expect(idsOfContacts(context.db, filter)).toEqual(ids)
          const page = pageOfContacts(context.db, filter, { offset: 2, limit: 3 })
          expect(page.rows.map(({ id }) => id)).toEqual(ids.slice(2, 5))
          expect(page.total).toBe(ids.length)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('finds half a character that another escape follows', () => {
    add(context.db, 1, 'Awa', { Ville: '\ud800\u001f Douala' })
    expect(found('\ud800')).toEqual(['Awa'])
    expect(found('douala')).toEqual(['Awa'])
  })

  it('comes a page at a time in either direction, to the last', () => {
    for (let n = 0; n < 10; n += 1) add(context.db, n, `n${n}`)
    for (const sort of ['name', 'phone', 'updated'] as const) {
      for (const descending of [true, false]) {
        const names = [0, 4, 8, 12].map((offset) =>
          pageOfContacts(context.db, { ...everyone, sort, descending }, { offset, limit: 4 }).rows.map(
            ({ name }) => name,
          ),
        )
        const all = Array.from({ length: 10 }, (_, n) => `n${descending ? 9 - n : n}`)
        expect(names).toEqual([all.slice(0, 4), all.slice(4, 8), all.slice(8), []])
      }
    }
  })

  it('by number or date walks an index for every page of everybody', () => {
    for (const sort of ['phone', 'updated'] as const) {
      for (const offset of [0, 2]) {
        const plan = plansOf(context.db, (db) => void pageOfContacts(db, { ...everyone, sort }, { offset, limit: 1 }))
        expect(plan.filter((line) => line.includes('TEMP B-TREE') && !line.includes('json'))).toEqual([])
        expect(plan.some((line) => line.includes(`USING COVERING INDEX contact_by_${sort}`))).toBe(true)
      }
    }
  })

  it('never looks for each opted-out number with each member of a group', () => {
    for (const optedOut of [true, false, null]) {
      const filter = { ...everyone, search: 'awa', groupId: 1, optedOut }
      const plan = plansOf(context.db, (db) => void pageOfContacts(db, filter, { offset: 0, limit: 1 }))
      expect(plan.filter((line) => line.includes('phone=? AND rowid=?'))).toEqual([])
    }
  })

  it('is found once however often it is asked for, until something changes', () => {
    add(context.db, 1, 'Awa')
    const filter = { ...everyone, search: 'awa' }
    expect(idsOfContacts(context.db, filter)).toHaveLength(1)
    const { version } = contactIndex(context.db)
    expect(idsOfContacts(context.db, filter)).toHaveLength(1)
    expect(contactIndex(context.db).version).toBe(version)
    add(other, 2, 'Awa D.')
    expect(idsOfContacts(context.db, filter)).toHaveLength(2)
  })
})

describe('the index in memory', () => {
  it('is made in steps, and an answer in the middle is whole', async () => {
    context.db.transaction(() => {
      for (let n = 0; n < 5000; n += 1) add(context.db, n, `Awa ${n}`)
    })()
    const waiting = listContacts(context.db, { ...everyone, search: 'awa 4999' }, { offset: 0, limit: 1 })
    expect(prepareContactList(context.db, everyone)).toBe(false)
    // without waiting for the steps
    expect(found('awa 4998')).toEqual(['Awa 4998'])
    deleteContacts(other, [4999])
    expect((await waiting).total).toBe(1)
    expect(found('awa 4998')).toEqual([])
  })

  it('is made ahead, some seconds after the start, unless Griot ends before', async () => {
    context.db.transaction(() => {
      for (let n = 0; n < 3000; n += 1) add(context.db, n, `Awa ${n}`)
    })()
    const clock = createManualClock()
    const stop = warmContactList({ ...context, clock })
    stop()
    await clock.advance(10_000)
    expect(contactIndex(context.db).version).toBe(0)
    warmContactList({ ...context, clock })
    await clock.advance(10_000)
    await expect.poll(() => contactIndex(context.db).version).toBe(1)
    expect(prepareContactList(context.db, everyone)).toBe(true)
  })

  it('begins again after an error', () => {
    add(context.db, 1, 'Awa')
    add(context.db, 2, 'Kofi')
    expect(found('awa')).toEqual(['Awa'])
    updateContact(other, 1, { phone: phoneOf(1), name: 'Fatou', fields: {} }, 1)
    other.exec('ALTER TABLE contact RENAME TO away')
    expect(() => found('fatou')).toThrow('no such table')
    other.exec('ALTER TABLE away RENAME TO contact')
    expect(found('fatou')).toEqual(['Fatou'])
  })

  it('takes fields that are no JSON for none, and long ones by their beginning', () => {
    const id = add(context.db, 1, 'Awa')
    add(context.db, 2, 'Kofi', { Note: `debut ${'é'.repeat(5000)} fin` })
    for (const broken of ['', '{', '{"Ville":"x', '{"Ville":7}', 'null', '{"Ville":"\\', '{"Ville":"\\u12']) {
      context.db.prepare('UPDATE contact SET fields = ? WHERE id = ?').run(broken, id)
      expect(found('awa')).toEqual(['Awa'])
      expect(found('kofi')).toEqual(['Kofi'])
    }
    expect(found('debut')).toEqual(['Kofi'])
    expect(found('fin')).toEqual([])
  })

  it('forgets everybody with the last contact, and begins anew', () => {
    add(context.db, 1, 'Awa')
    expect(found('')).toEqual(['Awa'])
    other.exec('DELETE FROM contact')
    expect(found('')).toEqual([])
    add(other, 2, 'Kofi')
    expect(found('')).toEqual(['Kofi'])
  })
})

describe('names that several share', () => {
  it('are found whatever their accents, without the nameless', () => {
    const twice = [add(context.db, 1, 'Émilie'), add(context.db, 2, 'emilie')]
    add(context.db, 3, 'Emilien')
    for (const n of [4, 5]) add(context.db, n, '')
    const last = [6, 7, 8].map((n) => add(context.db, n, 'Zoé'))
    expect(duplicateNames(context.db, { offset: 0, limit: 10 })).toEqual({ sets: [twice, last], total: 2 })
    expect(duplicateNames(context.db, { offset: 1, limit: 10 })).toEqual({ sets: [last], total: 2 })
    expect(duplicateNames(context.db, { offset: 0, limit: 1 })).toEqual({ sets: [twice], total: 2 })
  })
})

describe('opt-outs', () => {
  it('are found by what is known of the contact, by reason and by number', () => {
    add(context.db, 1, 'Émilie Traoré', { Ville: 'Yaoundé' })
    add(context.db, 2, 'Émilie Sow')
    for (const [n, reason] of [
      [1, 'STOP'],
      [3, 'Plus de Yaoundé'],
    ] as const)
      addOptOut(context.db, { phone: phoneOf(n), reason, source: 'person', createdAt: n })
    const numbers = (search: string): string[] =>
      pageOfOptOuts(context.db, search, { sort: 'date', descending: true, offset: 0, limit: 9 }).rows.map(
        ({ phone }) => phone,
      )
    expect(numbers('emilie')).toEqual([phoneOf(1)])
    expect(numbers('traore emilie')).toEqual([phoneOf(1)])
    expect(numbers('yaounde')).toEqual([phoneOf(3), phoneOf(1)])
    expect(numbers('stop')).toEqual([phoneOf(1)])
    expect(numbers('671000003')).toEqual([phoneOf(3)])
  })
})

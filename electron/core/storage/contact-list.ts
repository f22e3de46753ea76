/**
 * Which contacts a list shows, in which order. Everybody by number or date is a walk of one index of the database, from the
 * nearer end; every other list comes from the index in memory (contact-index.ts).
 */
import type { ContactFilter, ContactRow } from '@shared/contract/contacts'
import { contactsByIds } from './contact'
import { contactIndex } from './contact-index'
import { needleOf } from './contact-slice'
import { foldText } from './fold-text'
import type { Db } from './open'
import { optOutStamp } from './opt-out-stamp'
import { phoneDigits } from './search-text'
import { statement } from './statement'

export interface PageRange {
  readonly offset: number
  readonly limit: number
}

const storedOrders = {
  phone: 'INDEXED BY contact_by_phone ORDER BY contact.phone',
  updated: 'INDEXED BY contact_by_updated ORDER BY contact.updated_at',
} as const

/** Prepares the lists that need the index in memory, a few milliseconds at a call; false as long as there is more to do. */
export function prepareContactList(db: Db, filter: ContactFilter): boolean {
  return (isUnfiltered(filter) && filter.sort !== 'name') || contactIndex(db).updateSome()
}

export function pageOfContacts(
  db: Db,
  filter: ContactFilter,
  { offset, limit }: PageRange,
): { rows: ContactRow[]; total: number } {
  if (isUnfiltered(filter) && filter.sort !== 'name')
    return storedPage(db, filter.sort, filter.descending, { offset, limit })
  const ids = shownIds(db, filter)
  const start = filter.descending ? ids.length - offset - limit : offset
  const page = [...ids.subarray(Math.max(0, start), Math.max(0, start + limit))]
  return { rows: contactsByIds(db, filter.descending ? page.reverse() : page), total: ids.length }
}

/** Ids of everything that the filter shows, in its order. */
export function idsOfContacts(db: Db, filter: ContactFilter): number[] {
  const ids = [...shownIds(db, filter)]
  return filter.descending ? ids.reverse() : ids
}

function isUnfiltered({ search, groupId, optedOut }: ContactFilter): boolean {
  return groupId === null && optedOut === null && entriesOf(search).length === 0
}

function storedPage(
  db: Db,
  sort: keyof typeof storedOrders,
  descending: boolean,
  { offset, limit }: PageRange,
): { rows: ContactRow[]; total: number } {
  const total = statement(db, 'SELECT count(*) FROM contact').pluck().get() as number
  const backwards = offset > total / 2
  const size = Math.max(0, Math.min(limit, total - offset))
  const direction = descending === backwards ? 'ASC' : 'DESC'
  const ids = statement(
    db,
    `SELECT contact.id FROM contact ${storedOrders[sort]} ${direction}, contact.id ${direction} LIMIT @size OFFSET @skip`,
  )
    .pluck()
    .all({ size, skip: backwards ? total - offset - size : offset }) as number[]
  return { rows: contactsByIds(db, backwards ? ids.reverse() : ids), total }
}

/** The last list, so that its further pages cost nothing; good until anything in the database changes. */
interface LastList {
  readonly key: string
  readonly ids: Int32Array
}
const lastLists = new WeakMap<Db, LastList>()

/** Ascending, whatever the filter's direction: backwards is the same list. */
function shownIds(db: Db, filter: ContactFilter): Int32Array {
  if (isUnfiltered(filter) && filter.sort === 'name') return contactIndex(db).byName()
  // what a transaction changed may be undone, and nothing would tell
  if (db.inTransaction) return foundIds(db, filter)
  const { search, groupId, optedOut, sort } = filter
  const ours = statement(db, 'SELECT total_changes()').pluck().get() as number
  const others = statement(db, 'PRAGMA data_version').pluck().get() as number
  const key = JSON.stringify([search, groupId, optedOut, sort, ours, others])
  const last = lastLists.get(db)
  if (last?.key === key) return last.ids
  const ids = foundIds(db, filter)
  lastLists.set(db, { key, ids })
  return ids
}

function foundIds(db: Db, { search, groupId, optedOut, sort }: ContactFilter): Int32Array {
  const index = contactIndex(db)
  const marks = index.matching(entriesOf(search))
  if (groupId !== null) {
    const members = statement(db, 'SELECT contact_id FROM group_member WHERE group_id = ?').pluck().all(groupId)
    keepMarks(marks, marksOf(members as number[], marks.length), 1)
  }
  if (optedOut !== null) keepMarks(marks, marksOf(optedOutIds(db), marks.length), optedOut ? 1 : 0)
  return markedOf(sort === 'name' ? index.byName() : storedOrder(db, sort), marks)
}

/** Contacts who are opted out and whom the search finds. */
export function foundOptedOut(db: Db, search: string): number[] {
  const marks = contactIndex(db).matching(entriesOf(search))
  return optedOutIds(db).filter((id) => marks[id] === 1)
}

function marksOf(ids: Iterable<number>, length: number): Uint8Array {
  const marks = new Uint8Array(length)
  for (const id of ids) marks[id] = 1
  return marks
}

/** Takes away each mark where `other` has not this value. */
function keepMarks(marks: Uint8Array, other: Uint8Array, value: 0 | 1): void {
  for (let id = 0; id < marks.length; id += 1) if (other[id] !== value) marks[id] = 0
}

function markedOf(order: Int32Array, marks: Uint8Array): Int32Array {
  const marked = new Int32Array(order.length)
  let length = 0
  for (const id of order) {
    if (marks[id] === 1) marked[length++] = id
  }
  return marked.subarray(0, length)
}

/** What was read from the database once, for as long as neither contacts nor opt-outs change. */
interface Kept<Value> {
  readonly stamp: string
  readonly value: Value
}
const keptOptOuts = new WeakMap<Db, Kept<number[]>>()
const keptOrders = new WeakMap<Db, Map<string, Kept<Int32Array>>>()

function optedOutIds(db: Db): number[] {
  const read = (): number[] =>
    statement(db, 'SELECT contact.id FROM opt_out CROSS JOIN contact ON contact.phone = opt_out.phone')
      .pluck()
      .all() as number[]
  if (db.inTransaction) return read()
  const stamp = `${contactIndex(db).version}/${optOutStamp(db)}`
  const kept = keptOptOuts.get(db)
  if (kept?.stamp === stamp) return kept.value
  const value = read()
  keptOptOuts.set(db, { stamp, value })
  return value
}

function storedOrder(db: Db, sort: keyof typeof storedOrders): Int32Array {
  const sql = `SELECT contact.id FROM contact ${storedOrders[sort]}, contact.id`
  const read = (): Int32Array => Int32Array.from(statement(db, sql).pluck().all() as number[])
  if (db.inTransaction) return read()
  const stamp = String(contactIndex(db).version)
  const orders = keptOrders.get(db) ?? new Map<string, Kept<Int32Array>>()
  keptOrders.set(db, orders)
  const kept = orders.get(sort)
  if (kept?.stamp === stamp) return kept.value
  const value = read()
  orders.set(sort, { stamp, value })
  return value
}

const mostWords = 8
const fewestDigits = 3

/** Every entry must be found, in one of its variants: a number in any spelling is one entry, else each word is one. */
function entriesOf(search: string): (readonly string[])[] {
  const digits = phoneDigits(search)
  if (digits.some((variant) => variant.length >= fewestDigits)) return [digits]
  const words = foldText(search.normalize('NFC').replaceAll('\0', '')).split(/\s+/)
  return words
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((word) => [needleOf(word)])
}

/** Names that several contacts share, alphabetically: two numbers of one person, perhaps. */
export function duplicateNames(db: Db, { offset, limit }: PageRange): { sets: number[][]; total: number } {
  const index = contactIndex(db)
  const ids = index.byName()
  const sets: number[][] = []
  let total = 0
  let first = 0
  for (let end = 1; end <= ids.length; end += 1) {
    if (end < ids.length && index.haveOneName(ids[first] ?? 0, ids[end] ?? 0)) continue
    if (end - first > 1 && index.nameOf(ids[first] ?? 0) !== '') {
      if (total >= offset && total < offset + limit) sets.push([...ids.subarray(first, end)])
      total += 1
    }
    first = end
  }
  return { sets, total }
}

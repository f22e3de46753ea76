/**
 * Any page of messages under any filter, fast at a million rows. A page is found as ids on one covering index, walked from
 * the nearer end; only its rows are then read. Totals come from message_count. A search by words or number walks the text
 * index or the numbers instead and gives the newest `searchTotalCap` hits.
 */
import { searchTotalCap } from '@shared/contract/campaigns'
import type { MessageState } from '@shared/domain/message'
import { countries } from '@shared/domain/country'
import { countOfMessages } from './message-count'
import type { Db } from './open'
import { ftsMatch, phoneDigits } from './search-text'
import { statement } from './statement'

export interface MessageQuery {
  readonly states: readonly MessageState[]
  /** In number, name or text. */
  readonly search: string
  /** A number, or at least its first digits. */
  readonly phone: string | null
  /** Words of the text alone. */
  readonly text: string | null
  /** Sent (else last changed) in this time, both ends included. */
  readonly from: number | null
  readonly to: number | null
  readonly accountId: number | null
  readonly campaignId: number | null
  /** `line`: as in the source; `newest`: last sent first. A search is always newest first. */
  readonly order: 'line' | 'newest'
}

export interface IdPage {
  readonly ids: readonly number[]
  readonly total: number
}

/** Up to so many messages are sorted; more are walked in the order of an index. */
const sortedAtMost = 5000
/** Up to so many messages are looked up one by one in the text index. */
const soughtAtMost = 3000
/** Numbers that a search looks at. */
const mostCandidates = 5000
const exportedAtOnce = 20_000
/** So many hits of whole words are an answer. */
const enoughHits = 200
/** Beginnings shorter than this match too much to be merged quickly. */
const shortestPrefix = 3
/** A number is searched from so many digits on: fewer are no search but a wish to see everything. */
const fewestDigits = 4

export function pageOfMessages(db: Db, query: MessageQuery, range: { offset: number; limit: number }): IdPage {
  const narrowed = withoutIdleDates(db, query)
  if (!isSearch(query)) return walkPage(db, narrowed, range)
  const ids = searchIds(db, narrowed, searchTotalCap)
  return { ids: ids.slice(range.offset, range.offset + range.limit), total: ids.length }
}

/** Ids of everything that the query shows, in its order, in parts of up to a few ten thousand: for exports. */
export function* allMessageIds(db: Db, query: MessageQuery): Generator<readonly number[]> {
  if (isSearch(query)) {
    yield searchIds(db, query, -1)
    return
  }
  for (let offset = 0; ; offset += exportedAtOnce) {
    const { ids } = walkPage(db, query, { offset, limit: exportedAtOnce })
    if (ids.length === 0) return
    yield ids
  }
}

function isSearch(query: MessageQuery): boolean {
  return [query.search, query.text, query.phone].some((text) => text !== null && text.trim() !== '')
}

function isDated(query: MessageQuery): boolean {
  return query.from !== null || query.to !== null
}

/** Dates that leave nothing out are dropped: two seeks instead of a walk through the whole history. */
function withoutIdleDates(db: Db, query: MessageQuery): MessageQuery {
  if (!isDated(query)) return query
  const first = statement(db, 'SELECT min(sent_at) FROM message').pluck().get() as number | null
  const last = statement(db, 'SELECT max(sent_at) FROM message').pluck().get() as number | null
  return {
    ...query,
    from: query.from !== null && first !== null && query.from <= first ? null : query.from,
    to: query.to !== null && last !== null && query.to >= last ? null : query.to,
  }
}

function walkPage(db: Db, query: MessageQuery, { offset, limit }: { offset: number; limit: number }): IdPage {
  const params = paramsOf(query)
  const dated = isDated(query)
  const counted = countOfMessages(db, query)
  const walk =
    counted <= sortedAtMost
      ? sortWalk(query)
      : dated || query.campaignId === null
        ? timeWalk(query)
        : campaignWalk(query)
  const total = dated ? (statement(db, `SELECT count(*) ${walk.from}`).pluck().get(params) as number) : counted
  // from the nearer end: the last page costs as little as the first
  const backwards = offset > total / 2
  const size = Math.max(0, Math.min(limit, total - offset))
  const ids = statement(
    db,
    `SELECT message.id ${walk.from} ORDER BY ${backwards ? walk.backwards : walk.forwards} LIMIT @size OFFSET @skip`,
  )
    .pluck()
    .all({ ...params, size, skip: backwards ? total - offset - size : offset }) as number[]
  return { ids: backwards ? ids.reverse() : ids, total }
}

interface Walk {
  readonly from: string
  readonly forwards: string
  readonly backwards: string
}

const byTime = { forwards: 'message.sent_at DESC, message.id DESC', backwards: 'message.sent_at, message.id' }
const byLine = { forwards: 'message.id', backwards: 'message.id DESC' }

/** Few messages: found campaign by campaign and state by state, then sorted. */
function sortWalk(query: MessageQuery): Walk {
  const from = `FROM message_count CROSS JOIN message INDEXED BY message_by_state
    ON message.campaign_id = message_count.campaign_id AND message.state = message_count.state
    WHERE message_count.messages > 0 AND ${conditions(query, 'message_count')}`
  return { from, ...(query.order === 'line' ? byLine : byTime) }
}

function timeWalk(query: MessageQuery): Walk {
  const from = `FROM message INDEXED BY message_by_time WHERE ${conditions(query, 'message')}`
  return { from, ...(query.order === 'line' ? byLine : byTime) }
}

/** One campaign: its one state in order of id, or its messages in order of id with the state read from the index. */
function campaignWalk(query: MessageQuery): Walk {
  const index = query.states.length === 1 ? 'message_by_state' : 'message_by_campaign'
  const newest = { forwards: byLine.backwards, backwards: byLine.forwards }
  return {
    from: `FROM message INDEXED BY ${index} WHERE ${conditions(query, 'message')}`,
    ...(query.order === 'line' ? byLine : newest),
  }
}

/** `table` holds campaign_id and state: message itself or message_count. */
function conditions(query: MessageQuery, table: 'message' | 'message_count'): string {
  const wanted = [
    query.states.length === 1 ? `${table}.state = @state` : null,
    query.states.length > 1 ? `${table}.state IN (SELECT value FROM json_each(@states))` : null,
    query.campaignId !== null ? `${table}.campaign_id = @campaignId` : null,
    query.accountId !== null ? `${table}.campaign_id IN (SELECT id FROM campaign WHERE account_id = @accountId)` : null,
    query.from !== null ? 'message.sent_at >= @from' : null,
    query.to !== null ? 'message.sent_at <= @to' : null,
  ].filter((condition) => condition !== null)
  return wanted.length > 0 ? wanted.join(' AND ') : 'TRUE'
}

function paramsOf(query: MessageQuery): Record<string, string | number | null> {
  return {
    state: query.states[0] ?? null,
    states: JSON.stringify(query.states),
    campaignId: query.campaignId,
    accountId: query.accountId,
    from: query.from,
    to: query.to,
  }
}

/** Newest first (the order of ids is the order of planning); `limit` -1: all. */
function searchIds(db: Db, query: MessageQuery, limit: number): number[] {
  const terms = termsOf(query)
  if (terms === null) return []
  const { numbers, match } = terms
  if (numbers.length > 0) return numberIds(db, query, { numbers, match: match('none'), limit })
  // whole words first, which FTS5 streams; only where they give little does the last word match the beginnings of longer
  // ones, for which FTS5 must merge all of them
  const exact = match('none')
  const hits = statement(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM message_search WHERE message_search MATCH ? LIMIT ${enoughHits})`,
  )
    .pluck()
    .get(exact)
  return wordIds(db, query, { match: (hits as number) < enoughHits ? match('last') : exact, limit })
}

interface Terms {
  readonly numbers: readonly (readonly string[])[]
  /** The words of all fields, as an FTS5 query; empty where there are none. */
  match(prefix: 'last' | 'none'): string
}

/** Null where nothing can match. */
function termsOf(query: MessageQuery): Terms | null {
  const numbers: (readonly string[])[] = []
  const words: ((prefix: 'last' | 'none') => string | null)[] = []
  const text = query.text ?? ''
  if (text.trim() !== '') words.push((prefix) => ftsMatch(text, { column: 'text', prefix, shortestPrefix }))
  const phone = query.phone ?? ''
  if (phone.trim() !== '') numbers.push(phoneDigits(phone))
  const { search } = query
  if (phoneDigits(search).some((digits) => digits.length >= fewestDigits)) numbers.push(phoneDigits(search))
  else if (search.trim() !== '') words.push((prefix) => ftsMatch(search, { prefix, shortestPrefix }))
  if (numbers.some((variants) => variants.length === 0) || words.some((match) => match('none') === null)) return null
  return { numbers, match: (prefix) => words.map((match) => match(prefix)).join(' AND ') }
}

/** Numbers are few: each range of numbers is a seek, and the (whole) words are checked on what they give. */
function numberIds(
  db: Db,
  query: MessageQuery,
  terms: { numbers: Terms['numbers']; match: string; limit: number },
): number[] {
  const inCampaign = query.campaignId !== null
  const index = inCampaign ? 'message_by_campaign_phone' : 'message_by_phone'
  const ranges = terms.numbers.map(
    (_, position) => `message.id IN (
    SELECT candidate.id FROM json_each(@ranges, '$[${position}]') AS range
    CROSS JOIN message AS candidate INDEXED BY ${index}
    ON ${inCampaign ? 'candidate.campaign_id = @campaignId AND ' : ''}candidate.phone BETWEEN range.value ->> 0 AND range.value ->> 1
    LIMIT ${mostCandidates})`,
  )
  const words = terms.match === '' ? '' : `AND ${holdsWords}`
  return statement(
    db,
    `SELECT message.id FROM message WHERE ${ranges.join(' AND ')} AND ${conditions(query, 'message')} ${words} ORDER BY message.id DESC LIMIT @limit`,
  )
    .pluck()
    .all({
      ...paramsOf(query),
      ranges: JSON.stringify(terms.numbers.map(phoneRanges)),
      match: terms.match,
      limit: terms.limit,
    }) as number[]
}

/** A seek in the text index for each message: for whole words only, since FTS5 merges beginnings anew at every seek. */
const holdsWords =
  'EXISTS (SELECT 1 FROM message_search WHERE message_search MATCH @match AND message_search.rowid = message.id)'

function wordIds(db: Db, query: MessageQuery, { match, limit }: { match: string; limit: number }): number[] {
  const params = { ...paramsOf(query), match, limit }
  const filtered = query.states.length > 0 || query.accountId !== null || query.campaignId !== null || isDated(query)
  if (!filtered) {
    return statement(
      db,
      'SELECT rowid FROM message_search WHERE message_search MATCH @match ORDER BY rowid DESC LIMIT @limit',
    )
      .pluck()
      .all(params) as number[]
  }
  if (countOfMessages(db, query) <= soughtAtMost) {
    const holds = match.includes('*')
      ? 'message.id IN (SELECT rowid FROM message_search WHERE message_search MATCH @match)'
      : holdsWords
    return statement(db, `SELECT message.id ${sortWalk(query).from} AND ${holds} ORDER BY message.id DESC LIMIT @limit`)
      .pluck()
      .all(params) as number[]
  }
  const [first, last] = idBounds(db, query)
  return statement(
    db,
    `SELECT message_search.rowid FROM message_search CROSS JOIN message ON message.id = message_search.rowid
     WHERE message_search MATCH @match AND message_search.rowid BETWEEN @first AND @last AND ${conditions(query, 'message')}
     ORDER BY message_search.rowid DESC LIMIT @limit`,
  )
    .pluck()
    .all({ ...params, first, last }) as number[]
}

/** Between which ids the campaign's or the dates' messages lie, so that FTS5 skips all others. */
function idBounds(db: Db, query: MessageQuery): [number, number] {
  const params = paramsOf(query)
  if (query.campaignId !== null) {
    const end = (which: 'min' | 'max') =>
      statement(db, `SELECT ${which}(id) FROM message INDEXED BY message_by_campaign WHERE campaign_id = ?`)
        .pluck()
        .get(query.campaignId)
    return [(end('min') as number | null) ?? 0, (end('max') as number | null) ?? 0]
  }
  if (!isDated(query)) return [0, Number.MAX_SAFE_INTEGER]
  const dates = conditions({ ...query, states: [], accountId: null }, 'message')
  const row = statement(db, `SELECT min(id), max(id) FROM message INDEXED BY message_by_time WHERE ${dates}`)
    .raw()
    .get(params) as [number | null, number | null] | undefined
  return [row?.[0] ?? 0, row?.[1] ?? 0]
}

/** Where E.164 numbers that begin with these digits stand, with their country's code written or left out. */
function phoneRanges(variants: readonly string[]): [string, string][] {
  const starts = new Set(variants.flatMap((digits) => [digits, ...countries.map(({ dialCode }) => dialCode + digits)]))
  return [...starts].filter((start) => start.length <= 15).map((start) => [`+${start}`, `+${start}:`])
}

/**
 * Any page of messages under any filter, fast at a million rows. A page is found as ids on one covering index, walked from
 * the nearer end; only its rows are then read. Totals come from message_count. A search by words or number walks the text
 * index or the numbers instead and gives the newest `searchTotalCap` hits.
 */
import { searchTotalCap } from '@shared/contract/campaigns'
import { messageStates, type MessageState } from '@shared/domain/message'
import { countries } from '@shared/domain/country'
import { keysOfHiddenMessages } from './campaign-key'
import { countOfMessages } from './message-count'
import type { Db } from './open'
import { ftsMatch, phoneDigits, type MatchOptions } from './search-text'
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

/** A message's time: when the gateway took it, else its last change. Word for word as in the index message_by_time. */
const sentAt = 'coalesce(message.accepted_at, message.updated_at)'

export interface IdPage {
  readonly ids: readonly number[]
  readonly total: number
}

/** Up to so many messages are sorted; more are walked in the order of an index. */
const sortedAtMost = 5000
/** Up to so many messages are looked up one by one in the text index (some 60 µs each). */
const soughtAtMost = 300
/** Up to so many are held as a set while the text index is walked. */
const heldAtMost = 20_000
const mostCompletions = 40
/** Numbers that a search looks at. */
const mostCandidates = 5000
const exportedAtOnce = 20_000
/** So many hits of whole words are an answer. */
const enoughHits = 200
/** Beginnings shorter than this are whole words only. */
const shortestBeginning = 3
/** A number is searched from so many digits on: fewer are no search but a wish to see everything. */
const fewestDigits = 4

export function pageOfMessages(db: Db, query: MessageQuery, range: { offset: number; limit: number }): IdPage {
  const narrowed = shownOf(db, withoutIdleDates(db, query))
  if (!isSearch(query)) return walkPage(db, narrowed, range)
  const ids = searchIds(db, narrowed, searchTotalCap)
  return { ids: ids.slice(range.offset, range.offset + range.limit), total: ids.length }
}

/** Ids of everything that the query shows, in its order, in parts of up to a few ten thousand: for exports. */
export function* allMessageIds(db: Db, query: MessageQuery): Generator<readonly number[]> {
  const shown = shownOf(db, query)
  if (isSearch(query)) {
    yield searchIds(db, shown, -1)
    return
  }
  for (let offset = 0; ; offset += exportedAtOnce) {
    const { ids } = walkPage(db, shown, { offset, limit: exportedAtOnce })
    if (ids.length === 0) return
    yield ids
  }
}

/** A query, and the campaign ids whose messages are not real. */
interface ShownQuery extends MessageQuery {
  readonly hidden: readonly number[]
}

function shownOf(db: Db, query: MessageQuery): ShownQuery {
  const { campaignId } = query
  return { ...query, hidden: keysOfHiddenMessages(db).filter((id) => campaignId === null || id === campaignId) }
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
  const first = statement(db, `SELECT min(${sentAt}) FROM message`).pluck().get() as number | null
  const last = statement(db, `SELECT max(${sentAt}) FROM message`).pluck().get() as number | null
  return {
    ...query,
    from: query.from !== null && first !== null && query.from <= first ? null : query.from,
    to: query.to !== null && last !== null && query.to >= last ? null : query.to,
  }
}

function walkPage(db: Db, query: ShownQuery, { offset, limit }: { offset: number; limit: number }): IdPage {
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

const byTime = { forwards: `${sentAt} DESC, message.id DESC`, backwards: `${sentAt}, message.id` }
const byLine = { forwards: 'message.id', backwards: 'message.id DESC' }

/** Few messages: found campaign by campaign and state by state, then sorted. */
function sortWalk(query: ShownQuery): Walk {
  const from = `FROM message_count CROSS JOIN message INDEXED BY message_by_state
    ON message.campaign_id = message_count.campaign_id AND message.state = message_count.state
    WHERE message_count.messages > 0 AND ${conditions(query, 'message_count')}`
  return { from, ...(query.order === 'line' ? byLine : byTime) }
}

function timeWalk(query: ShownQuery): Walk {
  const from = `FROM message INDEXED BY message_by_time WHERE ${conditions(query, 'message')}`
  return { from, ...(query.order === 'line' ? byLine : byTime) }
}

/** One campaign: its one state in order of id, or its messages in order of id with the state read from the index. */
function campaignWalk(query: ShownQuery): Walk {
  const index = query.states.length === 1 ? 'message_by_state' : 'message_by_campaign'
  const newest = { forwards: byLine.backwards, backwards: byLine.forwards }
  return {
    from: `FROM message INDEXED BY ${index} WHERE ${conditions(query, 'message')}`,
    ...(query.order === 'line' ? byLine : newest),
  }
}

/** `table` holds campaign_id and state: message itself or message_count. */
function conditions(query: ShownQuery, table: 'message' | 'message_count'): string {
  const wanted = [
    // the words of the closed list, written out: several times as fast as a list in a parameter
    query.states.length > 0 ? `${table}.state IN (${stateList(query.states)})` : null,
    query.campaignId !== null ? `${table}.campaign_id = @campaignId` : null,
    query.accountId !== null ? `${table}.campaign_id IN (SELECT id FROM campaign WHERE account_id = @accountId)` : null,
    query.hidden.length > 0 ? `${table}.campaign_id NOT IN (SELECT value FROM json_each(@hidden))` : null,
    query.from !== null ? `${sentAt} >= @from` : null,
    query.to !== null ? `${sentAt} <= @to` : null,
  ].filter((condition) => condition !== null)
  return wanted.length > 0 ? wanted.join(' AND ') : 'TRUE'
}

function stateList(states: readonly MessageState[]): string {
  return messageStates
    .filter((state) => states.includes(state))
    .map((state) => `'${state}'`)
    .join(', ')
}

function paramsOf(query: ShownQuery): Record<string, string | number | null> {
  return {
    campaignId: query.campaignId,
    accountId: query.accountId,
    hidden: JSON.stringify(query.hidden),
    from: query.from,
    to: query.to,
  }
}

/** Newest first (the order of ids is the order of planning); `limit` -1: all. */
function searchIds(db: Db, query: ShownQuery, limit: number): number[] {
  const terms = termsOf(query)
  if (terms === null) return []
  const { numbers, match } = terms
  const exact = match()
  if (numbers.length > 0) return numberIds(db, query, { numbers, match: exact, limit })
  // whole words first, which FTS5 streams; only where they give little is the last word taken for a beginning
  const hits = statement(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM message_search WHERE message_search MATCH ? LIMIT ${enoughHits})`,
  )
    .pluck()
    .get(exact) as number
  return wordIds(db, query, { match: hits < enoughHits ? match((word) => completionsOf(db, word)) : exact, limit })
}

interface Terms {
  readonly numbers: readonly (readonly string[])[]
  /** The words of all fields, as an FTS5 query; empty where there are none. */
  readonly match: (complete?: MatchOptions['complete']) => string
}

/** Null where nothing can match. */
function termsOf(query: ShownQuery): Terms | null {
  const numbers: (readonly string[])[] = []
  const words: ((complete: MatchOptions['complete']) => string | null)[] = []
  const withCompletion = (complete: MatchOptions['complete']): MatchOptions =>
    complete === undefined ? {} : { complete }
  const text = query.text ?? ''
  if (text.trim() !== '') words.push((complete) => ftsMatch(text, { column: 'text', ...withCompletion(complete) }))
  const phone = query.phone ?? ''
  if (phone.trim() !== '') numbers.push(phoneDigits(phone))
  const { search } = query
  if (phoneDigits(search).some((digits) => digits.length >= fewestDigits)) numbers.push(phoneDigits(search))
  else if (search.trim() !== '') words.push((complete) => ftsMatch(search, withCompletion(complete)))
  if (numbers.some((variants) => variants.length === 0) || words.some((match) => match(undefined) === null)) return null
  return { numbers, match: (complete) => words.map((match) => match(complete)).join(' AND ') }
}

/**
 * The indexed words that begin with this one, found by seeks: FTS5 streams a few whole words, but merges a beginning anew
 * for every query, a tenth of a second where it is common. Null where there are too many words: then they are rare ones.
 */
function completionsOf(db: Db, beginning: string): readonly string[] | null {
  // as the index's tokenizer folds it: it leaves ligatures
  const folded = beginning
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
  if (folded.length < shortestBeginning) return []
  const next = statement(db, 'SELECT term FROM message_vocabulary WHERE term >= ? LIMIT 1').pluck()
  const found: string[] = []
  for (let from = folded; found.length <= mostCompletions;) {
    const term = next.get(from) as string | undefined
    if (term?.startsWith(folded) !== true) return found
    found.push(term)
    // the least text after this word
    from = `${term}\u0001`
  }
  return null
}

/** Numbers are few: each range of numbers is a seek, and the (whole) words are checked on what they give. */
function numberIds(
  db: Db,
  query: ShownQuery,
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

function wordIds(db: Db, query: ShownQuery, { match, limit }: { match: string; limit: number }): number[] {
  const all = (sql: string, params: Record<string, string | number | null>): number[] =>
    statement(db, sql)
      .pluck()
      .all({ ...params, match, limit }) as number[]
  const params = paramsOf(query)
  const filtered =
    query.states.length > 0 ||
    query.accountId !== null ||
    query.campaignId !== null ||
    query.hidden.length > 0 ||
    isDated(query)
  if (!filtered) {
    return all(
      'SELECT rowid FROM message_search WHERE message_search MATCH @match ORDER BY rowid DESC LIMIT @limit',
      params,
    )
  }
  const counted = countOfMessages(db, query)
  const walk = sortWalk(query)
  if (counted <= soughtAtMost && !match.includes('*')) {
    return all(`SELECT message.id ${walk.from} AND ${holdsWords} ORDER BY message.id DESC LIMIT @limit`, params)
  }
  const [first, last] = idBounds(db, query)
  const wholeCampaign = query.states.length === 0 && query.accountId === null && !isDated(query)
  const shown =
    wholeCampaign && last - first + 1 === counted
      ? // planned in one go: the ids between are the campaign's, and only they
        'TRUE'
      : counted <= heldAtMost
        ? // few enough to be held as a set: + keeps SQLite from asking FTS5 about each of them
          `+message_search.rowid IN (SELECT message.id ${walk.from})`
        : `EXISTS (SELECT 1 FROM message WHERE message.id = message_search.rowid AND ${conditions(query, 'message')})`
  // CAST: numbers are bound as REAL, and FTS5 skips nothing for a bound that is no integer
  return all(
    `SELECT message_search.rowid FROM message_search WHERE message_search MATCH @match
       AND message_search.rowid BETWEEN CAST(@first AS INTEGER) AND CAST(@last AS INTEGER) AND ${shown} ORDER BY message_search.rowid DESC LIMIT @limit`,
    { ...params, first, last },
  )
}

/** Between which ids the campaign's or the dates' messages lie, so that FTS5 skips all others. */
function idBounds(db: Db, query: ShownQuery): [number, number] {
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

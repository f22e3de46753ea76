/** What the gateway's archive shows of doubtful messages of one campaign: proofs that they were sent, and proofs of absence. */
import { archiveNumber, plainText, sameMomentMs } from '@shared/domain/archive-comparison'
import type { AbsenceDoubt } from '@shared/contract/campaigns'
import type { ArchiveReadingEnd } from '@shared/contract/gateway-side'
import type { CoreContext } from '../context'
import { yieldToEventLoop } from '../yield-to-event-loop'
import type { ArchiveEntry, Provider, ProviderContext } from '../providers/provider'
import type { StoredAccount } from '../storage/account'
import { acceptedOfCampaign, messagesOfNumbers, type CampaignNeighbour } from '../storage/archived-message'
import type { Db } from '../storage/open'
import type { UnknownMessage } from '../storage/unknown-message'
import { entryTime } from './match-archive'
import { countryOf, matchHistory } from './match-history'
import {
  archiveDelayMs,
  clockToleranceMs,
  mayBeOf,
  proveAbsence,
  windowBeforeMs,
  type Neighbour,
} from './prove-absence'
import { archiveDays, openReading, readWhole } from './read-archive'

const dayMs = 86_400_000
/** Days read before the first doubtful message, so that something older than the window is seen, and after the last one. */
const daysBefore = 3
const daysAfter = 7
const sliceSize = 500
/** More neighbours than an archive can be read for are not checked: then nothing is proven absent. */
const mostNeighbours = 100_000

export interface ArchiveAnswer {
  readonly end: ArchiveReadingEnd
  /** Entries that prove a message sent, by message id. Call `decide` again in the transaction that writes it. */
  decide(messages: readonly UnknownMessage[]): {
    readonly proven: ReadonlyMap<number, ArchiveEntry>
    readonly verdicts: ReadonlyMap<number, 'absent' | AbsenceDoubt>
  }
}

interface Gateway {
  readonly account: StoredAccount
  readonly provider: Provider
  readonly context: ProviderContext
}

/** Throws what the gateway throws. `messages`: at least one. */
export async function askArchive(
  { db, clock }: CoreContext,
  { account, provider, context }: Gateway,
  campaignId: number,
  messages: readonly UnknownMessage[],
): Promise<ArchiveAnswer> {
  const from = messages.reduce((least, { claimedAt }) => Math.min(least, claimedAt), clock.now())
  const to = messages.reduce((most, { lostAt }) => Math.max(most, lostAt), 0)
  const days = archiveDays(from - daysBefore * dayMs, to + daysAfter * dayMs, clock.now())
  const reading = openReading(
    (cursor) => provider.archive?.(context, { ...days, cursor }) ?? Promise.reject(new Error('no archive')),
    { clock, signal: context.signal },
  )
  const { entries, end } = await readWhole(reading)
  const byPhone = new Map<string, ArchiveEntry[]>()
  for (const [place, entry] of entries.entries()) {
    const phone = archiveNumber(entry.phone, countryOf(account))
    const list = phone === null ? undefined : byPhone.get(phone)
    if (list) list.push(entry)
    else if (phone !== null) byPhone.set(phone, [entry])
    if (place % 5000 === 4999) await yieldToEventLoop()
  }
  const entriesOf = (phones: Iterable<string>): ArchiveEntry[] =>
    [...new Set(phones)].flatMap((phone) => byPhone.get(phone) ?? [])

  const around = acceptedOfCampaign(db, {
    campaignId,
    from: from - windowBeforeMs,
    to: to + windowBeforeMs,
    acceptedUntil: clock.now() - archiveDelayMs,
    limit: mostNeighbours + 1,
  })
  const neighbours: Neighbour[] = []
  for (let start = 0; start < around.length; start += sliceSize) {
    const slice = around.slice(start, start + sliceSize)
    const matched = matchHistory(db, account, entriesOf(slice.map(({ phone }) => phone)))
    const byMessage = new Map([...matched].map(([entry, id]) => [id, entry]))
    for (const each of slice) {
      const { claimedAt, acceptedAt } = each
      neighbours.push({ claimedAt, acceptedAt, isExact: isExact(each, byMessage.get(each.id), account) })
    }
    await yieldToEventLoop()
  }
  if (around.length > mostNeighbours) neighbours.push({ claimedAt: from, acceptedAt: from, isExact: false })

  const texts = new Set(messages.map(({ text }) => plainText(text)))
  const askedFrom = Date.parse(`${days.from}T00:00:00Z`)
  const suspects = entries.filter(
    (entry) => mayBeOf(entry, from, to, askedFrom) || (entry.text !== null && texts.has(plainText(entry.text))),
  )
  const strangers = await strangersOf(db, account, suspects)

  return {
    end,
    decide(left) {
      const wanted = new Set(left.map(({ id }) => id))
      const matched = matchHistory(db, account, entriesOf(left.map(({ phone }) => phone)))
      const proven = new Map([...matched].flatMap(([entry, id]) => (wanted.has(id) ? [[id, entry] as const] : [])))
      const unproven = left.filter(({ id }) => !proven.has(id))
      const own = unproven.map(({ phone }) => phone)
      const verdicts = proveAbsence(
        unproven.map(({ error, ...message }) => ({
          ...message,
          wasSeen: error === 'unclear_in_archive',
          wasAbsent: error === 'absent_from_archive',
        })),
        {
          isDocumented: provider.description.abilities.settleFromArchive,
          end,
          entries,
          askedFrom,
          strangers,
          unexplained: beyond(strangers, own, account),
          neighbours,
          now: clock.now(),
        },
      )
      return { proven, verdicts }
    },
  }
}

/** Entries beyond the messages that the history has with their number and text, at about their time. */
async function strangersOf(db: Db, account: StoredAccount, entries: readonly ArchiveEntry[]): Promise<ArchiveEntry[]> {
  const byContent = new Map<string, { readonly phone: string; readonly list: ArchiveEntry[] }>()
  for (const entry of entries) {
    const phone = archiveNumber(entry.phone, countryOf(account)) ?? ''
    const content = contentOf({ phone, text: entry.text ?? '' })
    const group = byContent.get(content)
    if (group) group.list.push(entry)
    else byContent.set(content, { phone, list: [entry] })
  }
  const strangers: ArchiveEntry[] = []
  const groups = [...byContent]
  for (let start = 0; start < groups.length; start += sliceSize) {
    const slice = groups.slice(start, start + sliceSize)
    const known = new Map<string, number[]>()
    for (const message of messagesOfNumbers(db, account.id, [...new Set(slice.map(([, { phone }]) => phone))])) {
      const content = contentOf(message)
      const times = known.get(content)
      if (times) times.push(message.sentAt)
      else known.set(content, [message.sentAt])
    }
    for (const [content, { list }] of slice) {
      for (const entry of unexplained(list, known.get(content) ?? [])) strangers.push(entry)
    }
    await yieldToEventLoop()
  }
  return strangers
}

/** The entries without one for each of `numbers`. */
function beyond(entries: readonly ArchiveEntry[], numbers: readonly string[], account: StoredAccount): ArchiveEntry[] {
  const left = new Map<string, number>()
  for (const number of numbers) left.set(number, (left.get(number) ?? 0) + 1)
  return entries.filter(({ phone }) => {
    const number = archiveNumber(phone, countryOf(account)) ?? ''
    const count = left.get(number) ?? 0
    if (count > 0) left.set(number, count - 1)
    return count === 0
  })
}

/** Each message explains one entry, at most `sameMomentMs` apart; one without a time is explained last, by any that is left. */
function unexplained(entries: readonly ArchiveEntry[], sentAt: readonly number[]): ArchiveEntry[] {
  const times = [...sentAt].sort((left, right) => left - right)
  const dated = entries.flatMap((entry) => {
    const at = entryTime(entry)
    return at === null ? [] : [{ entry, at }]
  })
  dated.sort((left, right) => left.at - right.at)
  const left: ArchiveEntry[] = []
  let next = 0
  let passed = 0
  for (const { entry, at } of dated) {
    for (; (times[next] ?? at) < at - sameMomentMs; next += 1) passed += 1
    if ((times[next] ?? Number.POSITIVE_INFINITY) <= at + sameMomentMs) next += 1
    else left.push(entry)
  }
  const free = passed + times.length - next
  return [...left, ...entries.filter((entry) => entryTime(entry) === null).slice(free)]
}

const contentOf = ({ phone, text }: { readonly phone: string; readonly text: string }): string =>
  `${phone}\n${plainText(text)}`

function isExact(message: CampaignNeighbour, entry: ArchiveEntry | undefined, account: StoredAccount): boolean {
  if (entry?.text === undefined || entry.text === null) return false
  const at = entryTime(entry)
  return (
    archiveNumber(entry.phone, countryOf(account)) === message.phone &&
    plainText(entry.text) === plainText(message.text) &&
    at !== null &&
    Math.abs(at - message.claimedAt) <= clockToleranceMs
  )
}

/**
 * Which message of the history each entry of an archive is. The list, export, comparison, polling and settling all use
 * this one matcher. Pure.
 *
 * 1. By the gateway's id, where both have one.
 * 2. By number and text, for messages that the gateway is known to have: the nearest in time first, at most 24 hours apart
 *    (clocks and time zones of gateways are wrong by hours). An entry without a time fits last.
 * 3. By number and text, for doubtful messages, from what is then left: claimed at most 2 hours after the entry and at most
 *    24 hours before it. Each known message without an entry of its own keeps one such entry from them, and so does an
 *    entry that is equal in everything to one already matched. What matches here is proven sent.
 *
 * Each entry is at most one message and each message at most one entry. An entry that matches nothing here can still be
 * one of our messages with an altered text: absence is another question (prove-absence.ts).
 */
import { archiveNumber, plainText, sameMomentMs } from '@shared/domain/archive-comparison'
import type { CountryCode } from '@shared/domain/phone-number'
import type { ArchiveEntry } from '../providers/provider'

export const proofBeforeMs = 2 * 3_600_000
export const proofAfterMs = 24 * 3_600_000

export interface MatchableMessage {
  readonly id: number
  /** E.164 with `+`. */
  readonly phone: string
  readonly text: string
  readonly gatewayMessageId: string | null
  /** Epoch ms: when it was accepted, or claimed while it is doubtful. */
  readonly sentAt: number
  readonly isDoubtful: boolean
}

/** @param country of the account: how national numbers of its archive are read */
export function matchArchive(
  entries: readonly ArchiveEntry[],
  messages: readonly MatchableMessage[],
  country: CountryCode | null,
): Map<ArchiveEntry, number> {
  const matched = new Map<ArchiveEntry, number>()
  const taken = new Set<number>()
  const match = (entry: ArchiveEntry, { id }: MatchableMessage): void => {
    matched.set(entry, id)
    taken.add(id)
  }
  const byId = groupBy(messages, ({ gatewayMessageId }) => gatewayMessageId ?? '')
  for (const entry of entries) {
    if (entry.gatewayMessageId === null || entry.gatewayMessageId === '') continue
    const message = byId
      .get(entry.gatewayMessageId)
      ?.find((each) => !taken.has(each.id) && (!each.isDoubtful || archiveNumber(entry.phone, country) === each.phone))
    if (message) match(entry, message)
  }
  const left = groupBy(
    entries.filter((entry) => entry.text !== null && !matched.has(entry)),
    (entry) => contentKey(archiveNumber(entry.phone, country) ?? '', entry.text ?? ''),
  )
  const waiting = groupBy(
    messages.filter(({ id }) => !taken.has(id)),
    ({ phone, text }) => contentKey(phone, text),
  )
  for (const [key, here] of waiting) {
    const group = left.get(key) ?? []
    const known = here.filter(({ isDoubtful }) => !isDoubtful)
    for (const [entry, message] of pairs(group, known, distance)) {
      if (!matched.has(entry) && !taken.has(message.id)) match(entry, message)
    }
    const unexplained = known.filter(({ id }) => !taken.has(id))
    const used = new Set(group.filter((entry) => matched.has(entry)).map(contentOf))
    const free = group.filter((entry) => !matched.has(entry) && !used.has(contentOf(entry)))
    const unproven = new Set<number>()
    const doubtful = here.filter(({ isDoubtful }) => isDoubtful)
    for (const [entry, message] of pairs(free, doubtful, proofDistance)) {
      if (taken.has(message.id) || unproven.has(message.id) || used.has(contentOf(entry))) continue
      const fitting = free.filter((each) => !used.has(contentOf(each)) && proofDistance(each, message) !== null)
      const kept = unexplained.filter(({ sentAt }) => Math.abs(sentAt - message.sentAt) <= 2 * sameMomentMs)
      if (fitting.length <= kept.length) unproven.add(message.id)
      else {
        match(entry, message)
        used.add(contentOf(entry))
      }
    }
  }
  return matched
}

/** When the gateway says that it took the message; epoch ms. */
export function entryTime({ createdAt, sentAt }: ArchiveEntry): number | null {
  return createdAt ?? sentAt
}

/** Null where the two are too far apart. */
function distance(entry: ArchiveEntry, { sentAt }: MatchableMessage): number | null {
  const at = entryTime(entry)
  if (at === null) return sameMomentMs
  const apart = Math.abs(at - sentAt)
  return apart <= sameMomentMs ? apart : null
}

/** Null where the entry proves nothing about the message. */
function proofDistance(entry: ArchiveEntry, { sentAt }: MatchableMessage): number | null {
  const at = entryTime(entry)
  return at !== null && at >= sentAt - proofBeforeMs && at <= sentAt + proofAfterMs ? Math.abs(at - sentAt) : null
}

/** The nearest first; of equal ones the earlier message, then the earlier entry. The archive's order does not matter. */
function pairs(
  entries: readonly ArchiveEntry[],
  messages: readonly MatchableMessage[],
  distanceOf: (entry: ArchiveEntry, message: MatchableMessage) => number | null,
): [ArchiveEntry, MatchableMessage][] {
  const found: { apart: number; pair: [ArchiveEntry, MatchableMessage] }[] = []
  for (const message of messages) {
    for (const entry of entries) {
      const apart = distanceOf(entry, message)
      if (apart !== null) found.push({ apart, pair: [entry, message] })
    }
  }
  return found
    .sort(
      ({ apart, pair: [entry, { id }] }, { apart: otherApart, pair: [other, { id: otherId }] }) =>
        apart - otherApart || id - otherId || earlier(entry, other),
    )
    .map(({ pair }) => pair)
}

function earlier(entry: ArchiveEntry, other: ArchiveEntry): number {
  const byTime = (entryTime(entry) ?? 0) - (entryTime(other) ?? 0)
  return byTime !== 0 ? byTime : (entry.gatewayMessageId ?? '').localeCompare(other.gatewayMessageId ?? '')
}

const contentKey = (phone: string, text: string): string => `${phone}\n${plainText(text)}`
const contentOf = (entry: ArchiveEntry): string => JSON.stringify(entry)

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

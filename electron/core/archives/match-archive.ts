/**
 * Does the gateway's archive prove that doubtful messages were sent? Matched by number, text and time, and counted: an
 * entry that stands for a message already known as accepted proves nothing about another one. Pure.
 */
import { toSmsText } from '@shared/domain/segment'
import type { ArchiveEntry } from '../providers/provider'

/** A vendor's clock and time zone may differ from ours: entries from this long before the claim still count. */
export const beforeClaimMs = 2 * 3_600_000
export const afterClaimMs = 24 * 3_600_000

/** What is looked for. */
export interface SoughtMessage {
  readonly id: number
  readonly phone: string
  readonly text: string
  readonly claimedAt: number
}

export interface KnownText {
  readonly text: string
  readonly gatewayMessageId: string | null
}

export interface Proof {
  readonly messageId: number
  readonly entry: ArchiveEntry
}

const digits = (phone: string): string => phone.replace(/\D/g, '')
const plain = (text: string): string => toSmsText(text).replace(/\s+/g, ' ').trim()

/**
 * @param known what is already known as accepted for a number at this account, over the same time
 * @returns one proof per message that the archive shows beyond what is known
 */
export function matchArchive(
  messages: readonly SoughtMessage[],
  entries: readonly ArchiveEntry[],
  known: (phone: string, since: number) => readonly KnownText[],
): Proof[] {
  const byPhone = new Map<string, ArchiveEntry[]>()
  for (const entry of entries) {
    const key = digits(entry.phone)
    const list = byPhone.get(key)
    if (list) list.push(entry)
    else byPhone.set(key, [entry])
  }
  const proofs: Proof[] = []
  for (const message of messages) {
    const candidates = byPhone.get(digits(message.phone)) ?? []
    const text = plain(message.text)
    const since = message.claimedAt - beforeClaimMs
    const fitting = candidates.filter((entry) => {
      const at = entryTime(entry)
      const isInTime = at !== null && at >= since && at <= message.claimedAt + afterClaimMs
      return isInTime && entry.text !== null && plain(entry.text) === text
    })
    const taken = known(message.phone, since).filter((each) => plain(each.text) === text)
    const takenIds = new Set(taken.flatMap(({ gatewayMessageId }) => gatewayMessageId ?? []))
    const free = fitting.filter(({ gatewayMessageId }) => gatewayMessageId === null || !takenIds.has(gatewayMessageId))
    // each known message whose entry cannot be told by its id stands for one of those that are left
    const nameless = taken.length - (fitting.length - free.length)
    if (free.length <= nameless) continue
    const entry = nearest(free, message.claimedAt)
    if (!entry) continue
    proofs.push({ messageId: message.id, entry })
    candidates.splice(candidates.indexOf(entry), 1)
  }
  return proofs
}

/** When the gateway says that it took the message. */
export function entryTime({ createdAt, sentAt }: ArchiveEntry): number | null {
  return createdAt ?? sentAt
}

function nearest(entries: readonly ArchiveEntry[], at: number): ArchiveEntry | undefined {
  const away = (entry: ArchiveEntry): number => Math.abs((entryTime(entry) ?? 0) - at)
  return [...entries].sort((left, right) => away(left) - away(right))[0]
}

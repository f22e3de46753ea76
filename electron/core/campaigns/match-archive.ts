/**
 * Does the gateway's archive prove that doubtful messages were sent? Matched by number, text and time, and counted: an
 * entry that stands for a message already known as accepted proves nothing about another one. Pure.
 */
import { toSmsText } from '@shared/domain/segment'
import type { ArchiveEntry } from '../providers/provider'
import type { UnknownMessage } from '../storage/unknown-message'

/** A vendor's clock and time zone may differ from ours: entries from this long before the claim still count. */
export const beforeClaimMs = 2 * 3_600_000
export const afterClaimMs = 24 * 3_600_000

export interface KnownText {
  readonly text: string
  readonly gatewayMessageId: string | null
}

export interface Proof {
  readonly messageId: number
  readonly gatewayMessageId: string | null
  readonly status: string | null
}

const digits = (phone: string): string => phone.replace(/\D/g, '')
const plain = (text: string): string => toSmsText(text).replace(/\s+/g, ' ').trim()

/**
 * @param known what is already known as accepted for a number at this account, over the same time
 * @returns one proof per message that the archive shows beyond what is known
 */
export function matchArchive(
  messages: readonly UnknownMessage[],
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
    const since = message.claimedAt - beforeClaimMs
    const fits = (entry: ArchiveEntry): boolean => {
      const at = entry.createdAt ?? entry.sentAt
      return (
        entry.text !== null &&
        plain(entry.text) === plain(message.text) &&
        at !== null &&
        at >= since &&
        at <= message.claimedAt + afterClaimMs
      )
    }
    const taken = known(message.phone, since).filter(({ text }) => plain(text) === plain(message.text))
    const takenIds = new Set(taken.map(({ gatewayMessageId }) => gatewayMessageId).filter((id) => id !== null))
    const free = candidates.filter(
      (entry) => fits(entry) && (entry.gatewayMessageId === null || !takenIds.has(entry.gatewayMessageId)),
    )
    // known messages without an id each stand for one of the entries that are left
    const surplus = free.slice(
      taken.filter(
        ({ gatewayMessageId }) =>
          gatewayMessageId === null || !candidates.some((entry) => entry.gatewayMessageId === gatewayMessageId),
      ).length,
    )
    const [entry] = surplus
    if (!entry) continue
    proofs.push({ messageId: message.id, gatewayMessageId: entry.gatewayMessageId, status: entry.status })
    candidates.splice(candidates.indexOf(entry), 1)
  }
  return proofs
}

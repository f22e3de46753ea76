/** The entries of an archive against the history of their account. */
import { archiveNumber } from '@shared/domain/archive-comparison'
import { isCountryCode, type CountryCode } from '@shared/domain/phone-number'
import type { StoredAccount } from '../storage/account'
import type { ArchiveEntry } from '../providers/provider'
import { messagesOfGatewayIds, messagesOfNumbers, type ArchivableMessage } from '../storage/archived-message'
import type { Db } from '../storage/open'
import { matchArchive } from './match-archive'

/** How national numbers of the account's archive are read. */
export function countryOf({ country }: Pick<StoredAccount, 'country'>): CountryCode | null {
  return isCountryCode(country) ? country : null
}

/** Message id by entry. `taken`: messages matched by earlier entries; those matched now are added. */
export function matchHistory(
  db: Db,
  account: Pick<StoredAccount, 'id' | 'country'>,
  entries: readonly ArchiveEntry[],
  taken = new Set<number>(),
): Map<ArchiveEntry, number> {
  const country = countryOf(account)
  const phones = new Set(entries.flatMap(({ phone }) => archiveNumber(phone, country) ?? []))
  const ids = new Set(entries.flatMap(({ gatewayMessageId }) => gatewayMessageId ?? []))
  const candidates = new Map<number, ArchivableMessage>()
  for (const message of [
    ...messagesOfNumbers(db, account.id, [...phones]),
    ...messagesOfGatewayIds(db, account.id, [...ids]),
  ]) {
    if (!taken.has(message.id)) candidates.set(message.id, message)
  }
  const messages = [...candidates.values()].map((message) => ({ ...message, isDoubtful: message.state === 'unknown' }))
  const matched = matchArchive(entries, messages, country)
  for (const id of matched.values()) taken.add(id)
  return matched
}

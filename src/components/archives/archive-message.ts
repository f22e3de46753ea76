/** A message of which the archive's row, the history's, or both are known. */
import type { ArchiveRow } from '@shared/contract/gateway-side'

export interface ArchiveMessage {
  readonly entry: ArchiveRow | null
  readonly messageId: number | null
}

/** Of one row among those of its list; entries without a reference are told apart by number and time. */
export function archiveKey(row: ArchiveRow): string {
  return row.gatewayMessageId ?? `${row.phone}-${row.createdAt ?? row.sentAt}`
}

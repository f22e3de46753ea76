/** Rows that share the message of an earlier row with their number: neither recipients of their own nor left out. */
import type { Bill } from '@shared/contract/drafts'

export function joinedRowsOf({ joined }: Pick<Bill, 'joined'>): number {
  return joined
}

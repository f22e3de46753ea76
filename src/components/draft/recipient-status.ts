/** The lists of a draft's rows, as `drafts.recipients` filters them. */
export const recipientStatuses = [
  'valid',
  'invalid',
  'duplicate',
  'opted_out',
  'empty_field',
  'repeated',
  'migrated',
] as const
export type RecipientStatus = (typeof recipientStatuses)[number]

/** A line of the source at this position. */
export interface RowPlace {
  readonly source: number
  readonly line: number
}

/** Where a person settles what stops a campaign. The list is by code of the error, never by its text. */
import type { ErrorCode } from '@shared/errors'

export type Remedy = 'recipients' | 'message' | 'account'

const remedies: Partial<Record<ErrorCode, Remedy>> = {
  no_recipients: 'recipients',
  numbers_ambiguous: 'recipients',
  template_empty: 'message',
  template_too_long: 'message',
  template_syntax: 'message',
  template_column_unknown: 'message',
  template_filter_unknown: 'message',
  message_too_long: 'message',
  not_offered: 'message',
  text_refused: 'message',
  secret_missing: 'account',
  base_url_invalid: 'account',
  base_url_insecure: 'account',
  auth: 'account',
  account_setup: 'account',
  insufficient_funds: 'account',
  unknown_gateway: 'account',
}

/** Undefined where the way out is on the same screen (account and sender), or outside Griot. */
export function remedyOf(code: ErrorCode): Remedy | undefined {
  return remedies[code]
}

/**
 * The closed list of what can go wrong, and what each kind means for a message, its campaign, a retry and the
 * command line's exit code: adapters, campaigns, storage and the command line ask `errorPolicy`.
 *
 * An error travels as `{ kind, code, params }`. `code` names the sentence that people read (sentences/errors.fr.ts, sentences/errors.en.ts),
 * `params` fill it. No error carries a secret, a stack or a gateway's raw answer.
 */

import type { PauseReason } from './domain/campaign'

export const errorKinds = [
  'config',
  'auth',
  'insufficient_funds',
  'invalid_recipient',
  'rejected',
  'rate_limited',
  'transient',
  'unknown_outcome',
  'cancelled',
  'keychain',
  'busy',
  'storage',
  'internal',
] as const
export type ErrorKind = (typeof errorKinds)[number]

export interface ErrorPolicy {
  /** Whether a gateway that answers so refused the message itself (`rejected`). Otherwise the message was not sent and waits. */
  readonly refusal: boolean
  /** When the message may be tried again: by itself after a while, when a person says so, or never. */
  readonly retry: 'backoff' | 'by_person' | 'never'
  /** Why the campaign pauses as soon as one message was not sent because of it. */
  readonly pauseAtOnce: PauseReason | null
  /** Why the campaign pauses after several such failures in a row (campaigns/trouble.ts says how many). */
  readonly pauseInARow: PauseReason | null
  /** Exit code of the command line. */
  readonly exitCode: number
}

const usual = { refusal: false, retry: 'by_person', pauseAtOnce: null, pauseInARow: null } as const

export const errorPolicy: Readonly<Record<ErrorKind, ErrorPolicy>> = {
  config: { ...usual, pauseAtOnce: 'config', exitCode: 2 },
  auth: { ...usual, pauseAtOnce: 'auth', exitCode: 4 },
  insufficient_funds: { ...usual, pauseAtOnce: 'insufficient_funds', exitCode: 5 },
  invalid_recipient: { ...usual, refusal: true, retry: 'never', exitCode: 3 },
  rejected: { ...usual, refusal: true, pauseInARow: 'refusals', exitCode: 3 },
  rate_limited: { ...usual, retry: 'backoff', pauseInARow: 'rate_limited', exitCode: 6 },
  transient: { ...usual, retry: 'backoff', pauseInARow: 'offline', exitCode: 6 },
  unknown_outcome: { ...usual, pauseInARow: 'unknowns', exitCode: 6 },
  cancelled: { ...usual, exitCode: 130 },
  keychain: { ...usual, pauseAtOnce: 'keychain', exitCode: 7 },
  busy: { ...usual, exitCode: 8 },
  storage: { ...usual, pauseAtOnce: 'storage', exitCode: 1 },
  internal: { ...usual, pauseAtOnce: 'internal', exitCode: 1 },
}

/**
 * Every code with its kind. A code equal to its kind is the general case of that kind.
 * One line here needs one sentence in sentences/errors.fr.ts and one in sentences/errors.en.ts (the compiler insists).
 */
export const errorCodes = {
  // what the person asked for cannot be done as asked
  config: 'config',
  usage: 'config',
  unknown_gateway: 'config',
  unknown_account: 'config',
  account_exists: 'config',
  account_name_invalid: 'config',
  name_invisible: 'config',
  account_in_use: 'config',
  account_unconfirmed: 'config',
  base_url_invalid: 'config',
  base_url_insecure: 'config',
  secret_missing: 'config',
  secret_other_origin: 'config',
  secret_too_long: 'config',
  secret_broken: 'config',
  sender_missing: 'config',
  sender_invalid: 'config',
  not_offered: 'config',
  price_invalid: 'config',
  country_unknown: 'config',
  date_invalid: 'config',
  date_past: 'config',
  zone_unknown: 'config',
  unknown_campaign: 'config',
  campaign_state: 'config',
  campaign_not_due: 'config',
  update_while_sending: 'busy',
  no_recipients: 'config',
  only_doubtful: 'config',
  nothing_failed: 'config',
  account_missing: 'config',
  confirmation_needed: 'config',
  unknown_contact: 'config',
  contact_exists: 'config',
  unknown_group: 'config',
  group_exists: 'config',
  unknown_template: 'config',
  template_exists: 'config',
  unknown_message: 'config',
  undo_expired: 'config',
  phone_invalid: 'config',
  phone_opted_out: 'config',
  schedule_invalid: 'config',
  // the message's text
  template_empty: 'config',
  template_too_long: 'config',
  message_too_long: 'config',
  template_syntax: 'config',
  template_column_unknown: 'config',
  template_filter_unknown: 'config',
  // the conditions that choose rows
  where_syntax: 'config',
  where_column_unknown: 'config',
  numbers_ambiguous: 'config',
  dates_ambiguous: 'config',
  dates_column_missing: 'config',
  dates_none: 'config',
  no_personal_dates: 'config',
  dates_unusable: 'config',
  // files
  file_not_chosen: 'config',
  file_not_found: 'config',
  file_is_folder: 'config',
  file_unreadable: 'config',
  file_empty: 'config',
  file_binary: 'config',
  file_too_large: 'config',
  file_old_excel: 'config',
  file_excel_damaged: 'config',
  file_excel_protected: 'config',
  file_line_too_long: 'config',
  file_too_many_columns: 'config',
  file_no_phone_column: 'config',
  file_column_unknown: 'config',
  file_sheet_unknown: 'config',
  file_header_row_unknown: 'config',
  file_vcard_cut: 'config',
  file_web_page: 'config',
  file_encoding_unknown: 'config',
  file_changed: 'config',
  file_changed_since: 'config',
  source_forgotten: 'config',
  // a list that a recurring campaign reads again
  list_heading_gone: 'config',
  list_layout_changed: 'config',
  list_shrunk: 'config',
  list_corrections_lost: 'config',
  file_write_failed: 'config',
  file_exists: 'config',
  backup_invalid: 'config',
  backup_foreign: 'config',
  backup_is_database: 'config',
  backup_damaged: 'config',
  backup_unverified: 'config',
  backup_passphrase_needed: 'config',
  backup_passphrase_wrong: 'config',
  backup_passphrase_short: 'config',
  backup_passphrase_environment: 'config',
  backup_path_own: 'config',
  backup_path_special: 'config',
  backup_folder_none: 'config',
  backup_folder_absent: 'config',
  backup_folder_full: 'config',
  backup_folder_read_only: 'config',
  backup_folder_silent: 'config',
  listener_failed: 'config',
  archive_closed: 'config',
  // gateways and network
  auth: 'auth',
  insufficient_funds: 'insufficient_funds',
  invalid_recipient: 'invalid_recipient',
  rejected: 'rejected',
  sender_refused: 'rejected',
  text_refused: 'rejected',
  rate_limited: 'rate_limited',
  daily_limit: 'rate_limited',
  transient: 'transient',
  host_not_found: 'transient',
  connection_refused: 'transient',
  connect_timeout: 'transient',
  tls_failed: 'transient',
  connection_lost: 'transient',
  unknown_outcome: 'unknown_outcome',
  no_answer: 'unknown_outcome',
  connection_cut: 'unknown_outcome',
  answer_unreadable: 'unknown_outcome',
  answer_html: 'unknown_outcome',
  answer_partial: 'unknown_outcome',
  gateway_failed: 'unknown_outcome',
  interrupted_sending: 'unknown_outcome',
  // of a doubtful message, after the gateway's archive was read
  absent_from_archive: 'unknown_outcome',
  unclear_in_archive: 'unknown_outcome',
  account_setup: 'config',
  // this computer
  cancelled: 'cancelled',
  keychain_unavailable: 'keychain',
  keychain_locked: 'keychain',
  campaign_busy: 'busy',
  data_in_use: 'busy',
  data_replaced: 'busy',
  data_busy: 'busy',
  storage: 'storage',
  disk_full: 'storage',
  folder_read_only: 'storage',
  database_damaged: 'storage',
  database_newer: 'storage',
  database_foreign: 'storage',
  core_ended: 'internal',
  internal: 'internal',
} as const satisfies Record<string, ErrorKind>
export type ErrorCode = keyof typeof errorCodes

export function policyOf(code: ErrorCode): ErrorPolicy {
  return errorPolicy[errorCodes[code]]
}

/** Values that fill an error's sentence: numbers and short texts, never secrets. */
export type ErrorParams = Readonly<Record<string, string | number>>

/** How an error crosses IPC and `--json`. `message` is in the language of the reader. */
export interface WireError {
  readonly kind: ErrorKind
  readonly code: ErrorCode
  readonly params: ErrorParams
}

/** The only error that core throws on purpose. Its `message` is for logs; people read its sentence. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.params = params
  }

  get kind(): ErrorKind {
    return errorCodes[this.code]
  }

  toWire(): WireError {
    return { kind: this.kind, code: this.code, params: this.params }
  }
}

/** A wire error without the cost of a stack, for outcomes that are values and not thrown. */
export function wireError(code: ErrorCode, params: ErrorParams = {}): WireError {
  return { kind: errorCodes[code], code, params }
}

/** Anything thrown, as a wire error: bugs become `internal` without their text, which may hold anything. */
export function toWireError(error: unknown): WireError {
  return error instanceof AppError ? error.toWire() : { kind: 'internal', code: 'internal', params: {} }
}

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(errorCodes, value)
}

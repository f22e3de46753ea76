/** Short words of Griot's closed lists, in English: states, reasons, what is left out of a sending. */
import type { BillWarning, Excluded } from '../contract/drafts'
import type { ProblemReason } from '../contract/recipients'
import type { CampaignState, PauseReason } from '../domain/campaign'
import type { MessageState } from '../domain/message'
import type { TemplateProblem } from '../domain/template-model'
import type { ErrorCode } from '../errors'

const problemWords: Readonly<Record<ProblemReason, string>> = {
  empty: 'The number is missing',
  not_a_number: 'This is not a phone number',
  scientific_notation: 'The spreadsheet damaged this number (scientific notation)',
  too_short: 'The number is too short',
  too_long: 'The number is too long',
  lost_digits: 'The spreadsheet lost digits of this number',
  several_numbers: 'The cell holds several numbers',
  not_mobile: 'This is a landline, which gets no SMS',
  invalid_for_country: 'This number does not exist in this country',
  old_numbering: 'Old 8-digit number',
  merged_cell: 'The cell of the number is merged with one of a row above',
  ragged_row: 'The row does not have as many cells as the headings: correct it in the file',
  cut_number: 'A number seems to be cut at its comma (“12” then “500”): correct it in the file',
  broken_quotes: 'The quotes of the row can be read in several ways: correct it in the file',
}

const pauseWords: Readonly<Record<PauseReason, string>> = {
  person: 'Paused as you asked',
  auth: 'Paused: the gateway refuses your credentials',
  insufficient_funds: 'Paused: credit used up',
  config: 'Paused: a setting needs correcting',
  refusals: 'Paused: the gateway refuses the text or the sender',
  failures: 'Paused: too many failures in a row',
  offline: 'Paused: no connection, goes on by itself when the network is back',
  unknowns: 'Paused: the gateway no longer confirms',
  rate_limited: 'Paused: the gateway asks to wait',
  daily_limit: 'Paused: the gateway’s daily limit is reached',
  storage: 'Paused: the disk refuses to save',
  keychain: 'Paused: keychain locked or missing',
  interrupted: 'Interrupted: Griot stopped while sending',
  list: 'Paused: a list could not be read again as planned',
  missed_schedule: 'Waiting: the planned time passed while Griot was closed',
  quiet_hours: 'Paused: quiet hours',
  restored: 'Paused: data restored from a backup',
  internal: 'Paused: unexpected error',
}

/** A pause because of a setting, by the code of its error: which setting. */
const settingWords = {
  account_missing: 'Paused: the account to send with is to be chosen',
  account_unconfirmed: 'Paused: the account is to be confirmed',
  base_url_insecure: 'Paused: the gateway’s address needs correcting',
  base_url_invalid: 'Paused: the gateway’s address needs correcting',
  secret_broken: 'Paused: the account’s credentials are to be entered again',
  secret_missing: 'Paused: the account’s credentials are missing',
  secret_other_origin: 'Paused: the account’s credentials are to be entered again',
  secret_too_long: 'Paused: the account’s credentials need correcting',
  sender_invalid: 'Paused: the sender needs correcting',
  sender_missing: 'Paused: the sender is missing',
  unknown_account: 'Paused: the account to send with is gone',
  unknown_gateway: 'Paused: Griot no longer knows the account’s gateway',
} as const satisfies Partial<Record<ErrorCode, string>>

const messageStateWords: Readonly<Record<MessageState, string>> = {
  pending: 'pending',
  sending: 'sending',
  accepted: 'sent',
  delivered: 'delivered',
  undelivered: 'undelivered',
  expired: 'expired',
  rejected: 'refused',
  failed: 'failed',
  unknown: 'doubtful',
  cancelled: 'cancelled',
}

const campaignStateWords: Readonly<Record<CampaignState | 'draft', string>> = {
  draft: 'draft',
  scheduled: 'scheduled',
  sending: 'sending',
  paused: 'paused',
  finished: 'finished',
  cancelled: 'cancelled',
}

const excludedWords: Readonly<Record<keyof Excluded, string>> = {
  invalid: 'unusable number',
  duplicate: 'duplicate',
  optedOut: 'opted out',
  emptyField: 'empty field',
  repeated: 'same text within 24 h',
}

const warningWords: Readonly<Record<BillWarning['code'], string>> = {
  balance_low: 'The balance does not cover all messages: sending will stop when it is used up',
  balance_unknown: 'The balance could not be read at the gateway',
  balance_old: 'This balance dates from the last time the gateway answered',
  no_price: 'The account has no price: the amount cannot be worked out',
  quiet_hours: 'Quiet hours: recipients may be disturbed[ ({count})][: {where}]',
  repeated: '[{count} ]recipients already got this text in the last 24 hours',
  empty_fields: 'Some recipients are left out because a field of the message is empty',
  foreign_placeholder:
    '“{text}” will be sent as it stands; to put in what the column holds, write its name in double braces',
  many_segments: 'Some messages take {max} segments',
  ucs2: 'Costly characters shorten the messages to 70 characters',
  sender_rules: 'The sender must be approved by the gateway',
  rehearsal: 'Sandbox: nothing is really sent',
  landlines: 'Landlines will not get the SMS',
  unsummed: '[{count} ]amounts of joined rows could not be added up: the message lists them one by one',
}

/** What is wrong in a template. Only names in `{x}` that are among the problem's params are filled: braces are part of the words. */
const templateProblemWords: Readonly<Record<TemplateProblem, string>> = {
  template_too_long: 'the text is too long',
  unclosed_placeholder: 'an opened “{{” is never closed',
  unopened_placeholder: '“{found}” closes something that is not open',
  empty_placeholder: 'the column’s name is missing between “{{” and “}}”',
  missing_filter: 'a filter is missing after “|”',
  unknown_filter: 'there is no filter “{filter}”',
  bad_filter_argument: 'the filter “{filter}” does not understand what follows it',
  unexpected_text: '“{text}” is not expected here',
  unclosed_string: 'an opened quote is never closed',
  unclosed_tag: 'an opened “{%” is never closed',
  unknown_tag: 'there is no tag “{tag}”',
  bad_condition: 'the condition is incomplete',
  ambiguous_number: '“{text}” can be read in two ways; write for example 12500 or 12.5',
  joined_conditions:
    '“{text}” is another condition; give it apart, one condition a line or a --where (in a message, one “if” inside the other)',
  unclear_list:
    '“{text}” reads as one text; for several values write “{heading} is one of {list}” (or “is not one of”); for exactly this text, put it in quotes',
  unclear_part: '“{text}” reads as one text; look for a single word, or put this text in quotes',
  unclear_empty: '“{text}” reads as a text; write “{heading} is empty” (or “is not empty”), or put this word in quotes',
  wildcard:
    'in “{text}”, “*” and “?” stand for no other characters; write “{heading} contains {list}”; for exactly this text, put it in quotes',
  unknown_comparison:
    '“{text}” after “{heading}” is no comparison; write =, ≠, <, >, ≤, ≥, contains, is one of, is empty or within 3 days',
  unexpected_tag: '“{tag}” has no “if” before it',
  missing_endif: '“{% endif %}” is missing',
  nesting_too_deep: 'too many conditions are nested',
}

/** What the built-in gateway is called; vendors' gateways keep their own names. */
const sandboxName = 'Sandbox'

export const words = {
  problemWords,
  pauseWords,
  settingWords,
  messageStateWords,
  campaignStateWords,
  excludedWords,
  warningWords,
  templateProblemWords,
  sandboxName,
} as const

/** The same errors where nothing was being sent (a balance, an archive, a status): none of them speaks of sending. As in errors.en.ts. */
import type { ErrorCode } from '../errors'

export const readingSentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  auth: 'The gateway refuses your credentials[ ({account})]. Correct the key in the account, then try again.',
  insufficient_funds: 'The gateway answers that the credit is used up[ ({account})].',
  rejected: 'The gateway refused the request[ ({status})]. Check the account and its address.',
  rate_limited: 'The gateway asks to wait[ {seconds} s]. Try again a little later.',
  daily_limit: 'The gateway’s daily limit is reached. Try again tomorrow.',
  transient: 'The gateway could not be reached. Try again later.',
  host_not_found: 'No connection: the address[ {host}] was not found. Check your Internet connection, then try again.',
  connection_refused: 'The gateway[ {host}] does not answer. Try again later.',
  connect_timeout: 'The gateway[ {host}] takes too long to answer. Try again later.',
  tls_failed:
    'The secure connection to the gateway[ {host}] failed[: {detail}]. Check the computer’s date and the account’s address.',
  connection_lost: 'The connection was lost before the answer. Try again.',
  unknown_outcome: 'The gateway gave no clear answer. Try again later.',
  no_answer: 'The gateway did not answer in time. Try again later.',
  connection_cut: 'The connection was cut during the answer. Try again.',
  answer_unreadable:
    'The gateway’s answer cannot be read. Try again later[; if it lasts, check the address of the account “{account}”].',
  answer_html:
    'The gateway answered with a web page instead of a result. Check the account’s address, or try again later.',
  answer_partial: 'The gateway’s answer is incomplete. Try again later.',
  gateway_failed: 'The gateway reports a failure[ ({status})]. Try again later.',
  interrupted_sending: 'The reading was interrupted. Try again.',
  account_setup: 'Your account at the gateway is not ready[: {detail}]. Ask the gateway.',
}

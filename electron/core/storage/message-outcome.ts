/** What became of the one message of a campaign. */
import type { MessageState } from '@shared/domain/message'
import { isErrorCode, wireError, type WireError } from '@shared/errors'
import { parseJson, scalarRecord } from './json-text'
import type { Db } from './open'
import { statement } from './statement'

export interface MessageOutcome {
  readonly state: MessageState
  readonly error: WireError | null
}

/** Throws Error where the campaign has no message: a bug. */
export function onlyMessageOf(db: Db, campaignId: number): MessageOutcome {
  const row = statement(
    db,
    'SELECT state, error_code AS code, error_params AS params FROM message WHERE campaign_id = ?',
  ).get(campaignId) as { state: MessageState; code: string | null; params: string | null } | undefined
  if (row === undefined) throw new Error(`campaign ${campaignId} has no message`)
  const { state, code, params } = row
  return {
    state,
    error: code !== null && isErrorCode(code) ? wireError(code, parseJson(params, scalarRecord, {})) : null,
  }
}

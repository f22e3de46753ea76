/**
 * What a restored database may not do by itself: send (what its campaigns still had to send may have been sent since the
 * backup), listen to the network, or take keys to an address that this computer has not used before.
 */
import type { Settings } from '@shared/contract/program'
import type { AuditActor } from '@shared/domain/audit'
import { findGateway } from '../accounts/gateways'
import { originOf } from '../providers/base-url'
import { providers } from '../providers/registry'
import { newMasterSecret, secretOf } from '../receipts/addresses'
import { listAccounts, replaceInCallbackUrls, setConfirmed, type StoredAccount } from '../storage/account'
import { appendAudit } from '../storage/audit'
import { takeOverErasures } from '../storage/erase'
import type { Db } from '../storage/open'
import { defaultSettings, readSettings, writeMark, writeSettings } from '../storage/setting'
import { folderCopyMark } from './marks'
import type { Present } from './present'

export interface Settlement {
  /** The backup, for the audit log. */
  readonly path: string
  readonly present: Present
  readonly now: number
  readonly actor: AuditActor
}

/** Stops after each person who is erased again: that reads whole tables. */
export function* settleRestored(draft: Db, { path, present, now, actor }: Settlement): Generator<undefined> {
  draft.exec('BEGIN IMMEDIATE')
  draft
    .prepare(
      `UPDATE campaign SET state = 'paused', pause_reason = 'restored', pause_error = NULL, updated_at = ?
       WHERE state IN ('sending', 'scheduled', 'paused')`,
    )
    .run(now)
  for (const account of listAccounts(draft)) setConfirmed(draft, account.id, isKnown(account, present.accounts))
  const { listener: before } = readSettings(draft)
  const listener = { ...defaultSettings.listener, secret: newMasterSecret() }
  writeSettings(draft, { listener, backups: present.backups })
  writeMark(draft, folderCopyMark, '')
  moveCallbacks(draft, { before, listener, now })
  yield* takeOverErasures(draft, present.erased, now)
  appendAudit(draft, { at: now, actor, action: 'backup.restore', subject: path })
  draft.exec('COMMIT')
}

/** True where each address is the gateway's own or that of the account which this one replaces. */
function isKnown(account: StoredAccount, present: readonly StoredAccount[]): boolean {
  const own = findGateway(providers, account.gateway)?.description.defaultBaseUrl ?? null
  const same = present.find(({ name, gateway }) => name === account.name && gateway === account.gateway)
  const trusted = same?.confirmed === true ? same : null
  const { baseUrl, callbackUrl } = account
  const isBaseKnown =
    baseUrl === null ||
    (own !== null && originOf(baseUrl) === originOf(own)) ||
    (trusted !== null && trusted.baseUrl !== null && originOf(trusted.baseUrl) === originOf(baseUrl))
  return isBaseKnown && (callbackUrl === null || callbackUrl === trusted?.callbackUrl)
}

interface Move {
  readonly before: Settings['listener']
  readonly listener: Settings['listener']
  readonly now: number
}

/** Callback addresses of this computer's receiver go on being right under its new secret. */
function moveCallbacks(draft: Db, { before, listener, now }: Move): void {
  for (const { description } of providers) {
    const old = secretOf(before, description.id)
    if (old !== '') replaceInCallbackUrls(draft, old, secretOf(listener, description.id), now)
  }
}

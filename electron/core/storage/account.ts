/** Accounts as rows, without anything that needs the keychain. Names are unique whatever their case, accents' case included. */
import type { AccountView } from '@shared/contract/accounts'
import { AppError } from '@shared/errors'
import type { Db } from './open'
import { statement } from './statement'

/** An account as stored, without anything that needs the keychain. */
export type StoredAccount = Omit<AccountView, 'gateway' | 'secretsPresent' | 'lastBalance' | 'lowBalance'> & {
  readonly gateway: string
}

/** What a person can set on an account. */
export type AccountFields = Omit<StoredAccount, 'id' | 'confirmed'>

interface AccountRow {
  readonly id: number
  readonly name: string
  readonly gateway: string
  readonly base_url: string | null
  readonly sender: string | null
  readonly country: string
  readonly currency: string
  readonly price: string | null
  readonly max_rate: number | null
  readonly concurrency: number | null
  readonly alert_below: string | null
  readonly callback_url: string | null
  readonly uses_keychain: number
  readonly confirmed: number
}

const columns =
  'id, name, gateway, base_url, sender, country, currency, price, max_rate, concurrency, alert_below, callback_url, uses_keychain, confirmed'

const sql = {
  all: `SELECT ${columns} FROM account ORDER BY name COLLATE NOCASE, id`,
  byId: `SELECT ${columns} FROM account WHERE id = ?`,
  insert: `
    INSERT INTO account (name, gateway, base_url, sender, country, currency, price, max_rate, concurrency, alert_below,
      callback_url, uses_keychain, created_at, updated_at)
    VALUES (@name, @gateway, @baseUrl, @sender, @country, @currency, @price, @maxRate, @concurrency, @alertBelow,
      @callbackUrl, @usesKeychain, @now, @now)`,
  update: `
    UPDATE account SET name = @name, gateway = @gateway, base_url = @baseUrl, sender = @sender, country = @country,
      currency = @currency, price = @price, max_rate = @maxRate, concurrency = @concurrency, alert_below = @alertBelow,
      callback_url = @callbackUrl, uses_keychain = @usesKeychain, updated_at = @now
    WHERE id = @id`,
  replaceInCallbackUrls: `UPDATE account SET callback_url = replace(callback_url, @old, @next), updated_at = @now
    WHERE instr(callback_url, @old) > 0`,
  setConfirmed: 'UPDATE account SET confirmed = ? WHERE id = ?',
  remove: 'DELETE FROM account WHERE id = ?',
  // a campaign that still has something to send needs its account
  campaignInNeed:
    "SELECT name FROM campaign WHERE account_id = ? AND state IN ('scheduled', 'sending', 'paused') LIMIT 1",
  // history keeps the name under which an account was used; what is still to be sent follows a rename
  renameInCampaigns:
    "UPDATE campaign SET account_name = ? WHERE account_id = ? AND state IN ('scheduled', 'sending', 'paused')",
} as const

export function listAccounts(db: Db): StoredAccount[] {
  return (statement(db, sql.all).all() as AccountRow[]).map(fromRow)
}

/** Throws AppError unknown_account. */
export function accountById(db: Db, id: number): StoredAccount {
  const row = statement(db, sql.byId).get(id) as AccountRow | undefined
  if (row === undefined) throw new AppError('unknown_account', { account: id })
  return fromRow(row)
}

/** By name in any case (SQLite's NOCASE knows ASCII only, so the few rows are compared here), null where there is none. */
export function accountByName(db: Db, name: string): StoredAccount | null {
  const wanted = foldName(name)
  return listAccounts(db).find((account) => foldName(account.name) === wanted) ?? null
}

/** Returns the new id. Throws AppError account_exists. */
export function insertAccount(db: Db, fields: AccountFields, now: number): number {
  const taken = accountByName(db, fields.name)
  if (taken !== null) throw new AppError('account_exists', { account: taken.name })
  return Number(statement(db, sql.insert).run({ ...toRow(fields), now }).lastInsertRowid)
}

/** Throws AppError account_exists, unknown_account. */
export function updateAccount(db: Db, id: number, fields: AccountFields, now: number): void {
  const taken = accountByName(db, fields.name)
  if (taken !== null && taken.id !== id) throw new AppError('account_exists', { account: taken.name })
  const { changes } = statement(db, sql.update).run({ ...toRow(fields), id, now })
  if (changes !== 1) throw new AppError('unknown_account', { account: id })
  statement(db, sql.renameInCampaigns).run(fields.name, id)
}

/** Whether requests may be made to its addresses. Throws AppError unknown_account. */
export function setConfirmed(db: Db, id: number, confirmed: boolean): void {
  const { changes } = statement(db, sql.setConfirmed).run(confirmed ? 1 : 0, id)
  if (changes !== 1) throw new AppError('unknown_account', { account: id })
}

/** Snapshots go with it; campaigns and messages stay, with the account's name. Throws AppError unknown_account. */
export function deleteAccount(db: Db, id: number): void {
  if (statement(db, sql.remove).run(id).changes !== 1) throw new AppError('unknown_account', { account: id })
}

/** Name of a scheduled, sending or paused campaign of the account, null where none needs it. */
export function campaignInNeedOf(db: Db, accountId: number): string | null {
  return (statement(db, sql.campaignInNeed).pluck().get(accountId) as string | undefined) ?? null
}

/** Puts another secret into the callback addresses that hold the old one; how many accounts. */
export function replaceInCallbackUrls(db: Db, old: string, next: string, now: number): number {
  return statement(db, sql.replaceInCallbackUrls).run({ old, next, now }).changes
}

function foldName(name: string): string {
  return name.trim().normalize('NFC').toLocaleLowerCase('fr')
}

function fromRow(row: AccountRow): StoredAccount {
  return {
    id: row.id,
    name: row.name,
    gateway: row.gateway,
    baseUrl: row.base_url,
    sender: row.sender,
    country: row.country,
    currency: row.currency,
    price: row.price,
    maxRate: row.max_rate,
    concurrency: row.concurrency,
    alertBelow: row.alert_below,
    callbackUrl: row.callback_url,
    usesKeychain: row.uses_keychain === 1,
    confirmed: row.confirmed === 1,
  }
}

function toRow(fields: AccountFields): Record<string, string | number | null> {
  return { ...fields, name: fields.name.normalize('NFC'), usesKeychain: fields.usesKeychain ? 1 : 0 }
}

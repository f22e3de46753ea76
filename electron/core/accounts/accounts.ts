/**
 * Accounts: credentials plus settings at one gateway, several per gateway. Credentials go into the secret store and
 * never come out of here; a store that does not answer hides nothing but whether they are there.
 */
import type { AccountInput, AccountView } from '@shared/contract/accounts'
import { accountNamePattern, type GatewayDescription } from '@shared/domain/account'
import { cleanCredential } from '@shared/domain/credential'
import { trimSpaces } from '@shared/domain/invisible-marks'
import { checkSenderId, senderProblemParams, senderRulesOf } from '@shared/domain/sender-id'
import { AppError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { checkBaseUrl } from '../providers/base-url'
import type { Credentials, SecretStore, SecretUse } from '../secrets/secrets'
import {
  accountById,
  accountByName,
  campaignInNeedOf,
  deleteAccount,
  insertAccount,
  listAccounts,
  setConfirmed,
  updateAccount,
  type AccountFields,
  type StoredAccount,
} from '../storage/account'
import { appendAudit } from '../storage/audit'
import { lastBalance } from '../storage/balance-snapshot'
import { askBalances, balanceHistory, testAccount } from './balances'
import { describeGateway, findGateway, onlyKnownFields, readCredentials, useOf, type Gateways } from './gateways'
import { isLow } from './low-balance'

type AccountRequest =
  | 'gateways.list'
  | 'accounts.list'
  | 'accounts.get'
  | 'accounts.find'
  | 'accounts.save'
  | 'accounts.confirm'
  | 'accounts.remove'
  | 'accounts.test'
  | 'accounts.balances'
  | 'accounts.balanceHistory'

export function accountHandlers(context: CoreContext, gateways: Gateways): Pick<CoreHandlers, AccountRequest> {
  const { db, clock, events, actor, log } = context
  const view = (account: StoredAccount): Promise<AccountView> => viewOf(context, gateways, account)
  return {
    'gateways.list': () => Promise.resolve(gateways.map(({ description }) => description)),
    'accounts.list': () => Promise.all(listAccounts(db).map(view)),
    'accounts.get': async ({ id }) => view(accountById(db, id)),

    'accounts.find': async ({ name }) => {
      const account = accountByName(db, name)
      if (account === null) throw new AppError('unknown_account', { account: name })
      return view(account)
    },

    'accounts.save': async (input) => {
      const id = await saveAccount(context, gateways, input)
      events.emit('data.changed', { noun: 'accounts' })
      return view(accountById(db, id))
    },

    'accounts.confirm': async ({ id }) => {
      const account = accountById(db, id)
      db.transaction(() => {
        setConfirmed(db, id, true)
        appendAudit(db, { at: clock.now(), actor, action: 'account.confirm', subject: account.name })
      }).immediate()
      events.emit('data.changed', { noun: 'accounts' })
      return view(accountById(db, id))
    },

    'accounts.remove': async ({ id }) => {
      const account = accountById(db, id)
      db.transaction(() => {
        const campaign = campaignInNeedOf(db, id)
        if (campaign !== null) throw new AppError('account_in_use', { account: account.name, campaign })
        deleteAccount(db, id)
        appendAudit(db, { at: clock.now(), actor, action: 'account.remove', subject: account.name })
      }).immediate()
      events.emit('data.changed', { noun: 'accounts' })
      // the account is gone either way; a new one of this name starts by clearing what is left
      if (account.usesKeychain) {
        await underOverlay(context.secrets)
          .remove(account.name)
          .catch((error: unknown) => log.warn('secrets of a removed account stay', { error: String(error) }))
      }
    },

    'accounts.test': ({ id }) => testAccount(context, gateways, id),
    'accounts.balances': ({ ids }) => askBalances(context, gateways, ids),
    'accounts.balanceHistory': async ({ id, since }) => Promise.resolve(balanceHistory(context, id, since)),
  }
}

async function viewOf(context: CoreContext, gateways: Gateways, account: StoredAccount): Promise<AccountView> {
  const gateway = describeGateway(gateways, account.gateway)
  const balance = lastBalance(context.db, account.id)
  const secretsPresent = await readCredentials(context.secrets, account, gateway).then(
    (credentials) => Object.keys(credentials).filter((key) => credentials[key] !== ''),
    (error: unknown) => (isForOtherOrigin(error) ? [] : null),
  )
  return { ...account, gateway, secretsPresent, lastBalance: balance, lowBalance: isLow(account.alertBelow, balance) }
}

/**
 * Credentials are written before the row that needs them, under the new name where it changes, and put back when the row
 * is refused: an account never points at credentials that are not there.
 */
async function saveAccount(context: CoreContext, gateways: Gateways, input: AccountInput): Promise<number> {
  const { db, clock, actor } = context
  const provider = findGateway(gateways, input.gateway)
  if (provider === null) throw new AppError('unknown_gateway', { gateway: input.gateway })
  const { description } = provider
  const fields = checkedFields(input, description)
  const before = input.id === undefined ? null : accountById(db, input.id)
  const taken = accountByName(db, fields.name)
  if (taken !== null && taken.id !== before?.id) throw new AppError('account_exists', { account: taken.name })
  if (before !== null && before.gateway !== fields.gateway) {
    const campaign = campaignInNeedOf(db, before.id)
    if (campaign !== null) throw new AppError('account_in_use', { account: before.name, campaign })
  }

  const undo = await storeCredentials(context.secrets, {
    before,
    after: fields,
    description,
    given: cleanCredentials(input.credentials ?? {}, fields.name),
  })
  try {
    return db
      .transaction(() => {
        const id = before === null ? insertAccount(db, fields, clock.now()) : before.id
        if (before !== null) updateAccount(db, before.id, fields, clock.now())
        appendAudit(db, {
          at: clock.now(),
          actor,
          action: 'account.save',
          subject: fields.name,
          detail: {
            gateway: fields.gateway,
            ...(before !== null && before.name !== fields.name ? { before: before.name } : {}),
            ...(input.credentials
              ? { credentials: Object.keys(onlyKnownFields(input.credentials, description)).join(', ') }
              : {}),
          },
        })
        return id
      })
      .immediate()
  } catch (error) {
    await undo()
    throw error
  }
}

function checkedFields(input: AccountInput, description: GatewayDescription): AccountFields {
  const { id: _id, credentials: _credentials, ...rest } = input
  const name = input.name.trim().normalize('NFC')
  if (!accountNamePattern.test(name)) throw new AppError('account_name_invalid', { account: name })
  const given = emptyToNull(input.sender)
  const checked = given === null ? null : checkSenderId(given, senderRulesOf(description.abilities.senderMaxLength))
  if (given !== null && checked?.ok === false) throw new AppError('sender_invalid', senderProblemParams(given, checked))
  const sender = checked?.ok === true ? checked.sender : null
  if (input.price?.startsWith('-') === true) throw new AppError('price_invalid', { price: input.price })
  const baseUrl = emptyToNull(input.baseUrl)
  const callbackUrl = emptyToNull(input.callbackUrl)
  if (callbackUrl !== null && !isWebAddress(callbackUrl)) throw new AppError('base_url_invalid', { url: callbackUrl })
  return { ...rest, name, sender, callbackUrl, baseUrl: baseUrl === null ? null : checkBaseUrl(baseUrl) }
}

interface CredentialChange {
  readonly before: StoredAccount | null
  readonly after: AccountFields
  readonly description: GatewayDescription
  readonly given: Readonly<Record<string, string>>
}

/** Returns what puts the store back as it was. */
async function storeCredentials(secrets: SecretStore, change: CredentialChange): Promise<() => Promise<void>> {
  const { before, after, description } = change
  const store = underOverlay(secrets)
  const given = onlyKnownFields(change.given, description)
  if (!after.usesKeychain) {
    if (before?.usesKeychain === true) await store.remove(before.name)
    return () => Promise.resolve()
  }
  const use = useOf(after, description)
  const renamed = before !== null && before.name !== after.name
  const sameGateway = before !== null && before.usesKeychain && before.gateway === after.gateway
  const sameOrigin = sameGateway && useOf(before, description).origin === use.origin
  // nothing to write: the keychain need not even answer
  if (sameOrigin && !renamed && Object.keys(given).length === 0) return () => Promise.resolve()
  if (description.credentials.length === 0 && before === null) return () => Promise.resolve()
  // another gateway's key stays behind: it is no business of this one; nor does a key follow to another address
  const old = sameGateway ? await readForOrigin(store, before.name, use) : null
  const isComplete = description.credentials.every(({ key }) => Boolean(given[key]))
  if (old === 'other_origin' && !isComplete && !(await isGivenOtherwise(secrets, after, description)))
    throw new AppError('secret_other_origin', { account: after.name, url: use.origin })
  const kept = old === null || old === 'other_origin' ? {} : onlyKnownFields(old, description)
  // a store may ignore case in names: a rename must not remove what it has just written
  const sameStoreName = renamed && before.name.toLocaleLowerCase('fr') === after.name.toLocaleLowerCase('fr')
  if (sameStoreName) await store.remove(before.name)
  await store.write(after.name, { ...kept, ...given }, use.origin)
  if (renamed && before.usesKeychain && !sameStoreName) await store.remove(before.name)
  return async () => {
    if (before === null || renamed) await store.remove(after.name)
    if (old !== null && old !== 'other_origin') await store.write(before?.name ?? after.name, old, use.origin)
  }
}

async function readForOrigin(store: SecretStore, name: string, use: SecretUse): Promise<Credentials | 'other_origin'> {
  try {
    return await store.read(name, use)
  } catch (error) {
    if (isForOtherOrigin(error)) return 'other_origin'
    throw error
  }
}

/** Where the environment gives every field, nothing of the keychain is used. */
async function isGivenOtherwise(
  secrets: SecretStore,
  account: AccountFields,
  description: GatewayDescription,
): Promise<boolean> {
  if (secrets.stored === undefined) return false
  const given: Readonly<Record<string, string>> = await readCredentials(secrets, account, description).catch(() => ({}))
  return description.credentials.every(({ key }) => Boolean(given[key]))
}

function isForOtherOrigin(error: unknown): boolean {
  return error instanceof AppError && error.code === 'secret_other_origin'
}

/** Throws AppError secret_broken. */
function cleanCredentials(given: Readonly<Record<string, string>>, account: string): Record<string, string> {
  const clean = Object.entries(given).map(([field, value]) => [field, cleanCredential(value)] as const)
  const broken = clean.find(([, { broken }]) => broken)
  if (broken !== undefined) throw new AppError('secret_broken', { account, field: broken[0] })
  return Object.fromEntries(clean.map(([field, { value }]) => [field, value]))
}

function underOverlay(secrets: SecretStore): SecretStore {
  return secrets.stored ?? secrets
}

function emptyToNull(text: string | null): string | null {
  const trimmed = trimSpaces(text ?? '')
  return trimmed === '' ? null : trimmed
}

function isWebAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol)
  } catch {
    return false
  }
}

/** `griot gateways`, `griot account …`, `griot balance`. */
import type { Command } from 'commander'
import { AppError } from '@shared/errors'
import { cleanCredential } from '@shared/domain/credential'
import {
  accountNamePattern,
  secretVariable,
  unreadBalance,
  type CredentialField,
  type GatewayDescription,
} from '@shared/domain/account'
import type { AccountBalance, AccountView } from '@shared/contract/accounts'
import { currencyOf } from '@shared/domain/country'
import { isDecimal } from '@shared/domain/decimal'
import { decimal, positive } from '../arguments'
import { describeError, exitCodeOf, exitCodes, usageError } from '../failure'
import { knownCountry } from '../file-options'
import { findAccount } from '../find-account'
import type { Run } from '../work'
import type { Session } from '../session'

interface AddOptions {
  readonly gateway: string
  readonly sender?: string
  readonly baseUrl?: string
  readonly country?: string
  readonly currency?: string
  readonly price?: string
  readonly maxRate?: string
  readonly secretsStdin?: boolean
  readonly keychain: boolean
}

export function accountCommands(program: Command, run: Run): void {
  program.command('gateways').action(run(listGateways))
  const account = program.command('account')
  account
    .command('add <NAME>')
    .requiredOption('--gateway <ID>')
    .option('--sender <SENDER>')
    .option('--base-url <URL>')
    .option('--country <CODE>')
    .option('--currency <CODE>')
    .option('--price <AMOUNT>')
    .option('--max-rate <N>')
    .option('--secrets-stdin')
    .option('--no-keychain')
    .action(run(addAccount))
  account.command('list').action(run(listAccounts))
  account.command('test <NAME>').action(run(testAccount))
  account.command('confirm <NAME>').action(run(confirmAccount))
  account.command('remove <NAME>').action(run(removeAccount))
  program.command('balance [NAME...]').action(run(showBalances))
}

async function listGateways(session: Session): Promise<number> {
  const gateways = await session.request('gateways.list', undefined)
  session.answer(gateways, () =>
    gateways.flatMap((gateway) => {
      const able = Object.entries(gateway.abilities)
        .filter(([, value]) => value === true)
        .map(([ability]) => ability)
      return [
        `${gateway.id}\t${session.words.gateway(gateway)}${gateway.defaultBaseUrl ? `\t${gateway.defaultBaseUrl}` : ''}`,
        `\t${gateway.credentials.map((field) => `${field.key} (${field.label[session.words.language]})`).join(', ') || session.words.say('nothing')}`,
        `\t${able.join(', ')}; ${gateway.abilities.batchSize} / requête`.replace(
          'requête',
          session.words.language === 'fr' ? 'requête' : 'request',
        ),
      ]
    }),
  )
  return exitCodes.done
}

/** `field=value` lines; the field by its key, in any case, with or without `_`. */
function readSecretLines(text: string, gateway: GatewayDescription, session: Session): Record<string, string> {
  const same = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const secrets: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const equals = line.indexOf('=')
    const name = equals < 0 ? line : line.slice(0, equals)
    const field = gateway.credentials.find(({ key }) => same(key) === same(name))
    if (!field || equals < 0)
      throw usageError(
        session.words.say('bad.secretLine', {
          field: name.slice(0, 40),
          known: gateway.credentials.map(({ key }) => key).join(', '),
        }),
      )
    if (Object.hasOwn(secrets, field.key)) throw usageError(session.words.say('bad.secretTwice', { field: field.key }))
    secrets[field.key] = line.slice(equals + 1)
  }
  return secrets
}

async function askSecrets(
  fields: readonly CredentialField[],
  account: string,
  session: Session,
): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {}
  for (const field of fields) {
    const question = session.words.say('ask.secret', { field: field.label[session.words.language], account })
    const answer = await (field.secret ? session.terminal.askSecret(question) : session.terminal.ask(question))
    if (answer === null || answer.trim() === '')
      throw new AppError('secret_missing', { account, field: field.key, variable: secretVariable(account, field.key) })
    secrets[field.key] = answer
  }
  return secrets
}

async function addAccount(session: Session, name: string, options: AddOptions): Promise<number> {
  if (!accountNamePattern.test(name.trim())) throw new AppError('account_name_invalid', { account: name })
  const gateways = await session.request('gateways.list', undefined)
  const gateway = gateways.find(({ id }) => id === options.gateway)
  if (!gateway) throw new AppError('unknown_gateway', { gateway: options.gateway })
  const settings = await session.request('settings.get', undefined)
  // inspect, preview and send read numbers by the same country where none is named
  const given = options.country === undefined ? null : knownCountry(options.country)
  const country = given ?? settings.country
  const currencyCountry = given ?? gateway.countries[0] ?? settings.country
  const usesKeychain = options.keychain && gateway.credentials.length > 0
  let credentials: Record<string, string> | undefined
  if (usesKeychain) {
    if (options.secretsStdin) credentials = readSecretLines(await session.terminal.readAll(), gateway, session)
    else if (session.terminal.interactive) credentials = await askSecrets(gateway.credentials, name, session)
    else throw usageError(session.words.say('needs.stdin'))
    const missing = gateway.credentials.find(
      ({ key }) => !credentials?.[key] && !process.env[secretVariable(name, key)],
    )
    if (missing)
      throw new AppError('secret_missing', {
        account: name,
        field: missing.key,
        variable: secretVariable(name, missing.key),
      })
  }
  for (const [field, value] of Object.entries(credentials ?? {}))
    if (cleanCredential(value).trimmed)
      session.terminal.complain(`griot: ${session.words.say('account.trimmed', { field })}`)
  const account = await session.request('accounts.save', {
    name,
    gateway: gateway.id,
    baseUrl: options.baseUrl ?? null,
    sender: options.sender ?? null,
    country,
    currency: (options.currency ?? currencyOf(currencyCountry)).toUpperCase(),
    price: options.price === undefined ? null : decimal(options.price),
    maxRate: options.maxRate === undefined ? null : positive(options.maxRate, '--max-rate', session),
    concurrency: null,
    alertBelow: null,
    callbackUrl: null,
    usesKeychain,
    ...(credentials ? { credentials } : {}),
  })
  session.answer(accountDocument(account), () => [
    session.words.say('account.added', { account: account.name, gateway: session.words.gateway(account.gateway) }),
  ])
  return exitCodes.done
}

const accountDocument = (account: AccountView) => ({
  account: account.name,
  gateway: account.gateway.id,
  sender: account.sender,
  baseUrl: account.baseUrl ?? account.gateway.defaultBaseUrl,
  country: account.country,
  currency: account.currency,
  price: account.price,
  maxRate: account.maxRate,
  keychain: account.usesKeychain,
  secrets: account.secretsPresent,
})

async function listAccounts(session: Session): Promise<number> {
  const accounts = await session.request('accounts.list', undefined)
  session.answer(accounts.map(accountDocument), () =>
    accounts.length === 0
      ? [session.words.say('account.none')]
      : accounts.map((account) =>
          [account.name, session.words.gateway(account.gateway), account.sender ?? '', account.baseUrl ?? '']
            .join('\t')
            .trimEnd(),
        ),
  )
  return exitCodes.done
}

async function testAccount(session: Session, name: string): Promise<number> {
  const account = await findAccount(session, name)
  const result = await session.request('accounts.test', { id: account.id })
  const key = result.checked ? 'account.ok' : 'account.unchecked'
  if (result.error) throw new AppError(result.error.code, result.error.params)
  session.answer({ account: account.name, gateway: account.gateway.id, ok: result.ok, checked: result.checked }, () => [
    session.words.say(key, { account: account.name, gateway: session.words.gateway(account.gateway) }),
  ])
  return exitCodes.done
}

async function confirmAccount(session: Session, name: string): Promise<number> {
  const account = await findAccount(session, name)
  await session.request('accounts.confirm', { id: account.id })
  const address = account.baseUrl ?? account.gateway.defaultBaseUrl ?? ''
  const { callbackUrl } = account
  session.answer({ account: account.name, confirmed: true, baseUrl: address, callbackUrl }, () => [
    session.words.say('account.confirmed', { account: account.name, address }),
    ...(callbackUrl === null ? [] : [session.words.say('account.callback', { address: callbackUrl })]),
  ])
  return exitCodes.done
}

async function removeAccount(session: Session, name: string): Promise<number> {
  const account = await findAccount(session, name)
  await session.request('accounts.remove', { id: account.id })
  session.answer({ account: account.name, removed: true }, () => [
    session.words.say('account.removed', { account: account.name }),
  ])
  return exitCodes.done
}

declare global {
  interface JSON {
    /** ECMAScript 2026: the text stands in the JSON as it is. Throws SyntaxError where it is no JSON value. */
    rawJSON(text: string): unknown
  }
}

/** A decimal string as a number of JSON, with all its digits: a double has 15 to 17. */
function exactNumber(decimal: string): unknown {
  return isDecimal(decimal) ? JSON.rawJSON(decimal) : Number(decimal)
}

async function showBalances(session: Session, names: readonly string[]): Promise<number> {
  const ids: number[] = []
  for (const name of names) ids.push((await findAccount(session, name)).id)
  const balances = await session.request('accounts.balances', { ids })
  session.answer(
    balances.map((one) => ({
      account: one.account,
      gateway: one.gateway,
      balance: one.balance === null ? null : exactNumber(one.balance),
      unit: one.unit,
      figures: one.figures,
      error: one.error ? describeError(one.error, session.words) : null,
    })),
    () =>
      balances.length === 0
        ? [session.words.say('account.none')]
        : balances.flatMap((one) => balanceLines(one, session)),
  )
  // a gateway that offers no balance has not failed
  const failed = balances.find(({ error }) => error !== null && error.code !== 'not_offered')
  if (!failed?.error) return exitCodes.done
  if (!session.json)
    session.terminal.complain(`griot: ${failed.account}: ${describeError(failed.error, session.words).message}`)
  return exitCodeOf(failed.error)
}

function balanceLines(one: AccountBalance, { words }: Session): string[] {
  const { [unreadBalance]: unread, ...figures } = one.figures
  const balance =
    one.error?.code === 'not_offered'
      ? words.say('balance.notOffered')
      : one.error
        ? describeError(one.error, words).message
        : unread !== undefined
          ? words.say('balance.unread', { text: String(unread) })
          : `${one.balance === null ? '–' : words.number(one.balance)} ${one.unit === 'sms' ? 'SMS' : (one.unit ?? '')}`.trim()
  return [
    words.say('balance.line', { account: one.account, gateway: one.gateway, balance }),
    ...Object.entries(figures).map(([figure, value]) => `\t${figure}\t${value}`),
  ]
}

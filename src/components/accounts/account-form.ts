/** An account as a form holds it (texts, as they are typed) and as core takes it. Pure. */
import type { AccountInput, AccountView } from '@shared/contract/accounts'
import { currencyOf } from '@shared/domain/country'
import { parseMoney } from '@shared/domain/money'
import { checkSenderId, standardSenderRules, type SenderCheck } from '@shared/domain/sender-id'
import { accountNamePattern, type GatewayDescription } from '@shared/domain/account'

export interface AccountForm {
  name: string
  sender: string
  country: string | null
  currency: string | null
  price: string
  maxRate: number | null
  concurrency: number | null
  alertBelow: string
  baseUrl: string
  callbackUrl: string
  usesKeychain: boolean
  credentials: Record<string, string>
}

export type FormProblem = 'name' | 'sender' | 'price' | 'alertBelow' | 'credentials'

/** @param country of the settings, for a new account: unless the gateway is at home elsewhere. */
export function emptyAccountForm(gateway: GatewayDescription, country: string): AccountForm {
  const { countries } = gateway
  const home = countries.includes(country) ? country : (countries[0] ?? country)
  return {
    // the sandbox that every program starts with has that name already
    name: gateway.sandbox ? '' : gateway.name,
    sender: '',
    country: home,
    currency: currencyOf(home),
    price: '',
    maxRate: null,
    concurrency: null,
    alertBelow: '',
    baseUrl: '',
    callbackUrl: '',
    usesKeychain: gateway.credentials.length > 0,
    credentials: {},
  }
}

export function formOfAccount(account: AccountView, decimal: (amount: string) => string): AccountForm {
  return {
    name: account.name,
    sender: account.sender ?? '',
    country: account.country,
    currency: account.currency,
    price: account.price === null ? '' : decimal(account.price),
    maxRate: account.maxRate,
    concurrency: account.concurrency,
    alertBelow: account.alertBelow === null ? '' : decimal(account.alertBelow),
    baseUrl: account.baseUrl ?? '',
    callbackUrl: account.callbackUrl ?? '',
    usesKeychain: account.usesKeychain,
    credentials: {},
  }
}

/** Longest sender name in characters: what networks carry, or less where the gateway takes less. */
export function longestSender({ abilities }: Pick<GatewayDescription, 'abilities'>): number {
  const standard = standardSenderRules.maxNameLength ?? 11
  return Math.min(abilities.senderMaxLength ?? standard, standard)
}

/** Whether the gateway takes this sender; an empty one is allowed, a campaign then names its own. */
export function checkSender(sender: string, gateway: GatewayDescription): SenderCheck | null {
  if (sender.trim() === '') return null
  return checkSenderId(sender, { ...standardSenderRules, maxNameLength: longestSender(gateway) })
}

/** What has to be corrected before core is asked. */
export function formProblems(
  form: AccountForm,
  gateway: GatewayDescription,
  present: readonly string[],
): FormProblem[] {
  const problems: FormProblem[] = []
  if (!accountNamePattern.test(form.name.trim())) problems.push('name')
  if (checkSender(form.sender, gateway)?.ok === false) problems.push('sender')
  if (form.price.trim() !== '' && parseMoney(form.price) === null) problems.push('price')
  if (form.alertBelow.trim() !== '' && parseMoney(form.alertBelow) === null) problems.push('alertBelow')
  const lacks = gateway.credentials.some(({ key }) => !present.includes(key) && !form.credentials[key])
  if (form.usesKeychain && lacks) problems.push('credentials')
  return problems
}

/** @param form without problems. */
export function accountInputOf(form: AccountForm, gateway: GatewayDescription, id: number | undefined): AccountInput {
  const typed = Object.entries(form.credentials).filter(([, value]) => value !== '')
  const optional = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  return {
    ...(id === undefined ? {} : { id }),
    name: form.name.trim(),
    gateway: gateway.id,
    baseUrl: optional(form.baseUrl),
    sender: optional(form.sender),
    country: form.country ?? 'CM',
    currency: form.currency ?? 'XAF',
    price: form.price.trim() === '' ? null : parseMoney(form.price),
    maxRate: form.maxRate,
    concurrency: form.concurrency,
    alertBelow: form.alertBelow.trim() === '' ? null : parseMoney(form.alertBelow),
    callbackUrl: optional(form.callbackUrl),
    usesKeychain: form.usesKeychain,
    ...(typed.length > 0 && form.usesKeychain ? { credentials: Object.fromEntries(typed) } : {}),
  }
}

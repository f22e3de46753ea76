/**
 * The road from an account's id to its adapter: registry, address, credentials. The only place that reads credentials to
 * use them; what is missing is named together with the environment variable that would supply it.
 */
import { secretVariable, type GatewayDescription } from '@shared/domain/account'
import { cleanCredential } from '@shared/domain/credential'
import { AppError } from '@shared/errors'
import type { Clock } from '../clock'
import type { CoreContext } from '../context'
import { checkBaseUrl, originOf } from '../providers/base-url'
import type { HttpClient } from '../providers/http'
import type { ArchiveEntry, BalanceReport, Provider } from '../providers/provider'
import { maskSecrets } from '../redaction/mask-secrets'
import type { Credentials, SecretStore, SecretUse } from '../secrets/secrets'
import { accountById, type StoredAccount } from '../storage/account'
import type { Db } from '../storage/open'

/** The adapters that this version knows (registry.ts), in the order in which people see them. */
export type Gateways = readonly Provider[]

/** Null for an id that this version does not know. */
export function findGateway(gateways: Gateways, id: string): Provider | null {
  return gateways.find(({ description }) => description.id === id) ?? null
}

export interface GatewayResolverOptions {
  readonly db: Db
  readonly gateways: Gateways
  readonly secrets: SecretStore
  readonly http: HttpClient
  readonly clock: Clock
}

/** Makes `CoreContext.gateway`. The signal given to it (none: never aborted) ends the requests made with its context. */
export function createGatewayResolver(options: GatewayResolverOptions): CoreContext['gateway'] {
  const { db, gateways, secrets, http, clock } = options
  return async (accountId, signal = new AbortController().signal) => {
    const account = accountById(db, accountId)
    const provider = findGateway(gateways, account.gateway)
    if (provider === null) throw new AppError('unknown_gateway', { gateway: account.gateway })
    if (!account.confirmed) throw unconfirmed(account, provider.description)
    const { description } = provider
    const baseUrl = account.baseUrl === null ? (description.defaultBaseUrl ?? '') : checkBaseUrl(account.baseUrl)
    const credentials = await readCredentials(secrets, account, description)
    const missing = description.credentials.find(({ key }) => !credentials[key])
    if (missing !== undefined) {
      throw new AppError('secret_missing', {
        account: account.name,
        field: missing.key,
        labelFr: missing.label.fr,
        labelEn: missing.label.en,
        variable: secretVariable(account.name, missing.key),
      })
    }
    return {
      account,
      provider: readingProvider(provider, account.name, secretsOf(credentials, description)),
      context: { http, baseUrl: baseUrl.replace(/\/+$/, ''), credentials, clock, signal },
    }
  }
}

/** Of an account whose addresses came out of a backup. */
function unconfirmed(account: StoredAccount, description: GatewayDescription): AppError {
  const url = account.callbackUrl ?? account.baseUrl ?? description.defaultBaseUrl ?? ''
  return new AppError('account_unconfirmed', {
    account: account.name,
    url: account.baseUrl ?? url,
    command: `griot account confirm "${account.name}"`,
  })
}

/** What the account's credentials are for. */
export function useOf(account: Pick<StoredAccount, 'baseUrl'>, description: GatewayDescription): SecretUse {
  const defaultOrigin = originOf(description.defaultBaseUrl ?? '')
  return { defaultOrigin, origin: account.baseUrl === null ? defaultOrigin : originOf(account.baseUrl) }
}

/** Shorter secrets occur in ordinary words by chance, and an archive's texts are compared with what was sent. */
const shortestMasked = 6

/** What is hidden in what a gateway says: not a user name, which messages may contain. */
function secretsOf(credentials: Credentials, { credentials: fields }: GatewayDescription): Credentials {
  const secret = fields.filter(({ key, secret }) => secret && (credentials[key]?.length ?? 0) >= shortestMasked)
  return Object.fromEntries(secret.map(({ key }) => [key, credentials[key] ?? '']))
}

/**
 * The same adapter, whose reads say in their errors that nothing was being sent (`reading`), and which account was read.
 * Secrets that the gateway repeats in what is read are masked.
 */
function readingProvider(provider: Provider, account: string, secrets: Credentials): Provider {
  const mask = <Text extends string | null>(text: Text): Text =>
    (text === null ? null : maskSecrets(text, secrets)) as Text
  const maskBalance = ({ figures, unit, balance }: BalanceReport): BalanceReport => ({
    balance,
    unit: mask(unit),
    figures: Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [mask(name), typeof value === 'string' ? mask(value) : value]),
    ),
  })
  const maskEntry = (entry: ArchiveEntry): ArchiveEntry => ({
    ...entry,
    text: mask(entry.text),
    sender: mask(entry.sender),
    status: mask(entry.status),
    contactName: mask(entry.contactName),
  })
  const told = async <Value>(reading: Promise<Value>): Promise<Value> => {
    try {
      return await reading
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError(error.code, { account, ...error.params, reading: 1 }, { cause: error })
    }
  }
  const { balance, archive, trace } = provider
  return {
    ...provider,
    ...(balance && { balance: async (context) => maskBalance(await told(balance(context))) }),
    ...(archive && {
      archive: async (context, query) => {
        const page = await told(archive(context, query))
        return { ...page, entries: page.entries.map(maskEntry) }
      },
    }),
    ...(trace && {
      trace: async (context, id) => {
        const report = await told(trace(context, id))
        return report && { ...report, gatewayStatus: mask(report.gatewayStatus) }
      },
    }),
  }
}

/**
 * The account's credentials that its gateway knows, without asking the store for gateways that need none. Where the
 * account was told to keep nothing in the keychain, a keychain that does not answer is no obstacle.
 */
export async function readCredentials(
  secrets: SecretStore,
  account: Pick<StoredAccount, 'name' | 'usesKeychain' | 'baseUrl'>,
  description: GatewayDescription,
): Promise<Credentials> {
  if (description.credentials.length === 0) return {}
  const stored = await secrets.read(account.name, useOf(account, description)).catch((error: unknown) => {
    if (!account.usesKeychain && error instanceof AppError && error.kind === 'keychain') return {}
    throw error
  })
  const known = onlyKnownFields(stored, description)
  const broken = Object.keys(known).find((field) => cleanCredential(known[field] ?? '').broken)
  if (broken !== undefined) throw new AppError('secret_broken', { field: broken, account: account.name })
  return known
}

/** Only the fields of this gateway, so that one vendor never sees another vendor's key. */
export function onlyKnownFields(credentials: Credentials, description: GatewayDescription): Credentials {
  const known: [string, string][] = []
  for (const { key } of description.credentials) {
    const value = Object.hasOwn(credentials, key) ? credentials[key] : undefined
    // as an account keeps them: a variable filled from a file often ends with a line break
    if (value !== undefined) known.push([key, cleanCredential(value).value])
  }
  return Object.fromEntries(known)
}

/** The description of a gateway id, with every ability off for one that this version does not know. */
export function describeGateway(gateways: Gateways, id: string): GatewayDescription {
  return (
    findGateway(gateways, id)?.description ?? {
      id,
      name: id,
      countries: [],
      website: null,
      defaultBaseUrl: null,
      credentials: [],
      abilities: {
        batchSize: 1,
        flash: false,
        balance: false,
        figures: false,
        archive: false,
        trace: false,
        callback: false,
        callbackPerMessage: false,
        settleFromArchive: false,
        messageId: false,
        senderMaxLength: null,
      },
      sandbox: false,
    }
  )
}

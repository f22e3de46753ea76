/** Accounts at gateways, their balances and figures. Secrets go in, never out. */
import type { GatewayDescription } from '../domain/account'
import type { WireError } from '../errors'
import {
  countryCode,
  currencyCode,
  decimalText,
  epochMs,
  nothing,
  request,
  rowId,
  shortText,
  typedText,
  z,
} from './schema'

export interface BalanceView {
  /** Decimal string; null where the gateway gives none or did not answer. */
  readonly balance: string | null
  /** `sms` or an ISO 4217 code. */
  readonly unit: string | null
  readonly figures: Readonly<Record<string, string | number>>
  readonly takenAt: number
}

export interface AccountView {
  readonly id: number
  readonly name: string
  readonly gateway: GatewayDescription
  readonly baseUrl: string | null
  readonly sender: string | null
  readonly country: string
  readonly currency: string
  /** Price of one segment, decimal string. */
  readonly price: string | null
  /** Messages per second. */
  readonly maxRate: number | null
  /** Requests in flight. */
  readonly concurrency: number | null
  readonly alertBelow: string | null
  readonly callbackUrl: string | null
  readonly usesKeychain: boolean
  /** False: its addresses came out of a backup and wait for a person's yes; no request is made to them before. */
  readonly confirmed: boolean
  /** Keys of the credential fields that can be read now; null where the keychain did not answer. */
  readonly secretsPresent: readonly string[] | null
  readonly lastBalance: BalanceView | null
  readonly lowBalance: boolean
}

export const accountInput = z.object({
  /** Absent for a new account. */
  id: rowId.optional(),
  name: typedText.min(1).max(40),
  gateway: z.string().min(1).max(40),
  baseUrl: z.string().trim().max(500).nullable(),
  sender: typedText.max(40).nullable(),
  country: countryCode,
  currency: currencyCode,
  price: decimalText.nullable(),
  maxRate: z.number().positive().max(1000).nullable(),
  concurrency: z.number().int().min(1).max(64).nullable(),
  alertBelow: decimalText.nullable(),
  callbackUrl: z.string().trim().max(500).nullable(),
  usesKeychain: z.boolean(),
  /** New values by credential field; a field left out keeps its value. */
  credentials: z.record(z.string().max(40), z.string().max(2000)).optional(),
})
export type AccountInput = z.infer<typeof accountInput>

/** One account's answer to "balance": `error` is `not_offered` where the gateway has none. */
export interface AccountBalance {
  readonly accountId: number
  readonly account: string
  readonly gateway: string
  readonly balance: string | null
  readonly unit: string | null
  readonly figures: Readonly<Record<string, string | number>>
  readonly takenAt: number | null
  readonly error: WireError | null
}

export interface AccountTest {
  readonly ok: boolean
  /** False where the gateway offers nothing that checks a key without sending. */
  readonly checked: boolean
  readonly balance: BalanceView | null
  readonly error: WireError | null
}

export const accountRequests = {
  'gateways.list': request<readonly GatewayDescription[]>()(nothing),
  'accounts.list': request<readonly AccountView[]>()(nothing),
  'accounts.get': request<AccountView>()(z.object({ id: rowId })),
  'accounts.find': request<AccountView>()(z.object({ name: shortText })),
  'accounts.save': request<AccountView>()(accountInput),
  /** A person's yes to the addresses that came out of a backup. */
  'accounts.confirm': request<AccountView>()(z.object({ id: rowId })),
  'accounts.remove': request<void>()(z.object({ id: rowId })),
  /** Asks the gateway; never sends an SMS. */
  'accounts.test': request<AccountTest>()(z.object({ id: rowId })),
  /** Asks the gateways of the given accounts (all, when empty) and remembers what they answer. */
  'accounts.balances': request<readonly AccountBalance[]>()(z.object({ ids: z.array(rowId).max(200) })),
  'accounts.balanceHistory': request<readonly BalanceView[]>()(z.object({ id: rowId, since: epochMs })),
} as const

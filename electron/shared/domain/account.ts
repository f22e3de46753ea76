/**
 * An account is credentials plus settings at one gateway. Credentials never travel with it: they live behind the secrets port.
 */

/** A field of a gateway's settings form, as data: forms, command-line prompts and docs are generated from it. */
export interface CredentialField {
  /** Key in the keychain and, upper-cased, in `GRIOT_SECRET_<ACCOUNT>_<FIELD>`: camelCase in code, `API_KEY` there. */
  readonly key: string
  readonly label: { readonly fr: string; readonly en: string }
  readonly hint: { readonly fr: string; readonly en: string } | null
  /** False for identifiers that may be shown (client id). Both kinds are stored in the keychain. */
  readonly secret: boolean
}

/** What a gateway can do, as data; nothing outside providers/ asks which gateway it is. */
export interface GatewayAbilities {
  /** Recipients per request; 1 = one request per message. */
  readonly batchSize: number
  readonly flash: boolean
  readonly balance: boolean
  readonly figures: boolean
  readonly archive: boolean
  /** Poll one message's status by the gateway's id. */
  readonly trace: boolean
  /** The gateway posts delivery reports to a URL of ours. */
  readonly callback: boolean
  /** True where the address is given with each send; false where it is set at the vendor's site. */
  readonly callbackPerMessage: boolean
  /** The archive gives number, text and time: enough to settle unknown outcomes. */
  readonly settleFromArchive: boolean
  readonly messageId: boolean
  /** Longest sender ID in characters, null for free text. */
  readonly senderMaxLength: number | null
}

export interface GatewayDescription {
  readonly id: string
  readonly name: string
  /** ISO 3166 alpha-2 codes of the vendor's home countries. */
  readonly countries: readonly string[]
  readonly website: string | null
  /** Null for the sandbox, which needs no network. */
  readonly defaultBaseUrl: string | null
  readonly credentials: readonly CredentialField[]
  readonly abilities: GatewayAbilities
  /** True for the built-in sandbox: nothing is really sent, and every screen says so. */
  readonly sandbox: boolean
}

/** Figure under which a balance is shown that can be read in two ways, or in none: the gateway's own spelling. */
export const unreadBalance = 'unreadBalance'

/** Account names: what a person types in `--account` and what names its environment variables. */
export const accountNamePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u

/** `GRIOT_SECRET_<ACCOUNT>_<FIELD>`: upper case, every other character `_`; `apiKey` reads as `API_KEY`. */
export function secretVariable(accountName: string, fieldKey: string): string {
  const upper = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '_')
  return `GRIOT_SECRET_${upper(accountName)}_${upper(fieldKey.replace(/([a-z0-9])([A-Z])/g, '$1_$2'))}`
}

/**
 * The receiver's addresses: /<secret>/<gateway id>, each gateway with a secret of its own, so that none can speak for
 * another. They are made of one master secret and the gateway's turn, which a new address counts up.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isLoopback } from '@shared/domain/loopback'
import type { Settings } from '@shared/contract/program'

type ListenerSettings = Settings['listener']

export function newMasterSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** 32 characters for a web address. '' where there is no master secret yet: nothing matches it. */
export function secretOf({ secret, turns }: Pick<ListenerSettings, 'secret' | 'turns'>, gatewayId: string): string {
  if (secret === '') return ''
  const turn = Object.hasOwn(turns, gatewayId) ? turns[gatewayId] : 0
  return createHmac('sha256', secret)
    .update(`${gatewayId}\n${turn ?? 0}`)
    .digest('base64url')
    .slice(0, 32)
}

/** Takes the same time whatever the difference. */
export function isSameSecret(given: string, secret: string): boolean {
  if (secret === '') return false
  const expected = Buffer.from(secret)
  const actual = Buffer.alloc(expected.length)
  actual.write(given)
  return timingSafeEqual(actual, expected) && given.length === secret.length
}

/** `[::1]:8765` → `::1`; lower case, without port and brackets. */
export function hostName(authority: string): string {
  const bare = authority.trim().toLowerCase().replace(/\.$/, '')
  return (/^\[([^\]]*)\]/.exec(bare)?.[1] ?? bare.replace(/:\d*$/, '')).replace(/\.$/, '')
}

/** What a browser adds to a request that a page made; a vendor's script sends none of it. */
interface CallHeaders {
  readonly host?: string | undefined
  readonly origin?: string | undefined
  readonly 'sec-fetch-site'?: string | string[] | undefined
}

/**
 * Why a call is not for us, null where it may be: it names another host than this computer's, the receiver's own or the
 * public one (a page that had its name point here), or it comes from a page in a browser.
 */
export function foreignCall(
  headers: CallHeaders,
  { own, publicHost }: { own: readonly string[]; publicHost: string },
): string | null {
  const { host = '', origin } = headers
  const site = headers['sec-fetch-site']
  if (origin !== undefined) return `Origin: ${origin}`
  if (site !== undefined && site !== 'none') return `Sec-Fetch-Site: ${String(site)}`
  const name = hostName(host)
  const isOurs = isLoopback(name) || own.includes(name) || (publicHost !== '' && name === hostName(publicHost))
  return isOurs ? null : `Host: ${host}`
}

/**
 * The address of a gateway, as a person may override it. Promises that no secret travels in clear over a network:
 * `https:` only, `http:` for loopback alone, no credentials, query or fragment in the address.
 */
import { AppError } from '@shared/errors'

const longestBaseUrl = 500

/** `localhost`, 127.0.0.0/8 and ::1, as `URL` spells host names. */
function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

/**
 * The address as adapters use it: path prefix kept, no slash at the end (an adapter whose vendor wants one adds it).
 * Throws AppError `base_url_invalid` (not an address, or with credentials, query or fragment) or `base_url_insecure`
 * (`http:` to another computer). The address itself is never part of the error: it may hold a password.
 */
export function checkBaseUrl(text: string): string {
  const trimmed = text.trim()
  const url = trimmed.length > longestBaseUrl ? null : parsed(trimmed)
  if (url === null) throw new AppError('base_url_invalid')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new AppError('base_url_invalid')
  // `?` and `#` alone leave search and hash empty, but would swallow the path that an adapter appends
  if (url.username !== '' || url.password !== '' || /[?#]/.test(trimmed)) throw new AppError('base_url_invalid')
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) throw new AppError('base_url_insecure')
  return `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, '')
}

/** Scheme, host and port: what a secret is bound to. '' for what is no address. */
export function originOf(address: string): string {
  const url = parsed(address)
  return url === null ? '' : url.origin
}

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

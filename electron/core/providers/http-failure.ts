/**
 * What a network failure before the first byte of a request is called. Codes are Node's and OpenSSL's own.
 */
import type { ErrorCode } from '@shared/errors'

const byCode: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['ENOTFOUND', 'host_not_found'],
  ['EAI_AGAIN', 'host_not_found'],
  ['EAI_FAIL', 'host_not_found'],
  ['EAI_NODATA', 'host_not_found'],
  ['EAI_NONAME', 'host_not_found'],
  ['ENODATA', 'host_not_found'],
  ['ECONNREFUSED', 'connection_refused'],
  ['ETIMEDOUT', 'connect_timeout'],
  ['ERR_SOCKET_CONNECTION_TIMEOUT', 'connect_timeout'],
  ['ECONNRESET', 'connection_lost'],
  ['ECONNABORTED', 'connection_lost'],
  ['EPIPE', 'connection_lost'],
])

/** Certificate and handshake failures: `CERT_HAS_EXPIRED`, `DEPTH_ZERO_SELF_SIGNED_CERT`, `ERR_TLS_CERT_ALTNAME_INVALID`, `EPROTO`, … */
const tlsFailure =
  /CERT|ERR_TLS|ERR_SSL|^EPROTO$|SIGNATURE|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|CRL_/

/** The transient code for an error that happened before anything was written. */
export function failureCode(error: NodeJS.ErrnoException, secure: boolean): ErrorCode {
  const code = error.code ?? ''
  const known = byCode.get(code)
  if (known !== undefined) return known
  return secure && tlsFailure.test(code) ? 'tls_failed' : 'transient'
}

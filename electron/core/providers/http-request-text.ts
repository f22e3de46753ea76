/** A request as it goes on the wire: head and body in one text, so that one write carries both. */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { Target } from './http-connections'

export interface RequestParts {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/**
 * Host, Connection, Accept-Encoding and Content-Length are added; header values above ASCII travel as UTF-8. Null where a
 * header cannot be written: a line break in a credential would begin another one. A text is to be written as Latin-1.
 */
export function requestText(to: Target, { method, headers, body }: RequestParts): string | Buffer | null {
  let head = `${method} ${to.path} HTTP/1.1\r\nhost: ${to.authority}\r\nconnection: keep-alive\r\naccept-encoding: gzip, deflate, br\r\n`
  for (const [name, value] of Object.entries(headers)) {
    const bytes = isAscii(value) ? value : Buffer.from(value, 'utf8').toString('latin1')
    try {
      validateHeaderName(name)
      validateHeaderValue(name, bytes)
    } catch {
      return null
    }
    head += `${name.toLowerCase()}: ${bytes}\r\n`
  }
  // a POST that carries nothing says so: some servers answer 411 where it does not (RFC 9110 section 8.6)
  if (body === null) return method === 'POST' ? `${head}content-length: 0\r\n\r\n` : `${head}\r\n`
  const length = Buffer.byteLength(body, 'utf8')
  head += `content-length: ${length}\r\n\r\n`
  return length === body.length ? head + body : Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)])
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text, 'utf8') === text.length
}

/** The header fields of a request as they go on the wire. */

/** Names in lower case; a value with characters above ASCII becomes its UTF-8 bytes, one per character. */
export function wireHeaders(given: Readonly<Record<string, string>>, body: string | null): Record<string, string> {
  const headers: Record<string, string> = { 'accept-encoding': 'gzip, deflate, br' }
  for (const [name, value] of Object.entries(given)) {
    headers[name.toLowerCase()] = isAscii(value) ? value : Buffer.from(value, 'utf8').toString('latin1')
  }
  if (body !== null) headers['content-length'] = String(Buffer.byteLength(body, 'utf8'))
  return headers
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text, 'utf8') === text.length
}

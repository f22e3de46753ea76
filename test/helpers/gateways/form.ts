/** The two forms that a PHP server takes, read strictly: one value per name, right percent escapes, UTF-8. */

/** Fields by name; null where the body is not a right form. */
export function readForm(contentType: string | undefined, body: string): Map<string, string> | null {
  const type = (contentType ?? '').toLowerCase()
  if (/^application\/x-www-form-urlencoded(?:\s*;\s*charset\s*=\s*"?utf-8"?)?$/.test(type)) return readUrlEncoded(body)
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)"?$/i.exec(contentType ?? '')?.[1]
  return boundary === undefined ? null : readMultipart(boundary, body)
}

function readUrlEncoded(body: string): Map<string, string> | null {
  const fields = new Map<string, string>()
  if (body === '') return fields
  for (const pair of body.split('&')) {
    const equals = pair.indexOf('=')
    if (equals < 1) return null
    const name = decode(pair.slice(0, equals))
    const value = decode(pair.slice(equals + 1))
    if (name === null || value === null || fields.has(name)) return null
    fields.set(name, value)
  }
  return fields
}

/** Only what a form may hold unescaped, `+` for a space, and escapes of valid UTF-8. */
function decode(text: string): string | null {
  if (!/^(?:[\w.~!*'()+-]|%[0-9A-Fa-f]{2})*$/.test(text)) return null
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}

function readMultipart(boundary: string, body: string): Map<string, string> | null {
  const fields = new Map<string, string>()
  const parts = body.split(`--${boundary}`)
  if (parts.length < 2 || parts.at(-1)?.trim() !== '--') return null
  for (const part of parts.slice(1, -1)) {
    const match =
      /^\r\n(?:[^\r\n]+\r\n)*?content-disposition: form-data; name="([^"]+)"\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*)\r\n$/i.exec(
        part,
      )
    const [, name, value] = match ?? []
    if (name === undefined || value === undefined || fields.has(name)) return null
    fields.set(name, value)
  }
  return fields
}

/** Names of `fields` that are not in `allowed`. */
export function strangers(fields: ReadonlyMap<string, string>, allowed: readonly string[]): string[] {
  return [...fields.keys()].filter((name) => !allowed.includes(name))
}

/**
 * From the bytes of an answer to its text: inflated with a cap that no compression bomb passes, read as UTF-8 or, where
 * the answer says so, Latin-1.
 */
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'

export interface DecodedBody {
  readonly body: string
  /** True when the text is not whole: over the cap, or not inflatable. The text is then empty. */
  readonly truncated: boolean
}

/** What is left of a body that is over the cap or damaged. */
export const unreadableBody: DecodedBody = { body: '', truncated: true }

/**
 * True where a Content-Encoding changes nothing: `identity`, or the empty and `none` that scripts send to keep
 * their server from compressing.
 */
export function isPlain(encoding: string): boolean {
  return /^(?:identity|none)?$/i.test(encoding)
}

/** `bytes` as text. `encoding` is Content-Encoding, `contentType` gives the charset, `cap` limits the inflated size in bytes. */
export async function decodeBody(
  bytes: Buffer,
  encoding: string,
  contentType: string,
  cap: number,
): Promise<DecodedBody> {
  const plain = await inflated(bytes, encoding.trim().toLowerCase(), cap)
  return plain === null ? unreadableBody : { body: textOf(plain, contentType), truncated: false }
}

/** UTF-8 without its byte order mark, or Latin-1 where the content type names it. */
export function textOf(bytes: Buffer, contentType: string): string {
  if (contentType.length > 16 && /charset\s*=\s*"?(?:iso-8859-1|latin-?1|windows-1252|cp1252)/i.test(contentType)) {
    return new TextDecoder('windows-1252').decode(bytes)
  }
  const text = bytes.toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function inflated(bytes: Buffer, encoding: string, cap: number): Promise<Buffer | null> {
  const options = { maxOutputLength: cap }
  return new Promise((resolve) => {
    const done = (error: Error | null, result: Buffer): void => resolve(error === null ? result : null)
    if (encoding === 'gzip' || encoding === 'x-gzip') gunzip(bytes, options, done)
    else if (encoding === 'br') brotliDecompress(bytes, options, done)
    else if (encoding !== 'deflate') resolve(null)
    // some servers send "deflate" without its zlib header, whose low four bits are always 8
    else if (((bytes[0] ?? 0) & 0x0f) === 8) inflate(bytes, options, done)
    else inflateRaw(bytes, options, done)
  })
}

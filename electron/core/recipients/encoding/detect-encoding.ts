/**
 * Finds how a text file is encoded by reading all of it once: byte order mark, then the zero bytes of UTF-16, then
 * UTF-8 over the whole file, single bad bytes apart, else the encoding of one byte a character that the letters speak for. On the way it refuses what is not a
 * table of text: binary files, NUL bytes, a line that never ends. Memory stays at one chunk whatever the file's size.
 */
// eslint-disable-next-line n/no-unsupported-features/node-builtins -- in Node 18.15 under an "experimental" label, unchanged since
import { isAscii, isUtf8 } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '@shared/errors'
import { throwIfCancelled } from '../../yield-to-event-loop'
import { readHead, readRange } from '../files/file-access'
import { ByteNeighbours } from './guess-single-byte'
import type { TextEncoding } from './text-encoding'

/** Longest physical line, in bytes. Real rows have a few hundred; a longer line is not a table. */
export const longestLineBytes = 1_048_576

const headBytes = 65_536
const chunkBytes = 262_144

export interface EncodingRequest {
  /** Set where a person chose; the file is still checked. */
  readonly encoding: TextEncoding | null
  /** For error sentences. */
  readonly file: string
  readonly signal?: AbortSignal | undefined
  /** The file is known to be a web page. */
  readonly isMarkup?: boolean
}

export interface EncodingGuess {
  readonly encoding: TextEncoding
  /** Another encoding is about as likely. */
  readonly isDoubtful: boolean
}

/** @throws AppError file_binary, file_old_excel, file_line_too_long, file_empty, cancelled */
export async function detectEncoding(handle: FileHandle, request: EncodingRequest): Promise<EncodingGuess> {
  const head = await readHead(handle, headBytes)
  if (head.length === 0) throw new AppError('file_empty', { file: request.file })
  refuseKnownFormats(head, request)
  const wide = byteOrderMark(head) ?? guessUtf16(head)
  const isWide = request.encoding === null ? wide?.startsWith('utf-16') === true : request.encoding.startsWith('utf-16')
  if (!isWide) refuseControlCharacters(head, request.file)
  const { multibyte, bad, neighbours } = await scan(handle, isWide, request)
  const known = request.encoding ?? wide
  if (known !== null) return { encoding: known, isDoubtful: false }
  // two bytes that form a character by chance are rare: a text with many is UTF-8, with damaged bytes
  if (bad === 0 || multibyte >= bad) return { encoding: 'utf-8', isDoubtful: false }
  const guess = neighbours.guess()
  return multibyte * 4 > bad ? { ...guess, isDoubtful: true } : guess
}

interface Scan {
  /** Characters of several bytes that are UTF-8, and bytes that are not. */
  readonly multibyte: number
  readonly bad: number
  /** For the other encodings. */
  readonly neighbours: ByteNeighbours
}

/** Reads the whole file. */
async function scan(handle: FileHandle, isWide: boolean, request: EncodingRequest): Promise<Scan> {
  const buffer = Buffer.allocUnsafe(chunkBytes + 4)
  const neighbours = new ByteNeighbours()
  let multibyte = 0
  let bad = 0
  // bytes of a character cut at the chunk's edge, kept at the buffer's start
  let cut = 0
  let position = 0
  let lineStart = 0
  for (;;) {
    throwIfCancelled(request.signal)
    const { bytesRead } = await handle.read(buffer, cut, chunkBytes, position)
    if (bytesRead === 0) break
    const fresh = buffer.subarray(cut, cut + bytesRead)
    if (!isWide) {
      const nul = fresh.indexOf(0)
      if (nul !== -1)
        throw new AppError('file_binary', { file: request.file, line: await lineAt(handle, position + nul) })
    }
    const [first, last] = lineBreaks(fresh)
    const end = first === -1 ? position + bytesRead : position + first
    if (end - lineStart > longestLineBytes) {
      throw new AppError('file_line_too_long', { file: request.file, line: await lineAt(handle, lineStart) })
    }
    if (last !== -1) lineStart = position + last + 1
    position += bytesRead
    const bytes = buffer.subarray(0, cut + bytesRead)
    cut = 0
    if (isWide || isAscii(bytes)) continue
    const whole = bytes.subarray(0, bytes.length - incompleteTail(bytes))
    const counted = countUtf8(whole)
    multibyte += counted.multibyte
    bad += counted.bad
    if (counted.bad > 0 || multibyte === 0) neighbours.add(whole)
    cut = bytes.length - whole.length
    buffer.copyWithin(0, whole.length, bytes.length)
  }
  // a character cut by the end of the file
  if (cut > 0) {
    bad++
    neighbours.add(buffer.subarray(0, cut))
  }
  return { multibyte, bad, neighbours }
}

/** Characters of several bytes, and bytes that belong to none (RFC 3629 §4). */
function countUtf8(bytes: Buffer): { readonly multibyte: number; readonly bad: number } {
  if (isUtf8(bytes)) return { multibyte: countLeads(bytes), bad: 0 }
  let multibyte = 0
  let bad = 0
  for (let index = 0; index < bytes.length;) {
    const byte = bytes[index] ?? 0
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1
    if (byte < 0x80) index++
    else if (length > 1 && isUtf8(bytes.subarray(index, index + length))) {
      multibyte++
      index += length
    } else {
      bad++
      index++
    }
  }
  return { multibyte, bad }
}

function countLeads(bytes: Buffer): number {
  let leads = 0
  for (const byte of bytes) if (byte >= 0xc2) leads++
  return leads
}

/** First and last line break (LF, or CR for old Macintosh files), -1 where there is none. */
function lineBreaks(bytes: Buffer): [first: number, last: number] {
  const first = bytes.indexOf(10)
  if (first !== -1) return [first, bytes.lastIndexOf(10)]
  return [bytes.indexOf(13), bytes.lastIndexOf(13)]
}

/** How many bytes at the end begin a UTF-8 character whose rest is missing (RFC 3629 §3). */
function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}

function byteOrderMark(head: Buffer): TextEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: Latin text has zeros at every other byte, and only there. */
function guessUtf16(head: Buffer): TextEncoding | null {
  const pairs = Math.floor(head.length / 2)
  let even = 0
  let odd = 0
  for (let index = 0; index < pairs * 2; index += 2) {
    if (head[index] === 0) even++
    if (head[index + 1] === 0) odd++
  }
  if (pairs < 2) return null
  if (odd > pairs * 0.6 && even < pairs * 0.02) return 'utf-16le'
  if (even > pairs * 0.6 && odd < pairs * 0.02) return 'utf-16be'
  return null
}

const signatures: readonly Buffer[] = [
  Buffer.from('%PDF-'),
  Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  Buffer.from([0xff, 0xd8, 0xff]),
  Buffer.from('GIF8'),
  Buffer.from('Rar!'),
  Buffer.from([0x1f, 0x8b, 0x08]),
  Buffer.from([0x37, 0x7a, 0xbc, 0xaf]),
  Buffer.from('SQLite format 3'),
  Buffer.from([0x7f, 0x45, 0x4c, 0x46]),
  Buffer.from('{\\rtf'),
]

function refuseKnownFormats(head: Buffer, { file, isMarkup = false }: EncodingRequest): void {
  if (signatures.some((signature) => head.subarray(0, signature.length).equals(signature))) {
    throw new AppError('file_binary', { file, line: 1 })
  }
  if (isMarkup) return
  // the XML of Excel 2003 under the name .xls, and other markup
  const start = head
    .subarray(0, 200)
    .toString('latin1')
    .replace(/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/, '')
    .replaceAll('\0', '')
    .trimStart()
    .toLowerCase()
  if (/^(<!doctype html|<html|<table|<\?xml|<\?mso|<(ss:)?workbook)/.test(start))
    throw new AppError('file_old_excel', { file })
}

/** Text has tabs and line breaks, hardly any other control character. */
function refuseControlCharacters(head: Buffer, file: string): void {
  let controls = 0
  for (const byte of head) {
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1a && byte !== 0x1b)) controls++
  }
  const firstNul = head.indexOf(0)
  if (firstNul === -1 && controls > Math.max(3, head.length * 0.02))
    throw new AppError('file_binary', { file, line: 1 })
}

/** The line, from 1, on which the byte at `offset` stands. */
async function lineAt(handle: FileHandle, offset: number): Promise<number> {
  let line = 1
  let previous = 0
  for (let position = 0; position < offset; position += chunkBytes) {
    for (const byte of await readRange(handle, position, Math.min(chunkBytes, offset - position))) {
      if (byte === 13 || (byte === 10 && previous !== 13)) line++
      previous = byte
    }
  }
  return line
}

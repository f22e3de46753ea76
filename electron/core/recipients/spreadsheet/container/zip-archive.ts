/**
 * Reads entries of a ZIP file (PKWARE APPNOTE 6.3.10) one at a time and in chunks, as XLSX files need it: stored and
 * deflated entries, ZIP64, checksums verified. What an entry declares is never believed: reading stops as soon as it
 * gives more than it declared or more than it may.
 */
import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { AppError } from '@shared/errors'
import { throwIfCancelled } from '../../../yield-to-event-loop'
import { readRange } from '../../files/file-access'
import { crc32 } from './crc32'

export interface ZipEntry {
  readonly name: string
  /** 0 stored, 8 deflated; nothing else is read. */
  readonly method: number
  readonly isEncrypted: boolean
  readonly checksum: number
  readonly compressedSize: number
  readonly size: number
  /** Of its local header. */
  readonly offset: number
}

export interface EntryReading {
  /** Most bytes that the entry may unpack to. */
  readonly mostBytes: number
  readonly file: string
  readonly signal?: AbortSignal | undefined
  /** Packed bytes read so far, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

const endRecordLength = 22
const longestComment = 65_535
const mostEntries = 10_000
const chunkBytes = 65_536

/** True for a ZIP file, whatever its name says. */
export async function isZip(handle: FileHandle): Promise<boolean> {
  return (await readRange(handle, 0, 4)).equals(Buffer.from([0x50, 0x4b, 3, 4]))
}

/** The entries by their names in lower case, as the parts of a spreadsheet are looked up. @throws AppError file_excel_damaged */
export async function readZipDirectory(handle: FileHandle, size: number, file: string): Promise<Map<string, ZipEntry>> {
  const damaged = (): AppError => new AppError('file_excel_damaged', { file })
  const tailLength = Math.min(size, endRecordLength + longestComment + 20)
  const tail = await readRange(handle, size - tailLength, tailLength)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end === -1 || end + endRecordLength > tail.length) throw damaged()
  let count = tail.readUInt16LE(end + 10)
  let directorySize = tail.readUInt32LE(end + 12)
  let directoryOffset = tail.readUInt32LE(end + 16)
  const locator = end - 20
  if (locator >= 0 && tail.readUInt32LE(locator) === 0x07064b50) {
    const record = await readRange(handle, Number(tail.readBigUInt64LE(locator + 8)), 56)
    if (record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) throw damaged()
    count = Number(record.readBigUInt64LE(32))
    directorySize = Number(record.readBigUInt64LE(40))
    directoryOffset = Number(record.readBigUInt64LE(48))
  }
  if (count > mostEntries || directoryOffset + directorySize > size) throw damaged()
  const directory = await readRange(handle, directoryOffset, directorySize)
  const entries = new Map<string, ZipEntry>()
  let position = 0
  for (let index = 0; index < count; index++) {
    if (position + 46 > directory.length || directory.readUInt32LE(position) !== 0x02014b50) throw damaged()
    const nameLength = directory.readUInt16LE(position + 28)
    const extraLength = directory.readUInt16LE(position + 30)
    const next = position + 46 + nameLength + extraLength + directory.readUInt16LE(position + 32)
    if (next > directory.length) throw damaged()
    const entry = readEntry(directory, position, nameLength, extraLength)
    entries.set(entry.name.replace(/^\//, '').toLowerCase(), entry)
    position = next
  }
  return entries
}

/** Spreadsheet XML packs 5 to 60 times; beyond this ratio a large part is a bomb. */
const mostRatio = 300
const smallPartBytes = 16_777_216

/** @throws AppError file_too_large where a part says that it unpacks to far more than documents do */
export function refuseBombs(entries: ReadonlyMap<string, ZipEntry>, file: string): void {
  for (const { size, compressedSize } of entries.values()) {
    if (size > smallPartBytes && size > compressedSize * mostRatio) throw new AppError('file_too_large', { file })
  }
}

function readEntry(directory: Buffer, position: number, nameLength: number, extraLength: number): ZipEntry {
  const nameStart = position + 46
  const extra = directory.subarray(nameStart + nameLength, nameStart + nameLength + extraLength)
  // ZIP64: each field that is all ones stands in the extra field, in this order (APPNOTE 4.5.3)
  const wide = zip64Values(extra)
  const field = (offset: number): number => {
    const value = directory.readUInt32LE(position + offset)
    return value === 0xffffffff ? (wide.shift() ?? value) : value
  }
  const size = field(24)
  const compressedSize = field(20)
  return {
    name: directory.toString('utf8', nameStart, nameStart + nameLength).replaceAll('\\', '/'),
    method: directory.readUInt16LE(position + 10),
    isEncrypted: (directory.readUInt16LE(position + 8) & 1) === 1,
    checksum: directory.readUInt32LE(position + 16),
    compressedSize,
    size,
    offset: field(42),
  }
}

function zip64Values(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const values: number[] = []
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2))
    for (let value = at + 4; value + 8 <= end; value += 8) values.push(Number(extra.readBigUInt64LE(value)))
    return values
  }
  return []
}

/**
 * The unpacked bytes of an entry, in chunks.
 * @throws AppError file_too_large, file_excel_protected, file_excel_damaged (found at the latest at the end), cancelled
 */
export async function* readZipEntry(
  handle: FileHandle,
  entry: ZipEntry,
  reading: EntryReading,
): AsyncGenerator<Buffer> {
  const damaged = (cause?: unknown): AppError => new AppError('file_excel_damaged', { file: reading.file }, { cause })
  if (entry.isEncrypted) throw new AppError('file_excel_protected', { file: reading.file })
  if (entry.size > reading.mostBytes) throw new AppError('file_too_large', { file: reading.file })
  if (entry.method !== 0 && entry.method !== 8) throw damaged()
  const header = await readRange(handle, entry.offset, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) throw damaged()
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = packedChunks(handle, start, entry.compressedSize, reading)
  let size = 0
  let checksum = 0
  for await (const chunk of entry.method === 0 ? packed : inflate(packed, damaged)) {
    size += chunk.length
    if (size > entry.size) throw damaged()
    checksum = crc32(chunk, checksum)
    yield chunk
  }
  if (size !== entry.size || checksum !== entry.checksum) throw damaged()
}

async function* packedChunks(
  handle: FileHandle,
  start: number,
  length: number,
  reading: EntryReading,
): AsyncGenerator<Buffer> {
  for (let done = 0; done < length;) {
    throwIfCancelled(reading.signal)
    const chunk = await readRange(handle, start + done, Math.min(chunkBytes, length - done))
    if (chunk.length === 0) return
    done += chunk.length
    yield chunk
    reading.onProgress?.(done, length)
  }
}

async function* inflate(packed: AsyncGenerator<Buffer>, damaged: (cause: unknown) => AppError): AsyncGenerator<Buffer> {
  const source = Readable.from(packed, { objectMode: false })
  const unpacked = createInflateRaw({ chunkSize: chunkBytes })
  source.on('error', (error) => unpacked.destroy(error))
  source.pipe(unpacked)
  try {
    for await (const chunk of unpacked) yield chunk as Buffer
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error)
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

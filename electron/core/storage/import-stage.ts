/**
 * Where the rows of an import wait until all of them are read: a file of their own in the data folder. It keeps rows of
 * neighbouring numbers together, whatever the order of the source: moved in that order, a thousand rows touch a few pages of
 * the contacts' indexes instead of a thousand. Only a file that `keep` brought to the disk can be read; what a crash leaves
 * before that is swept at start.
 *
 * The file: blocks of rows (UTF-8), then the index of the blocks (JSON), then the index's length in eight bytes. A row is
 * the lengths of its name and fields, its number, and the two: `3,2,+237677123456 Awa{}`.
 */
import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@shared/contract/schema'

export interface WaitingRow {
  readonly phone: string
  readonly name: string
  /** JSON object of the fields that are not empty. */
  readonly fields: string
}

/** So many numbers are seen before it is known where numbers lie. */
const sampleRows = 2048
const stretches = 256
/** Bytes of a block, unless a row is longer, and of the blocks that are written in one go. */
const blockBytes = 16_384
const writtenAtOnce = 262_144
/** Rows that are read, sorted and moved together. */
const partRows = 1200
const trailerBytes = 8

const blockSchema = z.object({ rows: z.number(), offset: z.number(), bytes: z.number() })
type Block = z.infer<typeof blockSchema>

interface OpenBlock {
  bytes: Buffer
  used: number
  rows: number
}

export class ImportStage {
  readonly #file: FileHandle
  #sample: WaitingRow[] | null = []
  /** The least number of each stretch but the first, ascending. */
  #bounds: readonly string[] = []
  /** The block of each stretch that is being filled. Bytes, not strings: a million strings held for long are slow to hold. */
  readonly #open: OpenBlock[] = Array.from({ length: stretches }, () => emptyBlock())
  readonly #blocks: Block[][] = Array.from({ length: stretches }, () => [])
  #full: Buffer[] = []
  #fullBytes = 0
  #writtenBytes = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async create(path: string): Promise<ImportStage> {
    return new ImportStage(await open(path, 'wx', 0o600))
  }

  /** Each number once. Await `written` now and then. */
  add(row: WaitingRow): void {
    if (this.#sample === null) {
      this.#put(row)
      return
    }
    this.#sample.push(row)
    if (this.#sample.length >= sampleRows) this.#spread(this.#sample)
  }

  /** Hands what has gathered to the system. */
  async written(): Promise<void> {
    if (this.#fullBytes >= writtenAtOnce) await this.#write()
  }

  /** All rows, on the disk. Ends the writing. */
  async keep(): Promise<void> {
    if (this.#sample !== null) this.#spread(this.#sample)
    for (let stretch = 0; stretch < stretches; stretch += 1) this.#close(stretch)
    this.#open.length = 0
    const index = Buffer.from(JSON.stringify(this.#blocks.filter((blocks) => blocks.length > 0)))
    const trailer = Buffer.alloc(trailerBytes)
    trailer.writeBigUInt64LE(BigInt(index.length))
    this.#full.push(index, trailer)
    await this.#write()
    await this.#file.sync()
    await this.#file.close()
  }

  async drop(): Promise<void> {
    await this.#file.close()
  }

  /** The first rows, sorted, tell where each stretch begins. */
  #spread(sample: readonly WaitingRow[]): void {
    const phones = sample.map(({ phone }) => phone).sort()
    if (sample.length >= sampleRows) {
      const every = sampleRows / stretches
      this.#bounds = Array.from({ length: stretches - 1 }, (_, index) => phones[(index + 1) * every] ?? '')
    }
    this.#sample = null
    for (const row of sample) this.#put(row)
  }

  #put({ phone, name, fields }: WaitingRow): void {
    const text = `${name.length},${fields.length},${phone} ${name}${fields}`
    const stretch = this.#stretchOf(phone)
    // a character is at most three bytes of UTF-8
    const longest = text.length * 3
    let block = this.#open[stretch]
    if (block === undefined || block.used + longest > block.bytes.length) {
      this.#close(stretch)
      block = emptyBlock(longest)
      this.#open[stretch] = block
    }
    block.used += block.bytes.write(text, block.used)
    block.rows += 1
  }

  #close(stretch: number): void {
    const block = this.#open[stretch]
    if (block === undefined || block.rows === 0) return
    this.#blocks[stretch]?.push({ rows: block.rows, offset: this.#writtenBytes + this.#fullBytes, bytes: block.used })
    this.#full.push(block.bytes.subarray(0, block.used))
    this.#fullBytes += block.used
  }

  async #write(): Promise<void> {
    const bytes = Buffer.concat(this.#full)
    this.#full = []
    this.#fullBytes = 0
    this.#writtenBytes += bytes.length
    await this.#file.appendFile(bytes)
  }

  /** How many bounds are not above the number. */
  #stretchOf(phone: string): number {
    let low = 0
    let high = this.#bounds.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#bounds[middle] ?? '') <= phone) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Nothing is claimed before the first row. */
function emptyBlock(longestRow = 0): OpenBlock {
  return { bytes: Buffer.allocUnsafeSlow(longestRow === 0 ? 0 : Math.max(blockBytes, longestRow)), used: 0, rows: 0 }
}

/**
 * The rows of a kept file, a few hundred at a time, each time sorted by number; the same in every reading. `skip` of them
 * are left out.
 * @throws StageLost where the file is gone, was not kept, or was damaged
 */
export async function* waitingRows(path: string, skip: number): AsyncGenerator<readonly WaitingRow[]> {
  const file = await orLost(open(path, 'r'))
  try {
    let left = skip
    for (const part of partsOf(await orLost(readIndex(file)))) {
      const count = part.reduce((sum, { rows }) => sum + rows, 0)
      if (count > left) {
        const rows = await orLost(readPart(file, part))
        yield left === 0 ? rows : rows.slice(left)
      }
      left = Math.max(0, left - count)
    }
  } finally {
    await file.close()
  }
}

/** The rows of an import cannot be read (any more). */
export class StageLost extends Error {}

async function orLost<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    throw new StageLost('rows of an import cannot be read', { cause: error })
  }
}

async function readPart(file: FileHandle, part: readonly Block[]): Promise<WaitingRow[]> {
  const blocks = await Promise.all(part.map(({ offset, bytes }) => readBytes(file, offset, bytes)))
  const rows = blocks.flatMap((block, index) => readRows(block, part[index]?.rows ?? 0))
  return rows.sort((a, b) => (a.phone < b.phone ? -1 : 1))
}

/** Neighbouring blocks, as many as are read together; never of two stretches, which would be sorted already. */
function partsOf(index: readonly (readonly Block[])[]): Block[][] {
  const parts: Block[][] = []
  for (const blocks of index) {
    let rows = partRows
    for (const block of blocks) {
      if (rows >= partRows) {
        parts.push([])
        rows = 0
      }
      parts.at(-1)?.push(block)
      rows += block.rows
    }
  }
  return parts
}

async function readIndex(file: FileHandle): Promise<Block[][]> {
  const { size } = await file.stat()
  const trailer = await readBytes(file, size - trailerBytes, trailerBytes)
  const length = Number(trailer.readBigUInt64LE())
  const index = await readBytes(file, size - trailerBytes - length, length)
  return z.array(z.array(blockSchema)).parse(JSON.parse(index.toString()))
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (position < 0 || length < 0 || length > 2 ** 30) throw new RangeError('no such place in the file')
  const bytes = Buffer.allocUnsafe(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done)
    if (bytesRead === 0) throw new RangeError('the file is too short')
    done += bytesRead
  }
  return bytes
}

function readRows(block: Buffer, count: number): WaitingRow[] {
  const rows: WaitingRow[] = []
  const text = block.toString()
  let at = 0
  const take = (length: number): string => {
    const from = at
    at += length
    return text.slice(from, at)
  }
  const takeUpTo = (end: string): string => {
    const found = text.indexOf(end, at)
    if (found < 0) throw new RangeError('no row where one should be')
    const value = text.slice(at, found)
    at = found + 1
    return value
  }
  for (let row = 0; row < count; row += 1) {
    const nameLength = Number(takeUpTo(','))
    const fieldsLength = Number(takeUpTo(','))
    const phone = takeUpTo(' ')
    rows.push({ phone, name: take(nameLength), fields: take(fieldsLength) })
  }
  return rows
}

const stageName = /^import-[0-9a-f-]{36}\.rows$/

/** A name that no other import has or had. */
export function newStageName(): string {
  return `import-${randomUUID()}.rows`
}

export function removeStage(path: string): void {
  rmSync(path, { force: true })
}

/** Removes the files of imports that ended without removing theirs. `kept`: names of those that have not ended. */
export function sweepStages(dataDir: string, kept: ReadonlySet<string>): void {
  for (const name of readdirSync(dataDir)) {
    if (stageName.test(name) && !kept.has(name)) removeStage(join(dataDir, name))
  }
}

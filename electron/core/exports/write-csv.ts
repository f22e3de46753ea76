/**
 * Writes tables that Excel in French opens right by double click: byte order mark, `;`, CRLF. Cells that a spreadsheet
 * would run as a formula are neutralised. The file appears complete or not at all: it is written beside its place, made
 * durable, then renamed.
 */
import { randomBytes } from 'node:crypto'
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import Papa from 'papaparse'
import { neutraliseFormula } from '@shared/domain/spreadsheet-cell'
import { AppError } from '@shared/errors'

export interface CsvOptions {
  readonly columns: readonly string[]
  /** Default `;`. */
  readonly delimiter?: ';' | ',' | '\t'
  /** Byte order mark, without which Excel takes UTF-8 for Windows-1252. Default true. */
  readonly bom?: boolean
  /** Replace a file of that name. Default true; false: AppError file_exists. */
  readonly overwrite?: boolean
}

export interface CsvTable extends CsvOptions {
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>
  readonly signal?: AbortSignal | undefined
}

/** Rows are handed to the disk in pieces of this many. */
const pieceRows = 500

/**
 * A CSV file that is being written. Call `commit` to make it appear, `abandon` to leave nothing behind.
 * Every method may throw AppError disk_full, file_write_failed; the unfinished file is then already gone.
 */
export class CsvWriter {
  readonly #path: string
  readonly #temporary: string
  readonly #handle: FileHandle
  readonly #delimiter: string
  #pending: (readonly string[])[] = []
  #start: string
  #rows = 0

  private constructor(path: string, temporary: string, handle: FileHandle, options: CsvOptions) {
    this.#path = path
    this.#temporary = temporary
    this.#handle = handle
    this.#delimiter = options.delimiter ?? ';'
    this.#start = options.bom === false ? '' : '\uFEFF'
    this.#pending.push(options.columns)
  }

  /** @throws AppError file_exists, file_is_folder, file_write_failed, disk_full */
  static async open(path: string, options: CsvOptions): Promise<CsvWriter> {
    await refuseTarget(path, options.overwrite ?? true)
    const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
    try {
      return new CsvWriter(path, temporary, await open(temporary, 'wx'), options)
    } catch (error) {
      throw writeFailure(path, error)
    }
  }

  /** Rows written so far, headings not counted. */
  get rows(): number {
    return this.#rows
  }

  async write(values: readonly string[]): Promise<void> {
    this.#pending.push(values)
    this.#rows++
    if (this.#pending.length >= pieceRows) await this.#guard(() => this.#flush())
  }

  async commit(): Promise<void> {
    await this.#guard(async () => {
      await this.#flush()
      await this.#handle.sync()
      await this.#handle.close()
      await rename(this.#temporary, this.#path)
    })
  }

  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
    await unlink(this.#temporary).catch(() => undefined)
  }

  async #flush(): Promise<void> {
    if (this.#pending.length === 0) return
    const rows = this.#pending.map((values) => values.map(neutraliseFormula))
    const text = `${this.#start}${Papa.unparse(rows, { delimiter: this.#delimiter, newline: '\r\n' })}\r\n`
    this.#pending = []
    this.#start = ''
    await this.#handle.writeFile(text)
  }

  async #guard(action: () => Promise<void>): Promise<void> {
    try {
      await action()
    } catch (error) {
      await this.abandon()
      throw writeFailure(this.#path, error)
    }
  }
}

/**
 * Writes a whole table; the number of rows.
 * @throws AppError file_exists, file_is_folder, file_write_failed, disk_full, cancelled, and what `rows` throws: nothing is left then
 */
export async function writeCsv(path: string, table: CsvTable): Promise<number> {
  const writer = await CsvWriter.open(path, table)
  try {
    for await (const row of table.rows) {
      if (table.signal?.aborted === true) throw new AppError('cancelled')
      await writer.write(row)
    }
  } catch (error) {
    await writer.abandon()
    throw error
  }
  await writer.commit()
  return writer.rows
}

async function refuseTarget(path: string, overwrite: boolean): Promise<void> {
  const status = await stat(path).catch(() => null)
  if (status?.isDirectory() === true) throw new AppError('file_is_folder', { file: basename(path) })
  if (status !== null && !overwrite) throw new AppError('file_exists', { file: basename(path) })
}

function writeFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof AppError) return error
  const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT'
  return new AppError(isFull ? 'disk_full' : 'file_write_failed', { file: basename(path) }, { cause: error })
}

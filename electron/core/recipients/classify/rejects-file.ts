/**
 * The rows that an import left out, as a CSV file to correct and import again: line and reason first, then every cell as
 * it stood in the source, those beyond the last column too.
 */
import type { Language } from '@shared/language'
import { problemWord } from '@shared/sentences/sentence'
import { CsvWriter } from '../../exports/write-csv'
import type { ClassifiedRow } from './classify-rows'

const words = {
  fr: { line: 'Ligne', reason: 'Raison', duplicate: (line: number) => `Doublon de la ligne ${line}` },
  en: { line: 'Line', reason: 'Reason', duplicate: (line: number) => `Duplicate of line ${line}` },
} as const

export class RejectsFile {
  readonly #writer: CsvWriter
  readonly #language: Language

  private constructor(writer: CsvWriter, language: Language) {
    this.#writer = writer
    this.#language = language
  }

  /** @throws AppError as CsvWriter.open */
  static async open(path: string, columns: readonly string[], language: Language): Promise<RejectsFile> {
    const { line, reason } = words[language]
    return new RejectsFile(await CsvWriter.open(path, { columns: [line, reason, ...columns] }), language)
  }

  /** Rejected rows so far. */
  get rows(): number {
    return this.#writer.rows
  }

  /** Writes the invalid and duplicate rows among these; valid ones are passed over. */
  async add(rows: readonly ClassifiedRow[]): Promise<void> {
    for (const row of rows) {
      if (row.status === 'valid') continue
      await this.#writer.write([String(row.line), rejectReason(row, this.#language), ...row.values])
    }
  }

  /** Makes the file appear. */
  commit(): Promise<void> {
    return this.#writer.commit()
  }

  /** Leaves nothing behind. */
  abandon(): Promise<void> {
    return this.#writer.abandon()
  }
}

/** Why a row is left out, in words; '' for a valid row. */
function rejectReason(row: Pick<ClassifiedRow, 'reason' | 'duplicateOf'>, language: Language): string {
  if (row.reason !== null) return problemWord(row.reason, language)
  return row.duplicateOf === null ? '' : words[language].duplicate(row.duplicateOf)
}

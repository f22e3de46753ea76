/** Rows that an import cannot use, as a file: their cells as they were, the line and the reason. */
import { excludedWord, problemWord } from '@shared/sentences/sentence'
import type { Language } from '@shared/language'
import { CsvWriter } from '../exports/write-csv'
import type { ClassifiedRow } from '../recipients/classify'

const headings = { fr: ['Ligne', 'Raison'], en: ['Line', 'Reason'] } as const

/** The file appears with `commit` only. */
export class Rejects {
  readonly #writer: CsvWriter
  readonly #language: Language
  readonly #width: number

  private constructor(writer: CsvWriter, language: Language, width: number) {
    this.#writer = writer
    this.#language = language
    this.#width = width
  }

  /** @throws AppError file_* */
  static async open(
    path: string,
    { columns, language }: { columns: readonly string[]; language: Language },
  ): Promise<Rejects> {
    const writer = await CsvWriter.open(path, { columns: [...columns, ...headings[language]] })
    return new Rejects(writer, language, columns.length)
  }

  async write(rows: readonly ClassifiedRow[]): Promise<void> {
    for (const row of rows) {
      if (row.status === 'valid') continue
      const cells = Array.from({ length: this.#width }, (_, index) => row.values[index] ?? '')
      const reason =
        row.reason === null
          ? `${excludedWord('duplicate', this.#language)} (${headings[this.#language][0].toLowerCase()} ${row.duplicateOf ?? ''})`
          : problemWord(row.reason, this.#language)
      await this.#writer.write([...cells, String(row.line), reason])
    }
  }

  commit(): Promise<void> {
    return this.#writer.commit()
  }

  abandon(): Promise<void> {
    return this.#writer.abandon()
  }
}

/** Which stored rows of a source have the personal date that is due, and how its cells are read. */
import type { ColumnReading } from '@shared/domain/column-reading'
import type { DueDateChoice } from '@shared/domain/personal-date'
import { DueDate } from '../recipients/choose/due-date'
import type { SourceFindings } from '../recipients/opened-source'
import type { Draft } from '../storage/draft'
import type { StoredRecipient } from '../storage/recipient'
import type { StoredSource } from '../storage/recipient-source'

export class DueRows {
  readonly #due: DueDate
  readonly #source: StoredSource
  #filtered = 0

  /** @throws AppError list_heading_gone */
  constructor(choice: DueDateChoice, draft: Draft, source: StoredSource) {
    this.#source = source
    this.#due = new DueDate(choice, columnsOfSource(draft, source))
  }

  keeps(row: StoredRecipient): boolean {
    const isDue = this.#due.isDue({ ...row, readings: storedReadings(this.#source) }, row.line)
    if (!isDue) this.#filtered += 1
    return isDue
  }

  /** @throws what `DueDate.refuseDoubt` throws */
  refuseDoubt(): void {
    this.#due.refuseDoubt()
  }

  findings(): Partial<SourceFindings> {
    return { dated: this.#due.count(), filtered: this.#source.reading.filtered + this.#filtered }
  }
}

/** The draft's headings that a source has, at their places; '' for the others. */
export function columnsOfSource(
  { columns }: Pick<Draft, 'columns'>,
  { reading }: Pick<StoredSource, 'reading'>,
): string[] {
  return columns.map((heading, position) => (reading.positions.includes(position) ? heading : ''))
}

/** How the texts of a source are read, by the draft's columns. */
export function storedReadings({ reading }: Pick<StoredSource, 'reading'>): (ColumnReading | null)[] {
  const readings: (ColumnReading | null)[] = []
  reading.positions.forEach((position, column) => {
    readings[position] = reading.readings.find((known) => known.column === column) ?? null
  })
  return readings
}
